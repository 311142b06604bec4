import { Prisma } from './generated/client.ts';
import type { Reader, Transaction } from './transaction.ts';
import { type Write, writeTogether } from './writes.ts';

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

/** A message as it stands in Slack about one ticket; `noticeId`: what brought it. */
export type PostedMessage = { channelId: string; ts: string; stream: string; noticeId: bigint };

/** Messages that stand in Slack from now on; one that was brought up to date stands already. */
export function postedToAdd(
  deskId: number,
  messages: readonly (PostedMessage & { threadTs: string | null; lane: string })[],
): readonly Write[] {
  if (messages.length === 0) return [];
  const rows = messages.map(
    (m) =>
      Prisma.sql`(${deskId}, ${m.channelId}, ${m.ts}, ${m.threadTs}, ${m.stream}, ${m.lane}, ${m.noticeId})`,
  );
  return [
    Prisma.sql`
    INSERT INTO "Posted" ("deskId", "channelId", "ts", "threadTs", "stream", "lane", "noticeId") VALUES ${Prisma.join(rows)}
    ON CONFLICT DO NOTHING`,
  ];
}

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
  await writeTogether(db, [
    Prisma.sql`
    DELETE FROM "Posted"
    WHERE "deskId" = ${deskId} AND "channelId" = ${channelId} AND "ts" = ${ts} AND "stream" = ${stream}`,
    Prisma.sql`DELETE FROM "Surface" WHERE "deskId" = ${deskId} AND "channelId" = ${channelId} AND "ts" = ${ts}`,
  ]);
}

/** Whose surfaces are moved: those of what has not ended. */
const movable = {
  tickets: { table: Prisma.raw('"Ticket"'), stream: 'T-', lasts: Prisma.sql`t."status" <> 'closed'` },
  incidents: { table: Prisma.raw('"Incident"'), stream: 'INC-', lasts: Prisma.sql`t."endedAt" IS NULL` },
  exceptions: { table: Prisma.raw('"Exception"'), stream: 'EXC-', lasts: Prisma.sql`t."answer" IS NULL` },
  shifts: { table: Prisma.raw('"Shift"'), stream: 'SHIFT-', lasts: Prisma.sql`t."status" <> 'ended'` },
};

/**
 * Messages kept up to date in channels that take nothing any more are posted anew in `channelId`, those that open a
 * thread first. Those of closed tickets, ended incidents and shifts, and answered exceptions stay where they are read,
 * and what stood outside its own lane (a call in another channel) is told there anew when there is something to tell.
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
    FROM "latest" ORDER BY "stream", "surface" <> "stream" || '/card', "id"
    ON CONFLICT ("deskId", "pendingSurface") DO NOTHING`;
}
