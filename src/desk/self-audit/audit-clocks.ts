import { epoch, type Instant } from '../../sop/instant.ts';
import { readSetAside } from '../../store/desks.ts';
import { armRows, type ClockRow, type ClockTable, readLastingOrOverSince } from '../../store/due.ts';
import { readWrittenUnderOthers } from '../../store/events.ts';
import { isJobHeld } from '../../store/jobs.ts';
import { clocked } from '../clocked.ts';
import type { Desk } from '../desk.ts';
import { isUnderOtherPack } from '../rearm.ts';
import { type Found, findIn } from './findings.ts';

/** What is owed this long, in ms, has nobody striking it any more. */
const lateMs = 60_000;
/** What a replica under another pack wrote within this, in ms, is about to be armed anew. */
const rearmedWithinMs = 5 * 60_000;
/** Records looked at in one go. */
const batch = 500;

/** A row whose clock would not strike for what its record owes. */
type Unarmed = { table: ClockTable; stream: string; row: ClockRow; owedAt: Instant };

/**
 * The clocks against the records: of what lasts, or has ended since `from`, all that owes something for more than a minute
 * while its row does not have the clock look at it. `rearm` has it looked at; what it owes is done then, and says since
 * when it was owed.
 */
export async function auditClocks(
  desk: Desk,
  from: Date,
  now: Date,
): Promise<{ found: readonly Found[]; rearm(): Promise<void> }> {
  const unreadable: Found[] = [];
  const late: Unarmed[] = [];
  const setAside = new Set(await readSetAside(desk.db, desk.id));
  for (const { table, streamOf, dueAt } of clocked) {
    let last = 0;
    for (;;) {
      const rows = await readLastingOrOverSince(desk.db, desk.id, table, from, last, batch);
      for (const row of rows) {
        const stream = streamOf(row.number);
        // The clock is at it, or could not strike it, of which the leads were told.
        if (setAside.has(stream) || (row.dueAt && epoch(row.dueAt) <= now.getTime())) continue;
        const broken = findIn(stream, () => {
          const owedAt = dueAt(row.record, desk.sop.pack);
          if (owedAt && epoch(owedAt) < now.getTime() - lateMs) late.push({ table, stream, row, owedAt });
          return [];
        });
        unreadable.push(...broken);
      }
      const end = rows.at(-1);
      if (!end) break;
      last = end.number;
    }
  }
  const unarmed = await withoutOtherPacks(desk, late, now);
  return {
    found: [...unreadable, ...unarmed.map(foundUnarmed)],
    async rearm() {
      for (const { table } of clocked)
        await armRows(
          desk.db,
          desk.id,
          table,
          unarmed
            .filter((one) => one.table === table)
            .map(({ row: { number, seq }, owedAt }) => ({ number, seq, dueAt: owedAt })),
        );
    },
  };
}

/** What waits for being armed under another pack than ours, or under ours, is no finding, and not ours to arm. */
async function withoutOtherPacks(
  desk: Desk,
  late: readonly Unarmed[],
  now: Date,
): Promise<readonly Unarmed[]> {
  const { db, id, sop } = desk;
  // After the rows were read: they were armed under the pack that was in force until now, or one comes into force.
  if (late.length === 0 || (await isJobHeld(db, id, 'rearm', now)) || (await isUnderOtherPack(desk)))
    return [];
  const since = new Date(now.getTime() - rearmedWithinMs);
  const others = new Set(await readWrittenUnderOthers(db, id, sop.hash, since));
  return late.filter(({ stream }) => !others.has(stream));
}

function foundUnarmed({ stream, row, owedAt }: Unarmed): Found {
  const armed = row.dueAt ? `the clock looks at it at ${row.dueAt}` : 'no clock looks at it';
  return {
    kind: 'unarmed',
    stream,
    channelId: null,
    key: `unarmed:${stream}:${owedAt}`,
    notice: `owed since ${owedAt}, ${armed}`,
  };
}
