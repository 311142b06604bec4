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

/** What stands under the cards of a channel, or is one: the threads of shifts hang under their briefing. */
const threadsUnder: Readonly<Record<string, Prisma.Sql>> = {
  'channel:tickets': Prisma.sql`(n."destination" = 'channel:tickets'
    OR n."destination" LIKE 'thread:%' AND n."destination" NOT LIKE 'thread:SHIFT-%')`,
  'channel:shift': Prisma.sql`n."destination" LIKE 'thread:SHIFT-%'`,
};

/**
 * The desk's channel for a role is `channelId` from now on: what was waiting for the old one goes to the new one.
 * Cards and their threads stay in the channel where the card stands, and what may have reached the old one is looked for
 * there: it would stand in both.
 */
export async function redirectWaiting(
  tx: Transaction,
  deskId: number,
  destination: string,
  channelId: string,
  now: Date,
): Promise<void> {
  const threads = threadsUnder[destination];
  // Threads whose card was never posted wait with it; a posted card stays where it is.
  const withoutCard =
    threads &&
    Prisma.sql`${threads} AND NOT EXISTS (SELECT 1 FROM "Surface" s
      WHERE s."deskId" = n."deskId" AND s."surface" = n."stream" || '/card')`;
  const affected = [
    ...(destination === 'channel:tickets' ? [] : [Prisma.sql`n."destination" = ${destination}`]),
    ...(withoutCard ? [withoutCard] : []),
  ];
  await tx.$executeRaw`
    INSERT INTO "ChannelPace" ("deskId", "channelId", "nextSendAt") VALUES (${deskId}, ${channelId}, ${now})
    ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    UPDATE "Notice" n SET "channelId" = ${channelId}, "nextAttemptAt" = ${now}
    WHERE n."deskId" = ${deskId} AND n."state" = 'pending' AND (${Prisma.join(affected, ' OR ')})
      AND NOT EXISTS (SELECT 1 FROM "Notice" told
        WHERE told."id" = COALESCE(n."digestOf", n."id") AND (told."state" = 'sending' OR told."uncertain"))`;
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
