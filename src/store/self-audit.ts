import type { ClauseId } from '../sop/clauses.ts';
import type { AuditFindingKind } from '../sop/desk-faults.ts';
import type { Recorded } from '../sop/recorded.ts';
import { recordedFrom } from './events.ts';
import { fromJson, type Reader, type Transaction } from './transaction.ts';

/** Attempts: nobody is told of them, and they change no state. */
const silent = ['attemptRefused', 'calibrationFlagged'];

/** The records that something happened to in a period. */
export async function readChangedStreams(
  db: Reader,
  deskId: number,
  from: Date,
  to: Date,
): Promise<readonly string[]> {
  const rows = await db.event.findMany({
    where: { deskId, at: { gte: from, lte: to }, type: { notIn: silent } },
    distinct: ['stream'],
    select: { stream: true },
    orderBy: { stream: 'asc' },
  });
  return rows.map(({ stream }) => stream);
}

/** Every event of these records but attempts, each record's in order. */
export async function readEventsOf(
  db: Reader,
  deskId: number,
  streams: readonly string[],
): Promise<ReadonlyMap<string, readonly Recorded<{ type: string; clause: ClauseId; payload: unknown }>[]>> {
  const rows = await db.event.findMany({
    where: { deskId, stream: { in: [...streams] }, type: { notIn: silent } },
    orderBy: [{ stream: 'asc' }, { seq: 'asc' }],
  });
  return grouped(rows, ({ stream }) => stream, recordedFrom);
}

/** A notice as the self-audit looks at it. */
export type WrittenNotice = {
  id: bigint;
  key: string;
  kind: string;
  stream: string;
  seq: number;
  destination: string;
  lane: string;
  surface: string | null;
  channelId: string | null;
  state: string;
  sentTs: readonly string[];
  /** Told together with others: then it stands in the channel itself, wherever it would stand alone. */
  members: readonly bigint[];
  digestOf: bigint | null;
  sentAt: Date | null;
};

const columns = {
  id: true,
  key: true,
  kind: true,
  stream: true,
  seq: true,
  destination: true,
  lane: true,
  surface: true,
  channelId: true,
  state: true,
  sentTs: true,
  members: true,
  digestOf: true,
  sentAt: true,
} as const;

export async function readNoticesOf(
  db: Reader,
  deskId: number,
  streams: readonly string[],
): Promise<ReadonlyMap<string, readonly WrittenNotice[]>> {
  const rows = await db.notice.findMany({ where: { deskId, stream: { in: [...streams] } }, select: columns });
  return grouped(
    rows,
    ({ stream }) => stream,
    (row) => row,
  );
}

/** What went to other systems is no message in Slack, and to take messages back is none either (SEC-2). */
const toSlack = { destination: { notIn: ['customer', 'diagnostics'] }, kind: { not: 'takeBack' } };

/** What was sent to Slack in a period, in that order, at most `limit`. */
export function readSent(
  db: Reader,
  deskId: number,
  from: Date,
  to: Date,
  limit: number,
): Promise<readonly WrittenNotice[]> {
  return db.notice.findMany({
    where: { deskId, state: 'sent', sentAt: { gte: from, lte: to }, ...toSlack },
    orderBy: [{ sentAt: 'asc' }, { id: 'asc' }],
    take: limit,
    select: columns,
  });
}

/** Counts as sent without a message, and without there having been nothing to say. */
export function readNeverPosted(
  db: Reader,
  deskId: number,
  from: Date,
  to: Date,
): Promise<readonly WrittenNotice[]> {
  return db.notice.findMany({
    where: {
      deskId,
      state: 'sent',
      sentAt: { gte: from, lte: to },
      sentTs: { isEmpty: true },
      lastError: null,
      ...toSlack,
    },
    take: 100,
    select: columns,
  });
}

/** What Slack never took, of the notices written since then, and nobody was told of when it was given up. */
export async function readGivenUp(
  db: Reader,
  deskId: number,
  since: Date,
): Promise<readonly WrittenNotice[]> {
  const reports = await db.event.findMany({
    where: { deskId, type: 'noticeGivenUp', at: { gte: since } },
    select: { payload: true },
  });
  const reported = reports.map(({ payload }) => fromJson<{ notice: string }>(payload).notice);
  // What was told in one message was reported together.
  const digests = await db.notice.findMany({
    where: { deskId, key: { in: reported }, members: { isEmpty: false } },
    select: { id: true },
  });
  return db.notice.findMany({
    where: {
      deskId,
      state: 'failed',
      createdAt: { gte: since },
      key: { notIn: reported },
      OR: [{ digestOf: null }, { digestOf: { notIn: digests.map(({ id }) => id) } }],
      ...toSlack,
    },
    orderBy: { id: 'asc' },
    take: 500,
    select: columns,
  });
}

/** The channels, or people, for whom something that may be sent has waited since before `before`. */
export async function readOverdueChannels(
  db: Reader,
  deskId: number,
  before: Date,
): Promise<readonly string[]> {
  const rows = await db.notice.findMany({
    where: {
      deskId,
      state: { in: ['pending', 'sending'] },
      createdAt: { lt: before },
      channelId: { not: null },
      // Cards that wait until all else is told are no sign of trouble (017).
      urgency: { lt: 3 },
      ...toSlack,
    },
    distinct: ['channelId'],
    select: { channelId: true },
  });
  return rows.flatMap(({ channelId }) => (channelId ? [channelId] : []));
}

/** The notices that bear these keys, whatever their state. */
export function readNoticesByKey(
  db: Reader,
  deskId: number,
  keys: readonly string[],
): Promise<readonly WrittenNotice[]> {
  return db.notice.findMany({ where: { deskId, key: { in: [...keys] } }, select: columns });
}

/** Where a message stands: under another one as a reply, or in the channel itself. */
export type Stands = { channelId: string; ts: string; threadTs: string | null };

/** Where messages of these notices stand. */
export function readPostedBy(
  db: Reader,
  deskId: number,
  notices: readonly bigint[],
): Promise<readonly (Stands & { noticeId: bigint })[]> {
  return db.posted.findMany({
    where: { deskId, noticeId: { in: [...notices] } },
    select: { channelId: true, ts: true, threadTs: true, noticeId: true },
  });
}

/** Of these messages of a channel, those that are to stand there. */
export async function readStanding(
  db: Reader,
  deskId: number,
  channelId: string,
  ts: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db.posted.findMany({
    where: { deskId, channelId, ts: { in: [...ts] } },
    select: { ts: true },
  });
  return new Set(rows.map((row) => row.ts));
}

/** Where these surfaces stand. */
export async function readSurfaces(
  db: Reader,
  deskId: number,
  surfaces: readonly string[],
): Promise<ReadonlyMap<string, Stands>> {
  const rows = await db.$queryRaw<(Stands & { surface: string })[]>`
    SELECT s."surface", s."channelId", s."ts", max(p."threadTs") AS "threadTs" FROM "Surface" s
    LEFT JOIN "Posted" p ON p."deskId" = s."deskId" AND p."channelId" = s."channelId" AND p."ts" = s."ts"
    WHERE s."deskId" = ${deskId} AND s."surface" = ANY(${[...surfaces]}::text[])
    GROUP BY s."deskId", s."surface"`;
  return new Map(rows.map(({ surface, ...stands }) => [surface, stands]));
}

/** Of these tickets, those that are restricted (SEC-2). */
export async function readRestricted(
  db: Reader,
  deskId: number,
  numbers: readonly number[],
): Promise<ReadonlySet<number>> {
  const rows = await db.$queryRaw<{ number: number }[]>`
    SELECT "number" FROM "Ticket"
    WHERE "deskId" = ${deskId} AND "number" = ANY(${[...numbers]}::int[]) AND "record"->>'security' IS NOT NULL`;
  return new Set(rows.map(({ number }) => number));
}

/** Of these findings, the keys of those that were told before. */
export async function readKnownFindings(
  db: Reader,
  deskId: number,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db.auditFinding.findMany({
    where: { deskId, key: { in: [...keys] } },
    select: { key: true },
  });
  return new Set(rows.map(({ key }) => key));
}

/** The keys of what was found of a kind, and told. */
export async function readFindingsOf(
  db: Reader,
  deskId: number,
  kind: AuditFindingKind,
): Promise<readonly string[]> {
  const rows = await db.auditFinding.findMany({ where: { deskId, kind }, select: { key: true } });
  return rows.map(({ key }) => key);
}

export async function keepFindings(
  tx: Transaction,
  deskId: number,
  findings: readonly { key: string; kind: AuditFindingKind }[],
  foundAt: Date,
): Promise<void> {
  await tx.auditFinding.createMany({
    data: findings.map(({ key, kind }) => ({ deskId, key, kind, foundAt })),
    skipDuplicates: true,
  });
}

/** What passes, and is told anew when it comes again: of that kind, all but these. */
export async function forgetFindings(
  db: Reader,
  deskId: number,
  kind: AuditFindingKind,
  but: readonly string[],
): Promise<void> {
  await db.auditFinding.deleteMany({ where: { deskId, kind, key: { notIn: [...but] } } });
}

function grouped<Row, Value>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  make: (row: Row) => Value,
): ReadonlyMap<string, readonly Value[]> {
  const groups = new Map<string, Value[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(make(row));
    else groups.set(keyOf(row), [make(row)]);
  }
  return groups;
}
