import type { Instant } from '../sop/instant.ts';
import { Prisma } from './generated/client.ts';
import type { Reader } from './transaction.ts';

/** Where what owes by the clock is kept. */
export type ClockTable = 'Ticket' | 'Incident' | 'Shift' | 'Exception';

/** A record, how far it goes, and when the clock is to look at it. */
export type ClockRow = { number: number; seq: number; record: unknown; dueAt: Instant | null };

/** What is not over. */
const lasts: Readonly<Record<ClockTable, Prisma.Sql>> = {
  Ticket: Prisma.sql`"status" <> 'closed'`,
  Incident: Prisma.sql`"endedAt" IS NULL`,
  Shift: Prisma.sql`"status" <> 'ended'`,
  Exception: Prisma.sql`"status" = 'draft'`,
};

/** What is over since an instant. A completed exception owes nothing. */
const overSince: Readonly<Record<ClockTable, (since: Date) => Prisma.Sql>> = {
  Ticket: (since) => Prisma.sql`"closedAt" >= ${since}`,
  Incident: (since) => Prisma.sql`"endedAt" >= ${since}`,
  Shift: (since) => Prisma.sql`"endedAt" >= ${since}`,
  Exception: () => Prisma.sql`FALSE`,
};

/** Of these records of one table, the numbers of those that owe something by `now`. */
export async function readDueAmong(
  db: Reader,
  deskId: number,
  table: ClockTable,
  numbers: readonly number[],
  now: Date,
): Promise<readonly number[]> {
  const rows = await db.$queryRaw<{ number: number }[]>`
    SELECT "number" FROM ${Prisma.raw(`"${table}"`)}
    WHERE "deskId" = ${deskId} AND "nextDueAt" <= ${now} AND "number" = ANY(${[...numbers]}::int[])`;
  return rows.map(({ number }) => number);
}

/** The rows of what is not over, or still owes something by its row, by number from the first after `after`. */
export function readOwing(
  db: Reader,
  deskId: number,
  table: ClockTable,
  after: number,
  limit: number,
): Promise<readonly ClockRow[]> {
  const which = Prisma.sql`${lasts[table]} OR "nextDueAt" IS NOT NULL`;
  return readRows(db, deskId, table, Prisma.sql`"number" > ${after} AND (${which})`, limit);
}

/** The rows of what is not over, or is only since an instant, by number from the first after `after`. */
export function readLastingOrOverSince(
  db: Reader,
  deskId: number,
  table: ClockTable,
  since: Date,
  after: number,
  limit: number,
): Promise<readonly ClockRow[]> {
  const which = Prisma.sql`${lasts[table]} OR ${overSince[table](since)}`;
  return readRows(db, deskId, table, Prisma.sql`"number" > ${after} AND (${which})`, limit);
}

/** Rows by their numbers. */
export function readClockRows(
  db: Reader,
  deskId: number,
  table: ClockTable,
  numbers: readonly number[],
): Promise<readonly ClockRow[]> {
  const which = Prisma.sql`"number" = ANY(${[...numbers]}::int[])`;
  return readRows(db, deskId, table, which, numbers.length);
}

async function readRows(
  db: Reader,
  deskId: number,
  table: ClockTable,
  which: Prisma.Sql,
  limit: number,
): Promise<readonly ClockRow[]> {
  const rows = await db.$queryRaw<{ number: number; seq: number; record: unknown; nextDueAt: Date | null }[]>`
    SELECT "number", "seq", "record", "nextDueAt" FROM ${Prisma.raw(`"${table}"`)}
    WHERE "deskId" = ${deskId} AND ${which} ORDER BY "number" LIMIT ${limit}`;
  return rows.map(({ nextDueAt, ...row }) => ({ ...row, dueAt: nextDueAt?.toISOString() ?? null }));
}

/** Has the clock look at these rows then, but not at those that were written since they were read: that stands. */
export async function armRows(
  db: Reader,
  deskId: number,
  table: ClockTable,
  rows: readonly Omit<ClockRow, 'record'>[],
): Promise<void> {
  if (rows.length === 0) return;
  await db.$executeRaw`
    UPDATE ${Prisma.raw(`"${table}"`)} t SET "nextDueAt" = r."dueAt"
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r("number" int, "seq" int, "dueAt" timestamptz)
    WHERE t."deskId" = ${deskId} AND t."number" = r."number" AND t."seq" = r."seq"`;
}
