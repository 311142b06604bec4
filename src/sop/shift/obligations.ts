import { epoch, type Instant } from '../instant.ts';
import type { Pack } from '../pack/schema.ts';
import { attendanceObligations } from './attendance/obligations.ts';
import type { ShiftObligation } from './chapter.ts';
import { checklistObligations } from './checklist/obligations.ts';
import { handoffObligations } from './handoff/obligations.ts';
import type { ShiftState } from './state.ts';

/** All that the clock owes a shift as it stands, earliest first. */
export function shiftObligations(shift: ShiftState, pack: Pack): readonly ShiftObligation[] {
  return [
    ...attendanceObligations(shift, pack),
    ...handoffObligations(shift, pack),
    ...checklistObligations(shift, pack),
  ].sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** The next instant at which something is owed: what `nextDueAt` of the shift holds. */
export function shiftDueAt(shift: ShiftState, pack: Pack): Instant | null {
  return shiftObligations(shift, pack)[0]?.at ?? null;
}

/** What is owed by `now`. */
export function shiftOwedAt(shift: ShiftState, pack: Pack, now: Date): readonly ShiftObligation[] {
  return shiftObligations(shift, pack).filter(({ at }) => epoch(at) <= now.getTime());
}
