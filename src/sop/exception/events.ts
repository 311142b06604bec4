import type { Role, UserId } from '../actor.ts';
import type { Refusal } from '../decision.ts';
import { type EventsOf, restingOn } from '../event.ts';
import type { Instant } from '../instant.ts';
import type { Deviation, DocumentStamp, LeadAnswer, Statement } from './state.ts';

/** Who it is about, and on which ticket: what a record begins with. */
type Beginning = {
  number: number;
  author: UserId;
  authorRole: Role;
  ticket: number | null;
  restricted: boolean;
};

/** What can happen to an exception. The payloads are plain JSON; who and when is in the envelope. */
type Payloads = {
  /** AU-6, T1-1, T2-1: the software recorded a deviation; its author completes it. */
  drafted: Beginning & { deviation: Deviation; remindAt: Instant; dueAt: Instant };
  /** EX-3. `flag`: by its author; where the procedure is silent it flags itself (EX-4). */
  logged: Beginning & { statement: Statement; flag: boolean; documents: readonly DocumentStamp[] };
  /** Nothing was done. `authorized`: the attempt was authorized after all (AU-6). */
  withdrawn: { because: 'nothingDone' | 'authorized' };
  answered: { answer: LeadAnswer; words: string | null };
  /** EX-4: by a lead. */
  flagged: Record<string, never>;
  outcomeRecorded: { words: string; change: string | null };
  /** EX-3: to its author, then to the lead. `dueAt`: from the end of the shift on it is due within 30 minutes. */
  exceptionsReminded: { dueAt: Instant };
  exceptionsOverdue: Record<string, never>;
  /** EX-3: the shift of its author ends at another time now. */
  dueMoved: { remindAt: Instant; dueAt: Instant };
  /** SEC-2: its ticket was reported as a security matter. */
  ticketRestricted: Record<string, never>;
  attemptRefused: { refusal: Refusal };
};

export type ExceptionEventType = keyof Payloads;

export type ExceptionEvent = EventsOf<Payloads>;

export type ExceptionEventOf<Type extends ExceptionEventType> = Extract<ExceptionEvent, { type: Type }>;

/** The clause each kind of event rests on; an attempt brings its own. */
export const exceptionEvent = restingOn<Payloads>()({
  drafted: 'EX-1',
  logged: 'EX-3',
  withdrawn: 'EX-1',
  answered: 'EX-2',
  flagged: 'EX-4',
  outcomeRecorded: 'EX-4',
  exceptionsReminded: 'EX-3',
  exceptionsOverdue: 'EX-3',
  dueMoved: 'EX-3',
  ticketRestricted: 'SEC-2',
});

export function exceptionAttemptRefused(refusal: Refusal): ExceptionEventOf<'attemptRefused'> {
  return { type: 'attemptRefused', clause: refusal.clause, payload: { refusal } };
}
