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
