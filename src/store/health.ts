import type { Reader } from './transaction.ts';

/** Whether the database answers. */
export async function databaseAnswers(db: Reader): Promise<boolean> {
  return db.$queryRaw`SELECT 1`.then(
    () => true,
    () => false,
  );
}

/** Named one by one, for an index finds what is asked for, and not all else. */
const unsent = ['pending', 'sending', 'failed'] as const;

/** How many notices wait or failed, by state; sent ones are not counted. */
export async function countNotices(db: Reader, deskId: number): Promise<ReadonlyMap<string, number>> {
  const rows = await db.notice.groupBy({
    by: ['state'],
    where: { deskId, state: { in: [...unsent] } },
    _count: true,
  });
  return new Map(rows.map((row) => [row.state, row._count]));
}

/** How many tickets are open, by status; closed ones are not counted. */
export async function countTickets(db: Reader, deskId: number): Promise<ReadonlyMap<string, number>> {
  const rows = await db.ticket.groupBy({
    by: ['status'],
    where: { deskId, status: { not: 'closed' } },
    _count: true,
  });
  return new Map(rows.map((row) => [row.status, row._count]));
}

/** Since when the oldest notice of each state waits; sent ones are left out. */
export async function readOldestNotices(db: Reader, deskId: number): Promise<ReadonlyMap<string, Date>> {
  const rows = await db.notice.groupBy({
    by: ['state'],
    where: { deskId, state: { in: [...unsent] } },
    _min: { createdAt: true },
  });
  return new Map(rows.flatMap(({ state, _min }) => (_min.createdAt ? [[state, _min.createdAt]] : [])));
}
