import type { Role, UserId } from '../actor.ts';
import { epoch, type Instant, instant } from '../instant.ts';
import type { Pack } from '../pack/schema.ts';
import type { ShiftState } from './state.ts';

/**
 * What the shifts say of a person at this moment. `noShifts`: the desk does not work in shifts. `onShift`: everybody
 * who is. `preparing` (HO-1): the last minutes, in which the shift is handed over. `relief`: the highest role of anybody
 * else who could take a new ticket now, or comes on by the end of this shift; null where there is nobody. `waiting`: how
 * many tickets wait for somebody of each tier, in the queue or to be accepted.
 */
export type Duty =
  | { kind: 'noShifts' }
  | { kind: 'off'; onShift: readonly UserId[] }
  | {
      kind: 'on';
      onShift: readonly UserId[];
      shift: number;
      endsAt: Instant | null;
      preparing: boolean;
      relief: Role | null;
      waiting: Readonly<Record<Role, number>>;
    };

/** HO-1: when the handoff of a shift begins to be prepared; null where nobody has said when it ends. */
export function preparationAt({ endsAt }: Pick<ShiftState, 'endsAt'>, pack: Pack): Instant | null {
  return endsAt && instant(epoch(endsAt) - pack.shifts.preparation);
}

/** HO-1: the handoff is prepared in earnest, or is over: nothing new is taken. */
function isHandingOver({ handoff }: Pick<ShiftState, 'handoff'>): boolean {
  return handoff !== null && handoff.since !== null;
}

/** HO-1: whether its last minutes have begun, by the clock or because the person prepares it already. */
export function isPreparing(
  shift: Pick<ShiftState, 'status' | 'endsAt' | 'handoff'>,
  pack: Pack,
  now: Date,
): boolean {
  if (shift.status !== 'on') return false;
  const from = preparationAt(shift, pack);
  return isHandingOver(shift) || (from !== null && epoch(from) <= now.getTime());
}
