import { faultId, logFault } from '../fault.ts';
import { nextDueAt } from '../sop/ticket/obligations.ts';
import { readPackHash, setPackHash } from '../store/desks.ts';
import { claimJob, setJob } from '../store/jobs.ts';
import { type Armed, readOwingTickets, readWrittenUnderOthers, rearmTickets } from '../store/tickets.ts';
import type { Desk } from './desk.ts';

/** Tickets computed in one go: some milliseconds of this process, one statement of the database. */
const batch = 500;
/** Whoever re-arms says so again within this, in ms, or another replica goes on. */
const leaseMs = 30_000;

/** Whether the tickets' next due instants were last computed under another pack. */
export async function isUnderOtherPack({ db, id, sop }: Desk): Promise<boolean> {
  return (await readPackHash(db, id)) !== sop.hash;
}

/**
 * What is owed follows the pack in force: after a change of pack, the next due instant of every ticket that owes
 * something is computed anew. Clocks keep the instants that were set under the pack of their own events. A ticket that
 * is written meanwhile is left as it was written. `pause` comes between two batches; false from it stops the work, which
 * begins anew at the next start, as after a crash.
 */
export async function rearmAll(desk: Desk, pause: () => Promise<boolean>): Promise<'done' | 'stopped'> {
  const { db, id, sop, clock } = desk;
  let after = 0;
  for (;;) {
    const tickets = await readOwingTickets(db, id, after, batch);
    const last = tickets.at(-1);
    if (!last) break;
    await rearm(desk, tickets);
    after = last.number;
    if (!(await pause())) return 'stopped';
    await setJob(db, id, 'rearm', { notBefore: new Date(clock.now().getTime() + leaseMs) });
  }
  await setPackHash(db, id, sop.hash);
  return 'done';
}

/** Whether this replica is to re-arm: one does it for all, and another goes on when that one dies. */
export async function claimRearming({ db, id, clock }: Desk): Promise<boolean> {
  const now = clock.now();
  return (await claimJob(db, id, 'rearm', now, new Date(now.getTime() + leaseMs))) !== null;
}

/**
 * While replicas are replaced one by one, an older one still writes tickets under the pack before: of those written
 * within `withinMs` the instants are computed anew, as long as this pack is the one in force.
 */
export async function rearmWrittenUnderOthers(desk: Desk, withinMs: number): Promise<void> {
  const { db, id, sop, clock } = desk;
  if (await isUnderOtherPack(desk)) return;
  const since = new Date(clock.now().getTime() - withinMs);
  await rearm(desk, await readWrittenUnderOthers(db, id, sop.hash, since));
}

/** One whose record is broken is left as it was: the tick sets it aside when it is due. */
async function rearm({ db, id, sop, log }: Desk, tickets: readonly Armed[]): Promise<void> {
  const changed = tickets.flatMap(({ number, seq, state, dueAt }) => {
    try {
      const anew = nextDueAt(state, sop.pack);
      return anew === dueAt ? [] : [{ number, seq, dueAt: anew }];
    } catch (error) {
      logFault(log, faultId(), error);
      return [];
    }
  });
  await rearmTickets(db, id, changed);
}
