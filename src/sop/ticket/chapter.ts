import type { Context } from '../context.ts';
import type { Decision } from '../decision.ts';
import type { Instant } from '../instant.ts';
import type { Recorded } from '../recorded.ts';
import type { TicketEvent, TicketEventOf, TicketEventType } from './events.ts';
import type { TicketNotice } from './notices.ts';
import type { TicketState } from './state.ts';

/**
 * A chapter is one part of the procedure (escalation, security, …): its payloads, and for each kind of event what it
 * changes, what is told of it, and its words. Nothing of a chapter stands outside its folder but its place in the lists.
 */
export type Changes<Payloads> = {
  [Type in keyof Payloads & TicketEventType]: (
    ticket: TicketState,
    event: Recorded<TicketEventOf<Type>>,
  ) => Partial<TicketState>;
};

/** Whom an event is told to, given the ticket as it was before; the card is refreshed with every change anyway. */
export type Telling<Payloads> = {
  [Type in keyof Payloads & TicketEventType]: (
    event: Recorded<TicketEventOf<Type>>,
    before: TicketState,
  ) => readonly TicketNotice[];
};

/** An event as one sentence of `/ticket why`. `who`: the person as `<@U…>`, or the clock; `zone` is IANA. */
export type Words<Payloads> = {
  [Type in keyof Payloads & TicketEventType]: (
    event: Recorded<TicketEventOf<Type>>,
    who: string,
    zone: string,
  ) => string;
};

/** A chapter's commands, each with the function that says yes or no to it. */
export type Deciders<Command extends { type: string }> = {
  [Type in Command['type']]: (
    command: Extract<Command, { type: Type }>,
    ticket: TicketState,
    context: Context,
  ) => Decision<TicketEvent>;
};

/** What the clock owes a ticket at an instant (UTC), and what happens then. `name` tells it apart in tests and logs. */
export type ChapterObligation = {
  at: Instant;
  kind: 'chapter';
  name: string;
  strike: (ticket: TicketState, context: Context) => readonly TicketEvent[];
};
