import { epoch, type Instant, instant } from '../../instant.ts';
import type { Pack } from '../../pack/schema.ts';
import type { ShiftObligation } from '../chapter.ts';
import { preparationAt } from '../duty.ts';
import { shiftEvent } from '../events.ts';
import type { HandoffReminder, ShiftState } from '../state.ts';
import { emptyHandoff, handoffStatus } from './standing.ts';

/** HO-1: the preparation; HO-3: whoever is waited for is reminded once, and then a lead is told. */
export function handoffObligations(shift: ShiftState, pack: Pack): readonly ShiftObligation[] {
  if (shift.status !== 'on') return [];
  const owed: ShiftObligation[] = [];
  const at = preparationAt(shift, pack);
  if (at && !shift.handoff?.since)
    owed.push({
      at,
      name: 'preparation',
      strike: () => [shiftEvent('preparationStarted', { because: 'clock' })],
    });
  const waits = waitsFrom(shift, pack);
  if (!waits) return owed;
  const remind = (of: HandoffReminder, when: Instant): void => {
    if ((shift.handoff ?? emptyHandoff).told.includes(of)) return;
    owed.push({ at: when, name: of, strike: () => [shiftEvent('handoffReminded', { of })] });
  };
  remind(waits.of, waits.at);
  remind('lead', instant(epoch(waits.at) + pack.shifts.reminder));
  return owed;
}

/**
 * From when somebody is waited for. A record that is not delivered: from the end of the shift, where something was left
 * by then. One that nobody acknowledges: some minutes after it was delivered, but not before the shift ends, since
 * whoever takes over may come on only then.
 */
function waitsFrom(
  shift: ShiftState,
  pack: Pack,
): { of: 'undelivered' | 'unacknowledged'; at: Instant } | null {
  const { endsAt, stayedOnAt, handoff } = shift;
  switch (handoffStatus(shift)) {
    case 'acknowledged': {
      // Something has come to them since: another round.
      const done = handoff?.acknowledged?.at ?? '';
      if (!endsAt || !stayedOnAt || stayedOnAt <= done) return null;
      return { of: 'undelivered', at: endsAt > done ? endsAt : done };
    }
    case 'delivered': {
      const due = epoch(handoff?.delivered?.at ?? '') + pack.shifts.reminder;
      return { of: 'unacknowledged', at: instant(Math.max(due, endsAt ? epoch(endsAt) : due)) };
    }
    default:
      return endsAt && stayedOnAt ? { of: 'undelivered', at: endsAt } : null;
  }
}
