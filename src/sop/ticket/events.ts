import type { UserId } from '../actor.ts';
import type { ClauseId } from '../clauses.ts';
import type { Refusal } from '../decision.ts';
import type { Instant } from '../instant.ts';
import type { CategoryCode, PriorityCode } from '../pack/schema.ts';
import type { ClockTargets } from '../sla-clock.ts';

export type Attachment = { name: string; url: string };

/** How a ticket reached the desk. */
export type Source = 'command' | 'shortcut' | 'message' | 'intake';

/** The Slack message a ticket was opened from; without a link where Handrail cannot see its channel. */
export type SourceMessage = { author: string; permalink: string | null };

type TicketClocks = { response: ClockTargets | null; resolution: ClockTargets | null };

/** What can happen to a ticket. The payloads are plain JSON; who, when and under which pack is in the envelope. */
type Payloads = {
  opened: {
    number: number;
    title: string;
    description: string;
    attachments: readonly Attachment[];
    customerAccount: string;
    reportedPriority: PriorityCode | null;
    externalId: string | null;
    source: Source;
    message: SourceMessage | null;
    clocks: TicketClocks;
  };
  received: { clocks: TicketClocks };
  takenOutOfOrder: { reason: string; insteadOf: number };
  classified: {
    category: CategoryCode;
    symptom: string;
    priority: PriorityCode;
    matrixVersion: string;
    readWhole: true;
    clocks: TicketClocks;
  };
  markedForEscalation: { trigger: 'ESC-3' };
  acknowledgementComposed: {
    text: string;
    /** `webhook`: handed to the customer's channel; `hand`: the agent sends it. */
    via: 'webhook' | 'hand';
    /** The response the text announces. */
    responseBy: Instant;
    /** Resolution-time commitments in it, which only a lead's authority lets through. */
    promises: readonly string[];
  };
  acknowledgementUndeliverable: { reason: string };
  acknowledgementSent: { via: 'webhook' | 'hand' };
  transferOffered: { to: UserId; reason: string | null };
  transferWithdrawn: Record<string, never>;
  transferDeclined: { reason: string | null };
  transferred: { from: UserId; to: UserId; reason: string | null };
  noteAdded: { text: string };
  accountLinked: { account: string };
  waitStarted: { on: string };
  waitEnded: { resolution: ClockTargets | null };
  clockAtRisk: { clock: 'response' | 'resolution'; dueAt: Instant };
  clockBreached: { clock: 'response' | 'resolution'; dueAt: Instant };
  reminded: { of: 'transfer' | 'acknowledgement' };
  attemptRefused: { refusal: Refusal };
};

export type TicketEventType = keyof Payloads;

export type TicketEvent = {
  [Type in TicketEventType]: { type: Type; clause: ClauseId; payload: Payloads[Type] };
}[TicketEventType];

export type TicketEventOf<Type extends TicketEventType> = Extract<TicketEvent, { type: Type }>;

/** The clause each kind of event rests on; a refused attempt and a reminder bring their own. */
const clauseOf = {
  opened: 'SC-1',
  received: 'T1-1',
  takenOutOfOrder: 'T1-1',
  classified: 'T1-3',
  markedForEscalation: 'ESC-3',
  acknowledgementComposed: 'T1-4',
  acknowledgementUndeliverable: 'T1-4',
  acknowledgementSent: 'T1-4',
  transferOffered: 'T1-1',
  transferWithdrawn: 'T1-1',
  transferDeclined: 'T1-1',
  transferred: 'T1-1',
  noteAdded: 'HO-1',
  accountLinked: 'ESL-3',
  waitStarted: 'HO-2',
  waitEnded: 'HO-2',
  clockAtRisk: 'ESL-1',
  clockBreached: 'T1-4',
} as const satisfies Partial<Record<TicketEventType, ClauseId>>;

export function ticketEvent<Type extends keyof typeof clauseOf>(
  type: Type,
  payload: Payloads[Type],
): TicketEventOf<Type> {
  return { type, clause: clauseOf[type], payload } as TicketEventOf<Type>;
}

export function reminded(of: Payloads['reminded']['of'], clause: ClauseId): TicketEventOf<'reminded'> {
  return { type: 'reminded', clause, payload: { of } };
}

export function attemptRefused(refusal: Refusal): TicketEventOf<'attemptRefused'> {
  return { type: 'attemptRefused', clause: refusal.clause, payload: { refusal } };
}
