import type { Instant } from '../sop/instant.ts';
import { Prisma } from './generated/client.ts';
import type { Reader } from './transaction.ts';

/** Where what owes by the clock is kept. */
export type ClockTable = 'Ticket' | 'Incident' | 'Shift' | 'Exception';

/** A record, how far it goes, and when the clock is to look at it. */
export type ClockRow = { number: number; seq: number; record: unknown; dueAt: Date | null };

/** What lasts, or has ended since an instant. */
const owing: Readonly<Record<ClockTable, (since: Date) => Prisma.Sql>> = {
  Ticket: (since) => Prisma.sql`("status" <> 'closed' OR "closedAt" >= ${since})`,
  Incident: (since) => Prisma.sql`("endedAt" IS NULL OR "endedAt" >= ${since})`,
  Shift: (since) => Prisma.sql`("endedAt" IS NULL OR "endedAt" >= ${since})`,
  Exception: () => Prisma.sql`"status" = 'draft'`,
};

/** The rows of what lasts, or has ended since an instant, by number, from the first after `after`. */
export function readClockRows(
  db: Reader,
  deskId: number,
  table: ClockTable,
  since: Date,
  after: number,
  limit: number,
): Promise<readonly ClockRow[]> {
  return db.$queryRaw<ClockRow[]>`
    SELECT "number", "seq", "record", "nextDueAt" AS "dueAt" FROM ${Prisma.raw(`"${table}"`)}
    WHERE "deskId" = ${deskId} AND "number" > ${after} AND ${owing[table](since)}
    ORDER BY "number" LIMIT ${limit}`;
}

/** Has the clock look at these rows then, but not at those that were written since they were read. */
export async function armRows(
  db: Reader,
  deskId: number,
  table: ClockTable,
  rows: readonly { number: number; seq: number; dueAt: Instant }[],
): Promise<void> {
  if (rows.length === 0) return;
  await db.$executeRaw`
    UPDATE ${Prisma.raw(`"${table}"`)} t SET "nextDueAt" = r."dueAt"
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r("number" int, "seq" int, "dueAt" timestamptz)
    WHERE t."deskId" = ${deskId} AND t."number" = r."number" AND t."seq" = r."seq"`;
}

/** Of these records, those that something happened to since an instant under another pack than this. */
export async function readWrittenUnderOther(
  db: Reader,
  deskId: number,
  streams: readonly string[],
  packHash: string,
  since: Date,
): Promise<readonly string[]> {
  const rows = await db.event.findMany({
    where: { deskId, stream: { in: [...streams] }, at: { gte: since }, packHash: { not: packHash } },
    distinct: ['stream'],
    select: { stream: true },
  });
  return rows.map(({ stream }) => stream);
}
