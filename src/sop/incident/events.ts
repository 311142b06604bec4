import type { Refusal } from '../decision.ts';
import { type EventsOf, restingOn } from '../event.ts';
import type { HeldTicket, IncidentTrigger, IssuePattern } from './state.ts';

/** What can happen to an incident. The payloads are plain JSON; who and when is in the envelope. */
type Payloads = {
  drafted: {
    number: number;
    trigger: IncidentTrigger;
    pattern: IssuePattern | null;
    tickets: readonly HeldTicket[];
  };
  /** New tickets, and ones it holds already of which more is known. */
  ticketsJoined: { trigger: IncidentTrigger; tickets: readonly HeldTicket[] };
  /** `reclassified`: it is another issue; `withdrawn`: it is restricted, or belongs to another document. */
  ticketLeft: { ticket: number; because: 'reclassified' | 'withdrawn' };
  /** A ticket brought two of them together: all tickets go on in the other one. */
  merged: { into: number };
  reviewed: { words: string };
  declared: { words: string };
  dismissed: { words: string };
  updated: { words: string };
  closed: { words: string };
  /** AU-5. */
  executiveEscalated: { words: string };
  /** What was owed to a ticket stands in its record. */
  ticketTold: { ticket: number };
  attemptRefused: { refusal: Refusal };
};

export type IncidentEventType = keyof Payloads;

export type IncidentEvent = EventsOf<Payloads>;

export type IncidentEventOf<Type extends IncidentEventType> = Extract<IncidentEvent, { type: Type }>;

/** The clause each kind of event rests on; what a trigger or an attempt brings has its own. */
export const incidentEvent = restingOn<Payloads>()({
  ticketLeft: 'ESC-6',
  merged: 'ESC-6',
  reviewed: 'ESL-3',
  declared: 'AU-5',
  dismissed: 'AU-5',
  updated: 'AU-4',
  closed: 'AU-5',
  executiveEscalated: 'AU-5',
  ticketTold: 'ESC-6',
});

/** It rests on what was seen: identical issues, or a second account. */
export function sighted<Type extends 'drafted' | 'ticketsJoined'>(
  type: Type,
  payload: Payloads[Type],
): IncidentEventOf<Type> {
  return { type, clause: payload.trigger, payload } as IncidentEventOf<Type>;
}

export function incidentAttemptRefused(refusal: Refusal): IncidentEventOf<'attemptRefused'> {
  return { type: 'attemptRefused', clause: refusal.clause, payload: { refusal } };
}
