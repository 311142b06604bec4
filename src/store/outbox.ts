import { pacesToAdd } from './channel-pace.ts';
import { Prisma } from './generated/client.ts';
import type { Reader, Transaction } from './transaction.ts';
import type { Write } from './writes.ts';

/** A notice as it is written down, in the transaction of the event it tells of. */
export type NewNotice = {
  kind: string;
  stream: string;
  seq: number;
  destination: string;
  /** Null while the desk has no such channel: it waits for one to be set. */
  channelId: string | null;
  lane: string;
  urgency: 0 | 1 | 2 | 3;
  surface: string | null;
  /** What it may be told together with; null for what is always told by itself. */
  digest: string | null;
};

/**
 * What writes notices to the outbox. An update of a surface that is still waiting absorbs the new one; touching that
 * row locks it, so that a sender cannot read the ticket before this transaction has committed.
 */
export function noticesToAdd(deskId: number, notices: readonly NewNotice[], now: Date): readonly Write[] {
  if (notices.length === 0) return [];
  const rows = absorbed(notices).map(
    (
      n,
    ) => Prisma.sql`(${deskId}, ${n.kind}, ${n.stream}, ${n.seq}, ${n.destination}, ${n.channelId}, ${n.lane},
      ${n.urgency}, ${n.surface}, ${n.surface}, ${n.digest}, 'pending', ${now}, ${now})`,
  );
  const added = Prisma.sql`
    INSERT INTO "Notice" ("deskId", "kind", "stream", "seq", "destination", "channelId", "lane", "urgency", "surface",
      "pendingSurface", "digest", "state", "nextAttemptAt", "createdAt")
    VALUES ${Prisma.join(rows)}
    ON CONFLICT ("deskId", "pendingSurface") DO UPDATE
      SET "urgency" = LEAST("Notice"."urgency", EXCLUDED."urgency"), "seq" = EXCLUDED."seq"`;
  const channels = [...new Set(notices.flatMap((n) => (n.channelId ? [n.channelId] : [])))];
  return [...pacesToAdd(deskId, channels, now), added];
}

/** Within one decision, too, only the first update of a surface is kept: it is rendered from the end state. */
function absorbed(notices: readonly NewNotice[]): readonly NewNotice[] {
  return notices.filter(
    ({ surface }, index) => surface === null || notices.findIndex((one) => one.surface === surface) === index,
  );
}

/** One piece reached Slack. The rest of the pieces follow; after the last one the notice is done. */
export async function recordSent(
  db: Reader,
  sent: {
    id: bigint;
    deskId: number;
    channelId: string;
    ts: readonly string[];
    complete: boolean;
    /** How often it has failed in a row: what remains of it may fail for the same reason. */
    attempts: number;
    /** Where a surface stands from now on. */
    surface: { surface: string; channelId: string; ts: string } | null;
    /** The message that stands there now, new or brought up to date. */
    posted: { stream: string; lane: string; channelId: string; ts: string } | null;
    at: Date;
    nextSendAt: Date;
  },
): Promise<void> {
  const { surface, posted, deskId } = sent;
  const notice = db.notice.update({
    where: { id: sent.id },
    data: {
      state: sent.complete ? 'sent' : 'pending',
      sentTs: [...sent.ts],
      sentAt: sent.complete ? sent.at : null,
      leaseUntil: null,
      uncertain: false,
      attempts: sent.attempts,
      nextAttemptAt: sent.at,
      // The self-audit knows by it that there is no message to look for.
      lastError: sent.complete && sent.ts.length === 0 ? 'nothing to say' : null,
    },
    select: { id: true },
  });
  const pace = setPace(db, sent.deskId, sent.channelId, sent.nextSendAt);
  const place = surface
    ? [
        db.surface.upsert({
          where: { deskId_surface: { deskId: sent.deskId, surface: surface.surface } },
          create: { deskId: sent.deskId, ...surface },
          update: { channelId: surface.channelId, ts: surface.ts },
          select: { ts: true },
        }),
      ]
    : [];
  const stands = posted
    ? [
        db.posted.upsert({
          where: {
            deskId_channelId_ts_stream: {
              deskId,
              channelId: posted.channelId,
              ts: posted.ts,
              stream: posted.stream,
            },
          },
          create: { deskId, ...posted, noticeId: sent.id },
          update: {},
          select: { ts: true },
        }),
      ]
    : [];
  await inOneTransaction(db, [notice, pace, ...place, ...stands]);
}

/** A message as it stands in Slack about one ticket; `noticeId`: what brought it. */
export type PostedMessage = { channelId: string; ts: string; stream: string; noticeId: bigint };

/** What notices before `before` have standing in Slack, of one ticket and lane; oldest first. */
export function readPosted(
  db: Reader,
  deskId: number,
  of: { stream: string; lane: string; before: bigint },
): Promise<readonly PostedMessage[]> {
  const { stream, lane, before } = of;
  return db.posted.findMany({
    where: { deskId, stream, lane, noticeId: { lt: before } },
    orderBy: [{ noticeId: 'asc' }, { ts: 'asc' }],
    select: { channelId: true, ts: true, stream: true, noticeId: true },
  });
}

/** It stands there no more, or no longer tells of that ticket, and nothing is kept up to date in it. */
export async function forgetPosted(
  db: Reader,
  deskId: number,
  { channelId, ts, stream }: PostedMessage,
): Promise<void> {
  await inOneTransaction(db, [
    db.posted.deleteMany({ where: { deskId, channelId, ts, stream } }),
    db.surface.deleteMany({ where: { deskId, channelId, ts } }),
  ]);
}

/** Every lane by which anything of a ticket was told in Slack, or is going to be, with where it leads. */
export async function readLanes(
  tx: Transaction,
  deskId: number,
  stream: string,
): Promise<readonly Pick<NewNotice, 'destination' | 'channelId' | 'lane'>[]> {
  const rows = await tx.notice.findMany({
    where: {
      deskId,
      stream,
      channelId: { not: null },
      destination: { notIn: ['customer', 'diagnostics'] },
    },
    distinct: ['lane'],
    orderBy: [{ lane: 'asc' }, { id: 'desc' }],
    select: { destination: true, channelId: true, lane: true },
  });
  // The card's own destination is its channel; the lane is the thread's.
  return rows.map((row) => (row.lane === stream ? { ...row, destination: `thread:${stream}` } : row));
}

/** The send did not happen, or nobody knows: it is tried again at `nextAttemptAt`, unless somebody else has it by now. */
export async function recordRetry(
  db: Reader,
  retry: {
    id: bigint;
    deskId: number;
    channelId: string;
    uncertain: boolean;
    error: string;
    /** How often it has failed in a row. */
    attempts: number;
    /** Of the claim it was tried under. */
    leaseUntil: Date;
    nextAttemptAt: Date;
    nextSendAt: Date;
  },
): Promise<void> {
  const { id, uncertain, error, attempts, leaseUntil, nextAttemptAt } = retry;
  await inOneTransaction(db, [
    db.notice.updateMany({
      where: { id, state: 'sending', leaseUntil },
      data: { state: 'pending', leaseUntil: null, uncertain, lastError: error, attempts, nextAttemptAt },
    }),
    setPace(db, retry.deskId, retry.channelId, retry.nextSendAt),
  ]);
}

/** It goes to another channel at once, and what it keeps up to date in the old one is posted anew. */
export async function recordMoved(
  db: Reader,
  moved: {
    id: bigint;
    deskId: number;
    channelId: string;
    leaseUntil: Date;
    to: string;
    from: string;
    surfaces: readonly string[];
    /** What is told in its message goes with it. */
    members: readonly bigint[];
    now: Date;
  },
): Promise<void> {
  const { id, deskId, leaseUntil, to, from, surfaces, members, now } = moved;
  await inOneTransaction(db, [
    db.channelPace.createMany({ data: [{ deskId, channelId: to, nextSendAt: now }], skipDuplicates: true }),
    db.surface.deleteMany({ where: { deskId, channelId: from, surface: { in: [...surfaces] } } }),
    db.notice.updateMany({
      where: { id, state: 'sending', leaseUntil },
      data: { channelId: to, state: 'pending', leaseUntil: null, nextAttemptAt: now },
    }),
    db.notice.updateMany({ where: { id: { in: [...members] }, digestOf: id }, data: { channelId: to } }),
    setPace(db, deskId, moved.channelId, now),
  ]);
}

/** What was written longer before is not looked through, in ms: as long as Slack is away, that would be all there ever was. */
const sentWithin = 24 * 60 * 60_000;

/** Whether anything that leads to Slack was delivered since then: Slack is there. */
export async function anySentSince(db: Reader, deskId: number, since: Date): Promise<boolean> {
  const one = await db.notice.findFirst({
    where: {
      deskId,
      state: 'sent',
      createdAt: { gt: new Date(since.getTime() - sentWithin) },
      sentAt: { gt: since },
      destination: { notIn: ['customer', 'diagnostics'] },
    },
    select: { id: true },
  });
  return one !== null;
}

/** The last notice by which a surface was brought up to date; null when none was. */
export async function readLastSent(
  db: Reader,
  deskId: number,
  { lane, surface }: { lane: string; surface: string },
): Promise<bigint | null> {
  const last = await db.notice.findFirst({
    where: { deskId, lane, surface, state: 'sent' },
    orderBy: { id: 'desc' },
    select: { id: true },
  });
  return last?.id ?? null;
}

/** It can never be delivered. It stays in the outbox as failed, for whoever looks into it. */
export async function recordFailed(
  db: Reader,
  failed: {
    id: bigint;
    deskId: number;
    channelId: string;
    error: string;
    /** Of the claim it was tried under: whoever has it by now may have delivered it. */
    leaseUntil: Date;
    nextSendAt: Date;
  },
): Promise<void> {
  await inOneTransaction(db, [
    db.notice.updateMany({
      where: { id: failed.id, state: 'sending', leaseUntil: failed.leaseUntil },
      data: { state: 'failed', leaseUntil: null, lastError: failed.error },
    }),
    setPace(db, failed.deskId, failed.channelId, failed.nextSendAt),
  ]);
}

export function setPace(db: Reader, deskId: number, channelId: string, nextSendAt: Date) {
  return db.channelPace.update({
    where: { deskId_channelId: { deskId, channelId } },
    data: { nextSendAt },
    select: { nextSendAt: true },
  });
}

export async function inOneTransaction(
  db: Reader,
  writes: readonly Prisma.PrismaPromise<unknown>[],
): Promise<void> {
  // What a transaction hands out has `$transaction` too, which would wait for another connection.
  if ('$connect' in db) await db.$transaction([...writes]);
  else for (const write of writes) await write;
}

export async function readSurface(
  db: Reader,
  deskId: number,
  surface: string,
): Promise<{ channelId: string; ts: string } | null> {
  return db.surface.findUnique({
    where: { deskId_surface: { deskId, surface } },
    select: { channelId: true, ts: true },
  });
}

/** Which of these people have, or are about to have, a message of their own that is kept up to date under this name. */
export async function readSurfaceReaders(
  db: Reader,
  deskId: number,
  surface: string,
  people: readonly string[],
): Promise<readonly string[]> {
  const nameOf = (id: string) => `${surface}:${id}`;
  const names = { in: people.map(nameOf) };
  const standing = await db.surface.findMany({
    where: { deskId, surface: names },
    select: { surface: true },
  });
  const lane = { in: people.map((id) => `person:${id}`) };
  const onTheWay = await db.notice.findMany({
    where: { deskId, lane, state: { in: ['pending', 'sending'] }, surface: names },
    select: { surface: true },
  });
  const there = new Set([...standing, ...onTheWay].map((one) => one.surface));
  return people.filter((id) => there.has(nameOf(id)));
}

export async function forgetSurface(db: Reader, deskId: number, surface: string): Promise<void> {
  await db.surface.deleteMany({ where: { deskId, surface } });
}

/** What stands under the cards of a channel, or is one: the threads of shifts hang under their briefing. */
const threadsUnder: Readonly<Record<string, Prisma.Sql>> = {
  'channel:tickets': Prisma.sql`(n."destination" = 'channel:tickets'
    OR n."destination" LIKE 'thread:%' AND n."destination" NOT LIKE 'thread:SHIFT-%')`,
  'channel:shift': Prisma.sql`n."destination" LIKE 'thread:SHIFT-%'`,
};

/**
 * The desk's channel for a role is `channelId` from now on: what was waiting for the old one goes to the new one.
 * Cards and their threads stay in the channel where the card stands.
 */
export async function redirectWaiting(
  tx: Transaction,
  deskId: number,
  destination: string,
  channelId: string,
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "ChannelPace" ("deskId", "channelId", "nextSendAt") VALUES (${deskId}, ${channelId}, ${now})
    ON CONFLICT DO NOTHING`;
  const threads = threadsUnder[destination];
  if (destination !== 'channel:tickets')
    await tx.notice.updateMany({
      where: { deskId, destination, state: { in: ['pending', 'sending'] } },
      data: { channelId, nextAttemptAt: now },
    });
  if (!threads) return;
  // Threads whose card was never posted wait with it; a posted card stays where it is.
  await tx.$executeRaw`
    UPDATE "Notice" n SET "channelId" = ${channelId}, "nextAttemptAt" = ${now}
    WHERE n."deskId" = ${deskId} AND n."state" = 'pending' AND ${threads}
      AND NOT EXISTS (SELECT 1 FROM "Surface" s
        WHERE s."deskId" = n."deskId" AND s."surface" = n."stream" || '/card')`;
}

/** Whose surfaces are moved: those of what has not ended. */
const movable = {
  tickets: { table: Prisma.raw('"Ticket"'), stream: 'T-', lasts: Prisma.sql`t."status" <> 'closed'` },
  incidents: { table: Prisma.raw('"Incident"'), stream: 'INC-', lasts: Prisma.sql`t."endedAt" IS NULL` },
  exceptions: { table: Prisma.raw('"Exception"'), stream: 'EXC-', lasts: Prisma.sql`t."answer" IS NULL` },
};

/**
 * Messages kept up to date in channels that take nothing any more are posted anew in `channelId`, the card of each
 * ticket first. Those of closed tickets, ended incidents and answered exceptions stay where they are read, and what stood outside the ticket's
 * own lane (a call in another channel) is told there anew when there is something to tell.
 */
export async function moveSurfaces(
  tx: Transaction,
  deskId: number,
  whose: keyof typeof movable,
  from: readonly string[],
  channelId: string,
  now: Date,
): Promise<void> {
  const { table, stream, lasts } = movable[whose];
  await tx.$executeRaw`
    WITH "moved" AS (
      DELETE FROM "Surface" s USING ${table} t
      WHERE s."deskId" = ${deskId} AND s."channelId" IN (${Prisma.join(from)})
        AND t."deskId" = s."deskId" AND s."surface" LIKE ${stream} || t."number" || '/%' AND ${lasts}
      RETURNING s."surface"
    ), "latest" AS (
      SELECT DISTINCT ON (n."surface") n.* FROM "Notice" n JOIN "moved" m ON m."surface" = n."surface"
      WHERE n."deskId" = ${deskId} AND n."lane" = n."stream" ORDER BY n."surface", n."id" DESC
    )
    INSERT INTO "Notice" ("deskId", "kind", "stream", "seq", "destination", "channelId", "lane", "urgency", "surface",
      "pendingSurface", "state", "nextAttemptAt", "createdAt")
    SELECT ${deskId}, "kind", "stream", "seq", "destination", ${channelId}, "lane", "urgency", "surface",
      "surface", 'pending', ${now}, ${now}
    FROM "latest" ORDER BY "stream", "kind" <> 'card', "id"
    ON CONFLICT ("deskId", "pendingSurface") DO NOTHING`;
}

/**
 * That nothing is on its way in the lane of the notice `n` that was written before it and for which `also` is true (of
 * `e`). One lookup for each state: `OFFSET` keeps the planner from comparing all that waits with all that waits.
 */
export function nothingBefore(also: Prisma.Sql): Prisma.Sql {
  const none = (state: Prisma.Sql) => Prisma.sql`NOT EXISTS (
    SELECT 1 FROM "Notice" e
    WHERE e."deskId" = n."deskId" AND e."lane" = n."lane" AND e."state" = ${state} AND e."id" < n."id" AND ${also}
    OFFSET 0)`;
  return Prisma.sql`${none(Prisma.sql`'pending'`)} AND ${none(Prisma.sql`'sending'`)}`;
}

/** When the next waiting notice could be sent, or null when none waits: how long a sender may sleep. */
export async function readNextSend(db: Reader, deskId: number): Promise<Date | null> {
  const at = Prisma.sql`CASE n."state" WHEN 'sending' THEN n."leaseUntil" ELSE n."nextAttemptAt" END`;
  const waiting = Prisma.sql`FROM "Notice" n
    WHERE n."deskId" = p."deskId" AND n."channelId" = p."channelId" AND n."state" IN ('pending', 'sending')
      AND n."digestOf" IS NULL AND ${nothingBefore(Prisma.sql`TRUE`)}`;
  // Of a channel where something waits for its pace alone, that one is enough to know.
  const rows = await db.$queryRaw<{ at: Date | null }[]>`
    SELECT min(COALESCE(
      (SELECT p."nextSendAt" ${waiting} AND ${at} <= p."nextSendAt" LIMIT 1),
      (SELECT min(${at}) ${waiting}))) AS "at"
    FROM "ChannelPace" p WHERE p."deskId" = ${deskId}`;
  return rows[0]?.at ?? null;
}
