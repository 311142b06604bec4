import type { UserId } from '../sop/actor.ts';
import type { ClauseId } from '../sop/clauses.ts';
import type { ExceptionState, RegisterFilter } from '../sop/exception/state.ts';
import type { Head } from './events.ts';
import type { Prisma } from './generated/client.ts';
import { maxTicketNumber } from './tickets.ts';
import { fromJson, type Reader, toJson } from './transaction.ts';
import { insertRows, updateRow, type Write } from './writes.ts';

/** `EXC-3`, the name of an exception's stream and of its lane. */
export function exceptionStream(number: number): string {
  return `EXC-${number}`;
}

/** What the row holds beside the record, computed by the caller. */
export type ExceptionIndex = { clause: ClauseId | null; draftKey: string | null; nextDueAt: string | null };

export function exceptionInsert(
  deskId: number,
  state: ExceptionState,
  index: ExceptionIndex,
  head: Head,
): Write {
  return insertRows('Exception', [{ deskId, number: state.number, ...exceptionRowOf(state, index, head) }]);
}

export function exceptionUpdate(
  deskId: number,
  state: ExceptionState,
  index: ExceptionIndex,
  head: Head,
): Write {
  return updateRow('Exception', deskId, state.number, exceptionRowOf(state, index, head));
}

/** Every column as a function of the record: `audit replay` compares with exactly this. */
export function exceptionRowOf(state: ExceptionState, index: ExceptionIndex, head: Head) {
  const { status, author, ticket, flagged, answer, loggedAt } = state;
  return {
    status,
    authorId: author,
    ticket,
    ...index,
    flagged: flagged !== null,
    answer: answer?.answer ?? null,
    loggedAt,
    record: toJson(state),
    version: state.version,
    seq: head.seq,
    headHash: head.hash,
  };
}

/** The whole row, instants as the record writes them, to compare with `exceptionRowOf`. */
export async function readExceptionRow(db: Reader, deskId: number, number: number) {
  const row = await db.exception.findUnique({ where: { deskId_number: { deskId, number } } });
  if (!row) return null;
  return {
    ...row,
    nextDueAt: row.nextDueAt?.toISOString() ?? null,
    loggedAt: row.loggedAt?.toISOString() ?? null,
  };
}

export async function readException(
  db: Reader,
  deskId: number,
  number: number,
): Promise<ExceptionState | null> {
  if (number > maxTicketNumber) return null;
  const row = await db.exception.findUnique({
    where: { deskId_number: { deskId, number } },
    select: { record: true },
  });
  return row && fromJson<ExceptionState>(row.record);
}

/** Somebody's drafts, the oldest first. */
export function readDraftsOf(db: Reader, deskId: number, author: UserId): Promise<readonly ExceptionState[]> {
  return read(db, { deskId, authorId: author, status: 'draft' }, 'asc', { skip: 0, take: undefined });
}

/** What somebody entered last. */
export function readLoggedOf(
  db: Reader,
  deskId: number,
  author: UserId,
  limit: number,
): Promise<readonly ExceptionState[]> {
  return read(db, { deskId, authorId: author, status: 'logged' }, 'desc', { skip: 0, take: limit });
}

/** The draft, whatever became of it, of that key; null where there is none. */
export async function readDraftByKey(
  db: Reader,
  deskId: number,
  draftKey: string,
): Promise<ExceptionState | null> {
  const row = await db.exception.findFirst({ where: { deskId, draftKey }, select: { record: true } });
  return row && fromJson<ExceptionState>(row.record);
}

const narrowing: Readonly<Record<RegisterFilter, Prisma.ExceptionWhereInput>> = {
  all: { status: { not: 'withdrawn' } },
  drafts: { status: 'draft' },
  flagged: { flagged: true },
  disputed: { answer: 'disputed' },
};

/** The register, newest first, from the entry after `skip` on, and how many there are in all. */
export async function readRegister(
  db: Reader,
  deskId: number,
  filter: RegisterFilter,
  skip: number,
  limit: number,
): Promise<{ exceptions: readonly ExceptionState[]; total: number }> {
  const where = { deskId, ...narrowing[filter] };
  return {
    exceptions: await read(db, where, 'desc', { skip, take: limit }),
    total: await db.exception.count({ where }),
  };
}

async function read(
  db: Reader,
  where: Prisma.ExceptionWhereInput,
  order: 'asc' | 'desc',
  { skip, take }: { skip: number; take: number | undefined },
): Promise<readonly ExceptionState[]> {
  const rows = await db.exception.findMany({
    where,
    orderBy: { number: order },
    skip,
    ...(take === undefined ? {} : { take }),
    select: { record: true },
  });
  return rows.map((row) => fromJson<ExceptionState>(row.record));
}

/** Entered in a period (`from` up to, but not including, `to`), in the order they were entered, after one of them. */
export async function readLoggedBetween(
  db: Reader,
  deskId: number,
  from: Date,
  to: Date,
  after: { loggedAt: Date; number: number } | null,
  limit: number,
): Promise<readonly ExceptionState[]> {
  const rows = await db.exception.findMany({
    where: {
      deskId,
      status: 'logged',
      loggedAt: { gte: from, lt: to },
      ...(after
        ? {
            OR: [
              { loggedAt: { gt: after.loggedAt } },
              { loggedAt: after.loggedAt, number: { gt: after.number } },
            ],
          }
        : {}),
    },
    orderBy: [{ loggedAt: 'asc' }, { number: 'asc' }],
    take: limit,
    select: { record: true },
  });
  return rows.map((row) => fromJson<ExceptionState>(row.record));
}

/** EX-4: entries of a period that are flagged, by the clause they are counted under; null where none was named. */
export async function countFlagged(
  db: Reader,
  deskId: number,
  from: Date,
  to: Date,
): Promise<readonly { clause: string | null; count: number }[]> {
  const rows = await db.exception.groupBy({
    by: ['clause'],
    where: { deskId, status: 'logged', flagged: true, loggedAt: { gte: from, lt: to } },
    _count: { _all: true },
    orderBy: { clause: 'asc' },
  });
  return rows.map(({ clause, _count }) => ({ clause, count: _count._all }));
}

/** How many were entered in a period, per answer, and how many drafts are open. */
export async function countEntries(db: Reader, deskId: number, from: Date, to: Date) {
  const rows = await db.exception.groupBy({
    by: ['answer'],
    where: { deskId, status: 'logged', loggedAt: { gte: from, lt: to } },
    _count: { _all: true },
  });
  return {
    answers: rows.map(({ answer, _count }) => ({ answer, count: _count._all })),
    drafts: await db.exception.count({ where: { deskId, status: 'draft' } }),
  };
}
