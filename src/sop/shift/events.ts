import type { Refusal } from '../decision.ts';
import { type EventsOf, restingOn } from '../event.ts';
import { type AttendancePayloads, attendanceClauses } from './attendance/events.ts';
import { type ChecklistPayloads, checklistClauses } from './checklist/events.ts';
import { type HandoffPayloads, handoffClauses } from './handoff/events.ts';

/** What can happen to a shift. The payloads are plain JSON; who and when is in the envelope. */
type Payloads = AttendancePayloads &
  HandoffPayloads &
  ChecklistPayloads & { attemptRefused: { refusal: Refusal } };

export type ShiftEventType = keyof Payloads;

export type ShiftEvent = EventsOf<Payloads>;

export type ShiftEventOf<Type extends ShiftEventType> = Extract<ShiftEvent, { type: Type }>;

export const shiftEvent = restingOn<Payloads>()({
  ...attendanceClauses,
  ...handoffClauses,
  ...checklistClauses,
});

export function shiftAttemptRefused(refusal: Refusal): ShiftEventOf<'attemptRefused'> {
  return { type: 'attemptRefused', clause: refusal.clause, payload: { refusal } };
}
