import type { Actor } from '../sop/actor.ts';
import { checkAuthority } from '../sop/authority.ts';
import type { Instant } from '../sop/instant.ts';
import { passedRefusal } from '../sop/shift/attendance/commands.ts';
import { shiftOf } from '../sop/shift/decide.ts';
import { worksInShifts } from '../sop/shift/plan.ts';
import { lockShiftOf } from '../store/claims.ts';
import { holdShiftBeginnings, readPlan } from '../store/desks.ts';
import { hasBegun } from '../store/shifts.ts';
import { decideAndWriteShift, type ShiftOutcome } from './command-shift.ts';
import type { Desk, Request } from './desk.ts';
import { executeOnDesk } from './execute.ts';
import { beginShift, stretchToBegin } from './follow-plan.ts';
import { inRequest } from './in-transaction.ts';

/**
 * Somebody comes on: to the shift that has begun for them, to a planned one that begins soon, or to one that nobody
 * planned, which lasts until `until`, or until they say when they leave.
 */
export async function comeOn(
  desk: Desk,
  request: Request & { actor: Extract<Actor, { kind: 'person' }> },
  until: Instant | null,
): Promise<ShiftOutcome | { kind: 'noShifts' }> {
  const { actor } = request;
  const refusal = checkAuthority(actor, 'shift.setOwnStatus');
  if (refusal || actor.role === null) {
    await executeOnDesk(desk, request, { type: 'attempt', action: 'shift.setOwnStatus' });
    return refusal ? { kind: 'refused', refusal } : { kind: 'noShift' };
  }
  const { id: person, role } = actor;
  return inRequest<ShiftOutcome | { kind: 'noShifts' }>(desk, request, async (tx) => {
    const plan = await readPlan(tx, desk.id);
    if (!worksInShifts(plan)) return { kind: 'noShifts' };
    if (!(await lockShiftOf(tx, desk.id, person))) await holdShiftBeginnings(tx, desk.id);
    if (!(await lockShiftOf(tx, desk.id, person))) {
      const now = desk.clock.now();
      const stretch = stretchToBegin(plan, person, now, desk.sop.pack.shifts.earliestOn);
      const fresh = stretch && !(await hasBegun(tx, desk.id, person, stretch.from)) ? stretch : null;
      // A planned one is begun all the same, with the end that it has.
      const passed = fresh || until === null ? null : passedRefusal(until, { now });
      if (passed) return { kind: 'refused', refusal: passed };
      await beginShift(desk, tx, { ...request, requestKey: null }, (number) =>
        fresh
          ? shiftOf(fresh, number, role)
          : {
              number,
              person,
              role,
              pattern: null,
              channel: null,
              startsAt: now.toISOString(),
              endsAt: until ?? stretch?.to ?? null,
              // The plan has them on for longer, and they are back for a part of it.
              leavesBySelf: until !== null && stretch !== null,
            },
      );
    }
    const locked = await lockShiftOf(tx, desk.id, person);
    if (!locked) throw new Error('the shift that just began is not there');
    return decideAndWriteShift(desk, tx, locked, request, { type: 'comeOn' });
  });
}
