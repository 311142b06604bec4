import type { IncidentState, IssuePattern } from '../sop/incident/state.ts';
import type { Head } from './events.ts';
import { maxTicketNumber } from './tickets.ts';
import { fromJson, type Reader, type Transaction, toJson } from './transaction.ts';
import { insertRows, updateRow, type Write } from './writes.ts';

/** `INC-3`, the name of an incident's stream and of its lane. */
export function incidentStream(number: number): string {
  return `INC-${number}`;
}

export function incidentInsert(
  deskId: number,
  state: IncidentState,
  nextDueAt: string | null,
  head: Head,
): Write {
  return insertRows('Incident', [{ deskId, number: state.number, ...incidentRowOf(state, nextDueAt, head) }]);
}

export function incidentUpdate(
  deskId: number,
  state: IncidentState,
  nextDueAt: string | null,
  head: Head,
): Write {
  return updateRow('Incident', deskId, state.number, incidentRowOf(state, nextDueAt, head));
}

/** Every column as a function of the record: `audit replay` compares with exactly this. */
export function incidentRowOf(state: IncidentState, nextDueAt: string | null, head: Head) {
  return {
    status: state.status,
    category: state.pattern?.category ?? null,
    symptom: state.pattern?.symptom ?? null,
    tickets: state.tickets.map(({ number }) => number),
    nextDueAt,
    endedAt: state.endedAt,
    record: toJson(state),
    version: state.version,
    seq: head.seq,
    headHash: head.hash,
  };
}

/** The whole row, instants as the record writes them, to compare with `incidentRowOf`. */
export async function readIncidentRow(db: Reader, deskId: number, number: number) {
  const row = await db.incident.findUnique({ where: { deskId_number: { deskId, number } } });
  if (!row) return null;
  return {
    ...row,
    nextDueAt: row.nextDueAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

export async function readIncident(
  db: Reader,
  deskId: number,
  number: number,
): Promise<IncidentState | null> {
  if (number > maxTicketNumber) return null;
  const row = await db.incident.findUnique({
    where: { deskId_number: { deskId, number } },
    select: { record: true },
  });
  return row && fromJson<IncidentState>(row.record);
}

/** Of these tickets, those that some incident has still to write something on. */
export async function readOwedByIncidents(
  db: Reader,
  deskId: number,
  tickets: readonly number[],
): Promise<readonly number[]> {
  // By the path, which finds nothing where the record is broken.
  const rows = await db.$queryRaw<{ number: number }[]>`
    SELECT DISTINCT o.number::int AS "number"
    FROM "Incident" i, jsonb_path_query(i."record", '$.owed[*].ticket') AS o(number)
    WHERE i."deskId" = ${deskId} AND i."nextDueAt" IS NOT NULL AND o.number = ANY(
      SELECT to_jsonb(one) FROM unnest(${[...tickets]}::int[]) AS one)`;
  return rows.map(({ number }) => number);
}

/** Those that have not ended, oldest first. */
export async function readOpenIncidents(db: Reader, deskId: number): Promise<readonly IncidentState[]> {
  const rows = await db.incident.findMany({
    where: { deskId, endedAt: null },
    orderBy: { number: 'asc' },
    select: { record: true },
  });
  return rows.map((row) => fromJson<IncidentState>(row.record));
}

/**
 * Those that have not ended, and those that ended since an instant: the newest first, at most `limit`, with how many
 * there are of each in all.
 */
export async function readIncidents(
  db: Reader,
  deskId: number,
  endedSince: Date,
  limit: number,
): Promise<{ incidents: readonly IncidentState[]; open: number; ended: number }> {
  const ended = { endedAt: { gte: endedSince } };
  const rows = await db.incident.findMany({
    where: { deskId, OR: [{ endedAt: null }, ended] },
    orderBy: [{ endedAt: { sort: 'desc', nulls: 'first' } }, { number: 'desc' }],
    take: limit,
    select: { record: true },
  });
  return {
    incidents: rows.map((row) => fromJson<IncidentState>(row.record)),
    open: await db.incident.count({ where: { deskId, endedAt: null } }),
    ended: await db.incident.count({ where: { deskId, ...ended } }),
  };
}

/** ESC-6: from here to its end this transaction alone looks for patterns of these issues. */
export async function lockIssues(
  tx: Transaction,
  deskId: number,
  issues: readonly IssuePattern[],
): Promise<void> {
  const names = issues.map(({ category, symptom }) => `${deskId}/${category}/${symptom}`);
  // In one order for all, so that nobody waits for each other.
  for (const name of [...new Set(names)].sort())
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}
