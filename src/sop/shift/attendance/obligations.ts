import { epoch, instant } from '../../instant.ts';
import type { Pack } from '../../pack/schema.ts';
import type { ShiftObligation } from '../chapter.ts';
import { shiftEvent } from '../events.ts';
import { handedOver } from '../facts.ts';
import type { ShiftState } from '../state.ts';
import { outcomeOf, unacknowledgedRefusal } from './commands.ts';

/** CK-3: who does not come on is reported; who has nothing to hand over goes off when the shift ends (HO-3). */
export function attendanceObligations(shift: ShiftState, pack: Pack): readonly ShiftObligation[] {
  const { status, startsAt, begunAt, endsAt } = shift;
  if (status === 'ended') return [];
  const owed: ShiftObligation[] = [];
  if (status === 'expected' && !shift.absenceTold)
    owed.push({
      // Nobody is late for what was not planned yet.
      at: instant(Math.max(epoch(startsAt), epoch(begunAt)) + pack.shifts.grace),
      name: 'absence',
      strike: () => [shiftEvent('absenceTold', {})],
    });
  // HO-3: looked at when it is to end, and again while they have to stay on.
  if (endsAt)
    owed.push({
      at: shift.stayedOnAt ? instant(epoch(shift.stayedOnAt) + pack.shifts.reminder) : endsAt,
      name: 'end',
      strike: (before, context) => {
        const open = handedOver(context.facts).length;
        return unacknowledgedRefusal(before, context) === null
          ? [shiftEvent('ended', { outcome: outcomeOf(before) })]
          : [shiftEvent('stayedOn', { open })];
      },
    });
  return owed;
}
