import { type Role, system, type UserId } from '../sop/actor.ts';
import type { DeskEvent } from '../sop/desk-settings.ts';
import { epoch, type Instant, instant } from '../sop/instant.ts';
import { decideBegin, shiftOf } from '../sop/shift/decide.ts';
import type { ShiftEvent } from '../sop/shift/events.ts';
import { type Cover, type ShiftPlan, worksInShifts } from '../sop/shift/plan.ts';
import type { ShiftState } from '../sop/shift/state.ts';
import { type Stretch, stretchAt, stretchesBetween } from '../sop/shift/stretches.ts';
import { chainStart } from '../store/chain.ts';
import { lockShifts } from '../store/claims.ts';
import { deskStream, nextNumber, readMembers, readPlan } from '../store/desks.ts';
import { readEvents } from '../store/events.ts';
import { claimDuePlan, hasBegun, readOpenShifts, setPlanDue, shiftStream } from '../store/shifts.ts';
import type { Transaction } from '../store/transaction.ts';
import { decideAndWriteShift } from './command-shift.ts';
import { contextOf, type Desk, type Request } from './desk.ts';
import { inTransaction } from './in-transaction.ts';
import { writeShift } from './write.ts';

/** How far ahead the next shift is looked for, in ms; the plan is looked at again then in any case. */
const ahead = 24 * 60 * 60_000;

/**
 * Follows the plan once something of it is due: shifts that begin now begin, and those under way end when the plan says.
 * What has passed whole while nothing ran does not begin any more. False when nothing was due.
 */
export async function followPlan(desk: Desk): Promise<boolean> {
  const outcome = await inTransaction<{ kind: 'followed' | 'nothingDue' }>(desk, async (tx) => {
    const now = desk.clock.now();
    if (!(await claimDuePlan(tx, desk.id, now))) return { kind: 'nothingDue' };
    const plan = await readPlan(tx, desk.id);
    const members = await readMembers(tx, desk.id);
    const open = await readOpenShifts(tx, desk.id);
    for (const locked of await lockShifts(
      tx,
      desk.id,
      open.map(({ number }) => number),
    )) {
      const planned = endByPlan(locked.state, plan, members, now);
      if (!worksInShifts(plan))
        await decideAndWriteShift(desk, tx, locked, clockRequest, { type: 'endWithShifts' });
      else if (planned) {
        const sinceWord = await isCoveredSinceWord(desk, tx, locked.state, plan, planned.endsAt);
        const command = { type: 'followPlan', ...planned, sinceWord } as const;
        await decideAndWriteShift(desk, tx, locked, clockRequest, command);
      }
    }
    if (worksInShifts(plan)) await followRoles(desk, tx, open, members);
    const soon = stretchesBetween(plan, instant(now), instant(now.getTime() + ahead));
    for (const stretch of soon.filter(({ from }) => epoch(from) <= now.getTime())) {
      const role = members[stretch.person];
      if (role === undefined || open.some(({ person }) => person === stretch.person)) continue;
      if (await hasBegun(tx, desk.id, stretch.person, stretch.from)) continue;
      await beginShift(desk, tx, clockRequest, (number) => shiftOf(stretch, number, role));
    }
    const next = soon.map(({ from }) => from).find((from) => epoch(from) > now.getTime());
    await setPlanDue(tx, desk.id, next ?? (worksInShifts(plan) ? instant(now.getTime() + ahead) : null));
    return { kind: 'followed' };
  });
  return outcome.kind === 'followed';
}

/** HO-6: who was made a lead while on shift hands over as one. */
async function followRoles(
  desk: Desk,
  tx: Transaction,
  open: readonly ShiftState[],
  members: Readonly<Record<UserId, Role>>,
): Promise<void> {
  const changed = open.filter(({ person, role }) => (members[person] ?? role) !== role);
  const numbers = changed.map(({ number }) => number);
  for (const locked of await lockShifts(tx, desk.id, numbers))
    await decideAndWriteShift(desk, tx, locked, clockRequest, { type: 'followRole' });
}

const clockRequest: Request = { actor: system, requestKey: null };

/**
 * When a shift under way is to end by the plan: where its stretch ends; now, where the plan has it no longer, somebody
 * covers it from here on, or the person is no longer on the roster. Null where the plan says nothing of it, and where it
 * is over already.
 */
function endByPlan(
  { person, pattern, startsAt, endsAt }: ShiftState,
  plan: ShiftPlan,
  members: Readonly<Record<UserId, Role>>,
  now: Date,
): { from: Instant | null; endsAt: Instant; because: 'plan' | 'cover' } | null {
  const at = instant(Math.max(now.getTime(), epoch(startsAt)));
  const gone = !(person in members);
  const stretch = gone ? null : stretchAt(plan, person, at);
  const reasonFor = (end: Instant) => (coversAt(plan, person, end).length > 0 ? 'cover' : 'plan');
  if (stretch) return { from: stretch.from, endsAt: stretch.to, because: reasonFor(stretch.to) };
  const over = endsAt !== null && epoch(endsAt) <= now.getTime();
  if (over || (pattern === null && !gone)) return null;
  return { from: null, endsAt: instant(now), because: reasonFor(instant(now)) };
}

/** The covers that somebody gives or takes at this instant, its two ends included. */
function coversAt(plan: ShiftPlan, person: UserId, at: Instant): readonly Cover[] {
  return plan.covers.filter((one) => [one.by, one.of].includes(person) && one.from <= at && at <= one.to);
}

/** Whether somebody takes their place at this instant by a cover that was agreed after they said when they leave. */
async function isCoveredSinceWord(
  desk: Desk,
  tx: Transaction,
  { number, person, leavesBySelf }: ShiftState,
  plan: ShiftPlan,
  at: Instant,
): Promise<boolean> {
  const last = coversAt(plan, person, at)
    .filter(({ of }) => of === person)
    .at(-1);
  if (!leavesBySelf || !last) return false;
  const agreed = (await readEvents<DeskEvent>(tx, desk.id, deskStream)).find(({ seq }) => seq === last.seq);
  const word = (await readEvents<ShiftEvent>(tx, desk.id, shiftStream(number))).findLast(
    ({ type, payload }) => type === 'began' || (type === 'endMoved' && payload.because === 'self'),
  );
  return agreed !== undefined && word !== undefined && agreed.at >= word.at;
}

/** A shift begins, in the caller's transaction. */
export async function beginShift(
  desk: Desk,
  tx: Transaction,
  request: Request,
  begin: (number: number) => Parameters<typeof decideBegin>[0],
): Promise<ShiftState> {
  const { number, channels } = await nextNumber(tx, desk.id, 'shift');
  const decision = decideBegin(begin(number));
  if (decision.kind === 'refused') throw new Error(decision.refusal.reason);
  const fresh = { state: null, head: { seq: 0, hash: chainStart }, channels, cardChannel: null };
  const context = contextOf(desk, request.actor);
  return (await writeShift(desk, tx, fresh, request, context, decision.events)).state;
}

/** Whose stretch of the plan somebody can begin now: one that runs, or that begins within `early` ms. */
export function stretchToBegin(plan: ShiftPlan, person: UserId, now: Date, early: number): Stretch | null {
  const running = stretchAt(plan, person, instant(now));
  if (running) return running;
  const soon = stretchesBetween(plan, instant(now), instant(now.getTime() + early));
  return soon.find((one) => one.person === person) ?? null;
}
