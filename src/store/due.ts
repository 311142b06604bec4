import type { Instant } from '../sop/instant.ts';
import { Prisma } from './generated/client.ts';
import type { Reader } from './transaction.ts';

/** Of these records of one table, the numbers of those that owe something by `now`. */
export async function readDueAmong(
  db: Reader,
  deskId: number,
  table: 'Ticket' | 'Incident' | 'Shift' | 'Exception',
  numbers: readonly number[],
  now: Date,
): Promise<readonly number[]> {
  const rows = await db.$queryRaw<{ number: number }[]>`
    SELECT "number" FROM ${Prisma.raw(`"${table}"`)}
    WHERE "deskId" = ${deskId} AND "nextDueAt" <= ${now} AND "number" = ANY(${[...numbers]}::int[])`;
  return rows.map(({ number }) => number);
}

/** The kinds of records whose next due instants follow from the pack in force, with the status of those that are over. */
export const armedTables = { Ticket: 'closed', Shift: 'ended' } as const;
export type ArmedTable = keyof typeof armedTables;

/** A record with what its row says of when the clock is to look at it, and how far its record went then. */
export type Armed = { number: number; seq: number; record: unknown; dueAt: Instant | null };

/** Records of a table that are not over, and those over that still owe something, from the first after `after`. */
export function readOwing(
  db: Reader,
  deskId: number,
  table: ArmedTable,
  after: number,
  limit: number,
): Promise<readonly Armed[]> {
  return readArmed(
    db,
    table,
    Prisma.sql`"deskId" = ${deskId} AND "number" > ${after}
      AND ("status" <> ${armedTables[table]} OR "nextDueAt" IS NOT NULL)
      ORDER BY "number" LIMIT ${limit}`,
  );
}

/** Records of a table by their numbers. */
export function readArmedAmong(
  db: Reader,
  deskId: number,
  table: ArmedTable,
  numbers: readonly number[],
): Promise<readonly Armed[]> {
  return readArmed(db, table, Prisma.sql`"deskId" = ${deskId} AND "number" = ANY(${[...numbers]}::int[])`);
}

async function readArmed(db: Reader, table: ArmedTable, which: Prisma.Sql): Promise<readonly Armed[]> {
  const rows = await db.$queryRaw<{ number: number; seq: number; record: unknown; nextDueAt: Date | null }[]>`
    SELECT "number", "seq", "record", "nextDueAt" FROM ${Prisma.raw(`"${table}"`)} WHERE ${which}`;
  return rows.map(({ nextDueAt, ...row }) => ({ ...row, dueAt: nextDueAt?.toISOString() ?? null }));
}

/** When the clock is to look at these, but not at those that were written since they were read: that stands. */
export async function rearmRows(
  db: Reader,
  deskId: number,
  table: ArmedTable,
  changed: readonly Omit<Armed, 'record'>[],
): Promise<void> {
  if (changed.length === 0) return;
  await db.$executeRaw`
    UPDATE ${Prisma.raw(`"${table}"`)} t SET "nextDueAt" = r."dueAt"
    FROM json_to_recordset(${JSON.stringify(changed)}::json) AS r("number" int, "seq" int, "dueAt" timestamptz)
    WHERE t."deskId" = ${deskId} AND t."number" = r."number" AND t."seq" = r."seq"`;
}
