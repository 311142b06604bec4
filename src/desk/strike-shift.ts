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
import { numbersOf } from './due/streams.ts';
import { followPlan } from './follow-plan.ts';
import { inTransaction } from './in-transaction.ts';
import { mayPutOff } from './rearm.ts';

/** Follows the plan, which is a part of the desk's own record, where something of it is due; then strikes the shifts. */
export async function strikePlanOrShift(desk: Desk, except: readonly string[]): Promise<DueStrike> {
  if (except.includes(deskStream)) return strikeShift(desk, except);
  try {
    if (await followPlan(desk)) return { kind: 'struck', stream: deskStream, dueAt: null };
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    return { kind: 'failed', stream: deskStream, error };
  }
  return strikeShift(desk, except);
}

export function isShiftOrPlan(stream: string): boolean {
  return stream === deskStream || numbersOf([stream], shiftStream).length > 0;
}

/** Of these, those that owe something by now. */
export async function dueAmongShifts(
  { db, id, clock }: Desk,
  streams: readonly string[],
): Promise<readonly string[]> {
  const now = clock.now();
  const due = await readDueAmong(db, id, 'Shift', numbersOf(streams, shiftStream), now);
  const shifts = due.map(shiftStream);
  return streams.includes(deskStream) && (await isPlanDue(db, id, now)) ? [...shifts, deskStream] : shifts;
}

/** Sends `clockStruck` to the shift that has owed something longest, leaving out those in `except`. */
export async function strikeShift(desk: Desk, except: readonly string[]): Promise<DueStrike> {
  let claimed: string | null = null;
  try {
    return await inTransaction<DueStrike>(desk, async (tx) => {
      const locked = await claimDueShift(tx, desk.id, desk.clock.now(), numbersOf(except, shiftStream));
      if (!locked) return { kind: 'nothingDue' };
      const { number } = locked.state;
      claimed = shiftStream(number);
      const due = shiftDueAt(locked.state, desk.sop.pack);
      const request = { actor: system, requestKey: null };
      const outcome = await decideAndWriteShift(desk, tx, locked, request, { type: 'clockStruck' });
      // Owed under another pack, but not under this one: it is looked at again when the pack in force says.
      if (outcome.kind === 'done' && outcome.events.length === 0) {
        if (!(await mayPutOff(desk, tx))) return { kind: 'othersOwe', stream: claimed };
        await rearmShift(tx, desk.id, number, shiftDueAt(outcome.shift, desk.sop.pack));
      }
      return { kind: 'struck', stream: claimed, dueAt: due };
    });
  } catch (error) {
    if (claimed === null || isDatabaseAway(error)) throw error;
    return { kind: 'failed', stream: claimed, error };
  }
}
