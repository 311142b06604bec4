import type { Notice } from '../notice.ts';
import type { Recorded } from '../recorded.ts';
import { attendanceNoticeKinds, attendanceTelling } from './attendance/record.ts';
import { checklistNotice, checklistNoticeKinds, checklistTelling } from './checklist/record.ts';
import type { ShiftEvent } from './events.ts';
import { evolveShift } from './evolve.ts';
import { handoffNoticeKinds, handoffTelling, toldOfIncomplete } from './handoff/record.ts';
import { boundaries, type ShiftState } from './state.ts';

/** Everything that is told about shifts. Each kind has one view. */
const shiftNoticeKinds = [...attendanceNoticeKinds, ...handoffNoticeKinds, ...checklistNoticeKinds] as const;
export type ShiftNoticeKind = (typeof shiftNoticeKinds)[number];
export type ShiftNotice = Notice<ShiftNoticeKind>;

const telling = { ...attendanceTelling, ...handoffTelling, ...checklistTelling };

/** Whom an event is told to, given the shift as it was before; null for one that begins. */
export function noticesOfShiftEvent(
  event: Recorded<ShiftEvent>,
  before: ShiftState | null,
): readonly ShiftNotice[] {
  if (event.type === 'attemptRefused') {
    const { action, clause } = event.payload.refusal;
    const acknowledging = action === 'handoff.acknowledge' || action === 'handoff.acknowledgeLead';
    return before && acknowledging && clause === 'HO-2' ? toldOfIncomplete(before) : [];
  }
  if (event.type === 'began') return [checklistNotice(event.payload.person, 'start')];
  if (!before) throw new Error(`a shift's record begins with 'began', not '${event.type}'`);
  const tell = telling[event.type] as (
    event: Recorded<ShiftEvent>,
    before: ShiftState,
  ) => readonly ShiftNotice[];
  return [...tell(event, before), ...listsOf(event, before)];
}

/** CK-4: with whatever happens on a shift, what Handrail sees of its lists may be another. */
function listsOf(event: Recorded<ShiftEvent>, before: ShiftState): readonly ShiftNotice[] {
  const { checklists, person } = evolveShift(before, event);
  return boundaries.flatMap((boundary) => (checklists[boundary] ? [checklistNotice(person, boundary)] : []));
}
