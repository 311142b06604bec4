import { faultId, logFault } from '../fault.ts';
import { readPackHash, setPackHash } from '../store/desks.ts';
import { armRows, type ClockRow, readClockRows, readOwing } from '../store/due.ts';
import { readWrittenUnderOthers } from '../store/events.ts';
import { claimJob, isJobHeld, readDoneTo, setJob } from '../store/jobs.ts';
import type { Transaction } from '../store/transaction.ts';
import { type Clocked, clocked } from './clocked.ts';
import type { Desk } from './desk.ts';
import { numbersOf } from './due/streams.ts';
import { noteChangedDocuments } from './note-changed-documents.ts';

/** Records computed in one go: some milliseconds of this process, one statement of the database. */
const batch = 500;
/** Whoever re-arms says so again within this, in ms, or another replica goes on. */
const leaseMs = 30_000;
/** Whoever runs under the pack in force says so each minute; after so long without, in ms, nobody does. */
const heldMs = 180_000;
/** What is written is seen somewhat later than it says; the clocks of two machines differ. In ms. */
const overlapMs = 60_000;

/** Whether the next due instants were last computed under another pack. */
export async function isUnderOtherPack({ db, id, sop }: Desk): Promise<boolean> {
  return (await readPackHash(db, id)) !== sop.hash;
}

/**
 * What is owed follows the pack in force: after a change of pack, the next due instant of every ticket and shift that
 * owes something is computed anew. Clocks keep the instants that were set under the pack of their own events. What is
 * written meanwhile is left as it was written. `pause` comes between two batches; false from it stops the work, which
 * begins anew at the next start, as after a crash.
 */
export async function rearmAll(desk: Desk, pause: () => Promise<boolean>): Promise<'done' | 'stopped'> {
  const { db, id, sop, clock } = desk;
  const began = clock.now();
  for (const kind of clocked) {
    let after = 0;
    for (;;) {
      const rows = await readOwing(db, id, kind.table, after, batch);
      const last = rows.at(-1);
      if (!last) break;
      await rearm(desk, kind, rows);
      after = last.number;
      if (!(await pause())) return 'stopped';
      await setJob(db, id, 'rearm', { notBefore: new Date(clock.now().getTime() + leaseMs) });
    }
  }
  await setPackHash(db, id, sop.hash);
  // What an older replica wrote meanwhile, where it had been armed already, is looked for from then on.
  await setJob(db, id, 'rearm', { doneTo: began });
  return 'done';
}

/** Whether this replica is to re-arm: one does it for all, and another goes on when that one dies. */
export async function claimRearming({ db, id, clock }: Desk): Promise<boolean> {
  const now = clock.now();
  return (await claimJob(db, id, 'rearm', now, new Date(now.getTime() + leaseMs))) !== null;
}

/**
 * Whether this replica may set aside what is due by its row but not under its own pack: not while another pack is in
 * force, or replicas are just arming under one. That would undo what they armed, and leave nothing to see it by.
 */
export async function mayPutOff({ id, sop, clock }: Desk, tx: Transaction): Promise<boolean> {
  if ((await readPackHash(tx, id)) !== sop.hash) return false;
  return !(await isJobHeld(tx, id, 'rearm', clock.now()));
}

/**
 * What a running replica sees to each minute. The pack in force is the one of the newest start, as long as some replica
 * runs under it and says so here. Under it, what others still write under theirs is armed anew: while replicas are
 * replaced one by one, an older one goes on writing. When nobody runs under it any more, an older replica having been
 * the last to start, whoever runs arms everything under its own: true from it.
 */
export async function keepArmed(desk: Desk, pause: () => Promise<boolean>): Promise<boolean> {
  const { db, id, clock } = desk;
  const now = clock.now();
  const looked = await readDoneTo(db, id, 'rearm');
  if (!(await isUnderOtherPack(desk))) {
    await rearmWrittenUnderOthers(desk, new Date((looked ?? now).getTime() - overlapMs));
    await setJob(db, id, 'rearm', { doneTo: now });
    return false;
  }
  if (looked && looked.getTime() > now.getTime() - heldMs) return false;
  if (!(await claimRearming(desk))) return false;
  await noteChangedDocuments(desk);
  return (await rearmAll(desk, pause)) === 'done';
}

/** Of what was written since an instant under another pack, the instants are computed anew. */
async function rearmWrittenUnderOthers(desk: Desk, since: Date): Promise<void> {
  const { db, id, sop } = desk;
  const streams = await readWrittenUnderOthers(db, id, sop.hash, since);
  for (const kind of clocked) {
    const numbers = numbersOf(streams, kind.streamOf);
    if (numbers.length > 0) await rearm(desk, kind, await readClockRows(db, id, kind.table, numbers));
  }
}

/** One whose record is broken is left as it was: the tick sets it aside when it is due. */
async function rearm(
  { db, id, sop, log }: Desk,
  { table, dueAt }: Clocked,
  rows: readonly ClockRow[],
): Promise<void> {
  const changed = rows.flatMap(({ record, ...row }) => {
    try {
      const anew = dueAt(record, sop.pack);
      return anew === row.dueAt ? [] : [{ ...row, dueAt: anew }];
    } catch (error) {
      logFault(log, faultId(), error);
      return [];
    }
  });
  await armRows(db, id, table, changed);
}
