import { system } from '../sop/actor.ts';
import { shiftDueAt } from '../sop/shift/obligations.ts';
import { claimDueShift } from '../store/claims.ts';
import { isDatabaseAway } from '../store/database/errors.ts';
import { deskStream } from '../store/desks.ts';
import { readDueAmong } from '../store/due.ts';
import { isPlanDue, rearmShift, shiftStream } from '../store/shifts.ts';
import { decideAndWriteShift } from './command-shift.ts';
import type { Desk } from './desk.ts';
import type { DueStrike } from './due/due-source.ts';
import { followPlan } from './follow-plan.ts';
import { inTransaction } from './in-transaction.ts';

/** The plan, among the numbers of the shifts: it is followed before any of them is struck. */
const plan = 0;

/** Follows the plan where something of it is due, and then strikes the shifts. */
export async function strikePlanOrShift(desk: Desk, except: readonly number[]): Promise<DueStrike> {
  if (except.includes(plan)) return strikeShift(desk, except);
  try {
    if (await followPlan(desk)) return { kind: 'struck', number: plan, dueAt: null };
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    return { kind: 'failed', number: plan, error };
  }
  return strikeShift(desk, except);
}

/** `SHIFT-3`; the plan is a part of the desk's own record. */
export function shiftOrPlanStream(number: number): string {
  return number > plan ? shiftStream(number) : deskStream;
}

/** Of these, those that owe something by now. */
export async function dueAmongShifts(
  { db, id, clock }: Desk,
  numbers: readonly number[],
): Promise<readonly number[]> {
  const now = clock.now();
  const isShift = (number: number) => number > plan;
  const shifts = await readDueAmong(db, id, 'Shift', numbers.filter(isShift), now);
  return (await isPlanDue(db, id, now)) ? [...shifts, ...numbers.filter((one) => !isShift(one))] : shifts;
}

/** Sends `clockStruck` to the shift that has owed something longest, leaving out those in `except`. */
export async function strikeShift(desk: Desk, except: readonly number[]): Promise<DueStrike> {
  let claimed: number | null = null;
  try {
    return await inTransaction<DueStrike>(desk, async (tx) => {
      const locked = await claimDueShift(tx, desk.id, desk.clock.now(), except);
      if (!locked) return { kind: 'nothingDue' };
      const { number } = locked.state;
      claimed = number;
      const due = shiftDueAt(locked.state, desk.sop.pack);
      const request = { actor: system, requestKey: null };
      const outcome = await decideAndWriteShift(desk, tx, locked, request, { type: 'clockStruck' });
      // Owed under an earlier pack, but not under this one: it is looked at again when this one says.
      if (outcome.kind === 'done' && outcome.events.length === 0)
        await rearmShift(tx, desk.id, number, shiftDueAt(outcome.shift, desk.sop.pack));
      return { kind: 'struck', number, dueAt: due };
    });
  } catch (error) {
    if (claimed === null || isDatabaseAway(error)) throw error;
    return { kind: 'failed', number: claimed, error };
  }
}
