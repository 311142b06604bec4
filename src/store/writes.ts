import { Prisma } from './generated/client.ts';
import type { Reader } from './transaction.ts';

/**
 * A statement that writes. By hand, because every command passes here: as models, its rows would take three times the
 * processor time, and each statement would be a way of its own to the database and back (docs/performance.md).
 */
export type Write = Prisma.Sql;

/** Runs writes as one statement: all or none. They do not see each other's rows. */
export async function writeTogether(db: Reader, writes: readonly Write[]): Promise<void> {
  const last = writes.at(-1);
  if (!last) return;
  const others = writes
    .slice(0, -1)
    .map((write, index) => Prisma.sql`${Prisma.raw(`"w${index}"`)} AS (${write})`);
  const first = others.length > 0 ? Prisma.sql`WITH ${Prisma.join(others)}` : Prisma.empty;
  await db.$executeRaw`${first} ${last}`;
}

type Table = 'Ticket' | 'Incident' | 'Shift' | 'Exception' | 'Event';

/**
 * `rows` name the same columns each. Those that they do not name get their default: a column that a later version added
 * must not stop this one, which may still run beside it.
 */
export function insertRows(table: Table, rows: readonly object[]): Write {
  const name = Prisma.raw(`"${table}"`);
  const columns = Prisma.raw(
    Object.keys(rows[0] ?? {})
      .map((column) => `"${column}"`)
      .join(', '),
  );
  return Prisma.sql`
    INSERT INTO ${name} (${columns})
    SELECT ${columns} FROM json_populate_recordset(NULL::${name}, ${JSON.stringify(rows)}::json)`;
}

/** Sets the columns that `row` names. */
export function updateRow(table: Table, deskId: number, number: number, row: object): Write {
  const name = Prisma.raw(`"${table}"`);
  const changes = Prisma.raw(
    Object.keys(row)
      .map((column) => `"${column}" = r."${column}"`)
      .join(', '),
  );
  return Prisma.sql`
    UPDATE ${name} t SET ${changes} FROM json_populate_record(NULL::${name}, ${JSON.stringify(row)}::json) r
    WHERE t."deskId" = ${deskId} AND t."number" = ${number}`;
}
