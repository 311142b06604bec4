import { type Role, roleRank, type UserId } from '../sop/actor.ts';
import { epoch, instant } from '../sop/instant.ts';
import { type Duty, isPreparing } from '../sop/shift/duty.ts';
import { type ShiftPlan, worksInShifts } from '../sop/shift/plan.ts';
import type { ShiftState } from '../sop/shift/state.ts';
import { stretchesBetween } from '../sop/shift/stretches.ts';
import { readMembers, readPlan } from '../store/desks.ts';
import { holdShiftsOf, readOpenShifts } from '../store/shifts.ts';
import { countWaiting } from '../store/tickets.ts';
import type { Reader, Transaction } from '../store/transaction.ts';
import type { Desk } from './desk.ts';

/**
 * What the shifts say of a person now, held until the transaction ends: their shift, and those of `others`, cannot end,
 * nor their records be acknowledged, while it decides. Called before any ticket is locked, so that nobody waits for each
 * other.
 */
export async function holdDuty(
  desk: Desk,
  tx: Transaction,
  person: UserId,
  others: readonly UserId[],
): Promise<Duty> {
  const plan = await readPlan(tx, desk.id);
  if (!worksInShifts(plan)) return { kind: 'noShifts' };
  await holdShiftsOf(tx, desk.id, [person, ...others]);
  return dutyUnder(desk, tx, plan, person);
}

/** The same without holding anything: good for what is decided once more when it is done. */
export async function readDuty(desk: Desk, db: Reader, person: UserId): Promise<Duty> {
  const plan = await readPlan(db, desk.id);
  return worksInShifts(plan) ? dutyUnder(desk, db, plan, person) : { kind: 'noShifts' };
}

async function dutyUnder(desk: Desk, db: Reader, plan: ShiftPlan, person: UserId): Promise<Duty> {
  const open = await readOpenShifts(db, desk.id);
  const onShift = open.filter(({ status }) => status === 'on').map((one) => one.person);
  const shift = open.find((one) => one.person === person && one.status === 'on');
  if (!shift) return { kind: 'off', onShift };
  const preparing = isPreparing(shift, desk.sop.pack, desk.clock.now());
  const about = { kind: 'on', onShift, shift: shift.number, endsAt: shift.endsAt, preparing } as const;
  // Asked for only where it decides.
  if (!preparing) return { ...about, relief: null, waiting: nobody };
  const relief = await reliefOf(desk, db, plan, shift, open);
  return { ...about, relief, waiting: await countWaiting(db, desk.id) };
}

const nobody: Readonly<Record<Role, number>> = { tier1: 0, tier2: 0, lead: 0, manager: 0 };

/** HO-1: the highest role of anybody else on shift who could take a new ticket, or who comes on by the end of it. */
async function reliefOf(
  desk: Desk,
  db: Reader,
  plan: ShiftPlan,
  { person, endsAt }: ShiftState,
  open: readonly ShiftState[],
): Promise<Role | null> {
  const now = desk.clock.now();
  const members = await readMembers(db, desk.id);
  const free = open.filter((one) => one.status === 'on' && !isPreparing(one, desk.sop.pack, now));
  const until = instant(Math.max(now.getTime(), endsAt ? epoch(endsAt) : 0));
  const soon = stretchesBetween(plan, instant(now), instant(epoch(until) + 1));
  const coming = soon.filter(({ from }) => from >= instant(now) && from <= until);
  return [...free, ...coming]
    .filter((one) => one.person !== person)
    .flatMap((one) => members[one.person] ?? [])
    .reduce<Role | null>((best, role) => (best && roleRank(best) >= roleRank(role) ? best : role), null);
}
