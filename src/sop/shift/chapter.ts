import type { Decision } from '../decision.ts';
import type { Instant } from '../instant.ts';
import type { Recorded } from '../recorded.ts';
import type { ShiftEvent, ShiftEventOf, ShiftEventType } from './events.ts';
import type { ShiftContext } from './facts.ts';
import type { ShiftNotice } from './notices.ts';
import type { ShiftState } from './state.ts';

/**
 * A shift has chapters, as a ticket has: attendance, handoff, checklist. Each holds its payloads, and for every kind of
 * event what it changes and what is told of it.
 */
export type ShiftChanges<Payloads> = {
  [Type in keyof Payloads & ShiftEventType]: (
    shift: ShiftState,
    event: Recorded<ShiftEventOf<Type>>,
  ) => Partial<ShiftState>;
};

/** Whom an event is told to, given the shift as it was before. */
export type ShiftTelling<Payloads> = {
  [Type in keyof Payloads & ShiftEventType]: (
    event: Recorded<ShiftEventOf<Type>>,
    before: ShiftState,
  ) => readonly ShiftNotice[];
};

/** A chapter's commands, each with the function that says yes or no to it. */
export type ShiftDeciders<Command extends { type: string }> = {
  [Type in Command['type']]: (
    command: Extract<Command, { type: Type }>,
    shift: ShiftState,
    context: ShiftContext,
  ) => Decision<ShiftEvent>;
};

/** What the clock owes a shift at an instant (UTC), and what happens then. */
export type ShiftObligation = {
  at: Instant;
  name: string;
  strike: (shift: ShiftState, context: ShiftContext) => readonly ShiftEvent[];
};
