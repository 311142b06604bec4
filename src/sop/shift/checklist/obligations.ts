import { epoch, type Instant, instant } from '../../instant.ts';
import type { Pack } from '../../pack/schema.ts';
import type { ShiftObligation } from '../chapter.ts';
import { shiftEvent } from '../events.ts';
import type { Boundary, ShiftState } from '../state.ts';
import { lookAtList, sightsOf, unfinished } from './look.ts';

/** CK-4: a list is looked at once, some time after its boundary; what is not done then is shown to the leads. */
export function checklistObligations(shift: ShiftState, pack: Pack): readonly ShiftObligation[] {
  const owed: ShiftObligation[] = [];
  if (shift.outcome === 'noShifts') return owed;
  // Whoever has not come on yet is reported as missing instead.
  if (shift.onAt) owed.push(...look('start', later(shift.onAt, shift.startsAt), shift, pack));
  const end = shift.endedAt ?? shift.endsAt;
  if (end) owed.push(...look('end', end, shift, pack));
  return owed;
}

function look(
  boundary: Boundary,
  since: Instant,
  { checklists }: ShiftState,
  pack: Pack,
): readonly ShiftObligation[] {
  const list = checklists[boundary];
  if (!list || list.lookedAt) return [];
  return [
    {
      at: instant(epoch(since) + pack.shifts.grace),
      name: `${boundary}List`,
      strike: (shift, context) => {
        const items = lookAtList(shift, boundary, context);
        const found = { boundary, seen: sightsOf(items), unfinished: unfinished(items) };
        return [shiftEvent('checklistLooked', found)];
      },
    },
  ];
}

function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}
