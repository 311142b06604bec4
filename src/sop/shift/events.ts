import type { ClauseId } from '../clauses.ts';
import type { Refusal } from '../decision.ts';
import { type AttendancePayloads, attendanceClauses } from './attendance/events.ts';
import { type ChecklistPayloads, checklistClauses } from './checklist/events.ts';
import { type HandoffPayloads, handoffClauses } from './handoff/events.ts';

/** What can happen to a shift. The payloads are plain JSON; who and when is in the envelope. */
type Payloads = AttendancePayloads &
  HandoffPayloads &
  ChecklistPayloads & { attemptRefused: { refusal: Refusal } };

export type ShiftEventType = keyof Payloads;

export type ShiftEvent = {
  [Type in ShiftEventType]: { type: Type; clause: ClauseId; payload: Payloads[Type] };
}[ShiftEventType];

export type ShiftEventOf<Type extends ShiftEventType> = Extract<ShiftEvent, { type: Type }>;

const clauseOf = { ...attendanceClauses, ...handoffClauses, ...checklistClauses } as const satisfies Record<
  Exclude<ShiftEventType, 'attemptRefused'>,
  ClauseId
>;

export function shiftEvent<Type extends keyof typeof clauseOf>(
  type: Type,
  payload: Payloads[Type],
): ShiftEventOf<Type> {
  return { type, clause: clauseOf[type], payload } as ShiftEventOf<Type>;
}

export function shiftAttemptRefused(refusal: Refusal): ShiftEventOf<'attemptRefused'> {
  return { type: 'attemptRefused', clause: refusal.clause, payload: { refusal } };
}
