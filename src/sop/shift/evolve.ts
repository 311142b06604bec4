import type { Recorded } from '../recorded.ts';
import { attendanceChanges } from './attendance/record.ts';
import { checklistChanges, newList } from './checklist/record.ts';
import type { ShiftEvent, ShiftEventOf, ShiftEventType } from './events.ts';
import { handoffChanges } from './handoff/record.ts';
import type { ShiftState } from './state.ts';

const changes = { ...attendanceChanges, ...handoffChanges, ...checklistChanges };

/** Events that tell of a shift without changing what is to be acknowledged. */
const merelyTold: ReadonlySet<ShiftEventType> = new Set(['absenceTold', 'stayedOn', 'handoffReminded']);

/** One event's effect on the shift. Folding all of them from null gives the stored row back (`audit replay`). */
export function evolveShift(shift: ShiftState | null, event: Recorded<ShiftEvent>): ShiftState {
  if (event.type === 'began') return began(event);
  if (!shift) throw new Error(`a shift's record begins with 'began', not '${event.type}'`);
  if (event.type === 'attemptRefused') return shift;
  const change = changes[event.type] as (
    before: ShiftState,
    event: Recorded<ShiftEvent>,
  ) => Partial<ShiftState>;
  const version = merelyTold.has(event.type) ? shift.version : shift.version + 1;
  return withEndList({ ...shift, ...change(shift, event), version });
}

/** CK-2, CK-3: the list of the end is begun with the preparation, or where somebody leaves before it, then. */
function withEndList(shift: ShiftState): ShiftState {
  const { status, onAt, outcome } = shift;
  const ends = shift.handoff?.since || (status === 'ended' && onAt && outcome !== 'noShifts');
  if (!ends || shift.checklists.end) return shift;
  return { ...shift, checklists: { ...shift.checklists, end: newList('end', shift.role) } };
}

function began({ payload, at }: Recorded<ShiftEventOf<'began'>>): ShiftState {
  return {
    ...payload,
    begunAt: at,
    status: 'expected',
    onAt: null,
    endedAt: null,
    stayedOnAt: null,
    outcome: null,
    absenceTold: false,
    handoff: null,
    checklists: { start: newList('start', payload.role), end: null },
    received: [],
    version: 1,
  };
}
