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
  urgency: 0 | 1 | 2;
  surface: string | null;
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
      ${n.urgency}, ${n.surface}, ${n.surface}, 'pending', ${now}, ${now})`,
  );
  const channels = [...new Set(notices.flatMap((n) => (n.channelId ? [n.channelId] : [])))];
  const paces = channels.map((channelId) => Prisma.sql`(${deskId}, ${channelId}, ${now})`);
  const added = Prisma.sql`
    INSERT INTO "Notice" ("deskId", "kind", "stream", "seq", "destination", "channelId", "lane", "urgency", "surface",
      "pendingSurface", "state", "nextAttemptAt", "createdAt")
    VALUES ${Prisma.join(rows)}
    ON CONFLICT ("deskId", "pendingSurface") DO UPDATE
      SET "urgency" = LEAST("Notice"."urgency", EXCLUDED."urgency"), "seq" = EXCLUDED."seq"`;
  if (paces.length === 0) return [added];
  const paced = Prisma.sql`
    INSERT INTO "ChannelPace" ("deskId", "channelId", "nextSendAt") VALUES ${Prisma.join(paces)}
    ON CONFLICT DO NOTHING`;
  return [paced, added];
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
      attempts: 0,
      nextAttemptAt: sent.at,
      lastError: null,
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
          where: { deskId_channelId_ts: { deskId, channelId: posted.channelId, ts: posted.ts } },
          create: { deskId, ...posted, noticeId: sent.id },
          update: {},
          select: { ts: true },
        }),
      ]
    : [];
  await inOneTransaction(db, [notice, pace, ...place, ...stands]);
}

export type PostedMessage = { channelId: string; ts: string };

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
    select: { channelId: true, ts: true },
  });
}

/** It stands there no more, and nothing is kept up to date in it. */
export async function forgetPosted(
  db: Reader,
  deskId: number,
  { channelId, ts }: PostedMessage,
): Promise<void> {
  await inOneTransaction(db, [
    db.posted.deleteMany({ where: { deskId, channelId, ts } }),
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

/** The send did not happen, or nobody knows: it is tried again at `nextAttemptAt`. */
export async function recordRetry(
  db: Reader,
  retry: {
    id: bigint;
    deskId: number;
    channelId: string;
    uncertain: boolean;
    error: string;
    nextAttemptAt: Date;
    nextSendAt: Date;
  },
): Promise<void> {
  const { id, uncertain, error, nextAttemptAt } = retry;
  await inOneTransaction(db, [
    db.notice.update({
      where: { id },
      data: { state: 'pending', leaseUntil: null, uncertain, lastError: error, nextAttemptAt },
      select: { id: true },
    }),
    setPace(db, retry.deskId, retry.channelId, retry.nextSendAt),
  ]);
}

/** It can never be delivered. It stays in the outbox as failed, for whoever looks into it. */
export async function recordFailed(
  db: Reader,
  failed: { id: bigint; deskId: number; channelId: string; error: string; nextSendAt: Date },
): Promise<void> {
  await inOneTransaction(db, [
    db.notice.update({
      where: { id: failed.id },
      data: { state: 'failed', leaseUntil: null, lastError: failed.error },
      select: { id: true },
    }),
    setPace(db, failed.deskId, failed.channelId, failed.nextSendAt),
  ]);
}

function setPace(db: Reader, deskId: number, channelId: string, nextSendAt: Date) {
  return db.channelPace.update({
    where: { deskId_channelId: { deskId, channelId } },
    data: { nextSendAt },
    select: { nextSendAt: true },
  });
}

async function inOneTransaction(db: Reader, writes: readonly Prisma.PrismaPromise<unknown>[]): Promise<void> {
  if ('$transaction' in db) await db.$transaction([...writes]);
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

export async function forgetSurface(db: Reader, deskId: number, surface: string): Promise<void> {
  await db.surface.deleteMany({ where: { deskId, surface } });
}

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
  if (destination !== 'channel:tickets') {
    await tx.notice.updateMany({
      where: { deskId, destination, state: { in: ['pending', 'sending'] } },
      data: { channelId, nextAttemptAt: now },
    });
    return;
  }
  // Threads whose card was never posted wait with it; a posted card stays where it is.
  await tx.$executeRaw`
    UPDATE "Notice" n SET "channelId" = ${channelId}, "nextAttemptAt" = ${now}
    WHERE n."deskId" = ${deskId} AND n."state" = 'pending'
      AND (n."destination" = ${destination} OR n."destination" LIKE 'thread:%')
      AND NOT EXISTS (SELECT 1 FROM "Surface" s
        WHERE s."deskId" = n."deskId" AND s."surface" = n."stream" || '/card')`;
}

/** Whose surfaces are moved: those of what has not ended. */
const movable = {
  tickets: { table: Prisma.raw('"Ticket"'), stream: 'T-', lasts: Prisma.sql`t."status" <> 'closed'` },
  incidents: { table: Prisma.raw('"Incident"'), stream: 'INC-', lasts: Prisma.sql`t."endedAt" IS NULL` },
};

/**
 * Messages kept up to date in channels that take nothing any more are posted anew in `channelId`, the card of each
 * ticket first. Those of closed tickets and ended incidents stay where they are read, and what stood outside the ticket's
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

/** When the next waiting notice could be sent, or null when none waits: how long a sender may sleep. */
export async function readNextSend(db: Reader, deskId: number): Promise<Date | null> {
  const rows = await db.$queryRaw<{ at: Date | null }[]>`
    SELECT min(greatest(p."nextSendAt", CASE n."state" WHEN 'sending' THEN n."leaseUntil" ELSE n."nextAttemptAt" END)) AS "at"
    FROM "Notice" n
    JOIN "ChannelPace" p ON p."deskId" = n."deskId" AND p."channelId" = n."channelId"
    WHERE n."deskId" = ${deskId} AND n."state" IN ('pending', 'sending')
      AND NOT EXISTS (
        SELECT 1 FROM "Notice" e
        WHERE e."deskId" = n."deskId" AND e."lane" = n."lane" AND e."state" IN ('pending', 'sending') AND e."id" < n."id")`;
  return rows[0]?.at ?? null;
}
