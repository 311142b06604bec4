import { roleRank } from '../sop/actor.ts';
import { queueLooked, type ShiftFacts } from '../sop/shift/facts.ts';
import type { ShiftState } from '../sop/shift/state.ts';
import { readMembers, readPlan } from '../store/desks.ts';
import { readTakenOn } from '../store/events.ts';
import { readOpenIncidents } from '../store/incidents.ts';
import { readOpenShifts, readUnreadShifts } from '../store/shifts.ts';
import {
  readHolding,
  readMonitored,
  readOverridden,
  readOwned,
  readQueue,
  readWatchedBy,
} from '../store/tickets.ts';
import type { Reader } from '../store/transaction.ts';
import type { Desk } from './desk.ts';

/** What was left so long ago, in ms, is waited for no more: a week, so that holidays lie in it. */
const oldNews = 7 * 24 * 60 * 60_000;

/** What a decision on this person's shift needs to know of the rest of the desk. */
export async function readShiftFacts(
  desk: Desk,
  db: Reader,
  {
    person,
    role,
    number,
    handoff,
    status,
  }: Pick<ShiftState, 'person' | 'role' | 'number' | 'handoff' | 'status'>,
): Promise<ShiftFacts> {
  const leads = roleRank(role) >= roleRank('lead');
  const ended = status === 'ended';
  const open = await readOpenShifts(db, desk.id);
  const others = open.filter((one) => one.number !== number);
  return {
    owned: ended ? [] : await readOwned(db, desk.id, person),
    watched: leads && !ended ? await readWatchedBy(db, desk.id, person) : [],
    incidents: leads ? await readOpenIncidents(db, desk.id) : [],
    others,
    unread: await readUnreadShifts(db, desk.id, new Date(desk.clock.now().getTime() - oldNews)),
    holding: await readHolding(
      db,
      desk.id,
      others.map((one) => one.person),
    ),
    members: await readMembers(db, desk.id),
    plan: await readPlan(db, desk.id),
    queue: await readQueue(db, desk.id, queueLooked),
    taken: handoff?.since ? await readTakenOn(db, desk.id, person, new Date(handoff.since)) : [],
    overridden: leads ? await readOverridden(db, desk.id) : [],
    monitored: leads ? await readMonitored(db, desk.id) : [],
  };
}
