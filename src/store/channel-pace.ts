import { Prisma } from './generated/client.ts';
import type { Reader } from './transaction.ts';
import type { Write } from './writes.ts';

/**
 * Each ticket's customer, and its diagnostics, are a channel of their own, which is written down by a name that none of
 * Slack's channels has: `customer:T-12`.
 */
function isOfOneTicket(channelId: string): boolean {
  return channelId.includes(':');
}

/**
 * Channels that something is to be sent to. Those of Slack's are there for good; nobody waits for anybody over them. One
 * of a single ticket may be forgotten just now (`forgetIdleChannels`), so it is held until the notice is there, too.
 */
export function pacesToAdd(deskId: number, channels: readonly string[], now: Date): readonly Write[] {
  const add = (some: readonly string[], otherwise: Prisma.Sql): readonly Write[] =>
    some.length === 0
      ? []
      : [
          Prisma.sql`
    INSERT INTO "ChannelPace" ("deskId", "channelId", "nextSendAt")
    VALUES ${Prisma.join(some.map((channelId) => Prisma.sql`(${deskId}, ${channelId}, ${now})`))}
    ON CONFLICT ("deskId", "channelId") ${otherwise}`,
        ];
  return [
    ...add(
      channels.filter((one) => !isOfOneTicket(one)),
      Prisma.sql`DO NOTHING`,
    ),
    ...add(
      channels.filter(isOfOneTicket),
      Prisma.sql`DO UPDATE SET "nextSendAt" = GREATEST("ChannelPace"."nextSendAt", EXCLUDED."nextSendAt")`,
    ),
  ];
}

/** When the channel may next be sent to. */
export function paceOf(deskId: number, channelId: string, nextSendAt: Date): Write {
  return Prisma.sql`
    UPDATE "ChannelPace" SET "nextSendAt" = ${nextSendAt} WHERE "deskId" = ${deskId} AND "channelId" = ${channelId}`;
}

/**
 * Forgets the channels of single tickets over which nothing is to be sent and nothing was since `before`: every sender
 * goes through all channels each time, and there are to be no more of them than are in use.
 */
export async function forgetIdleChannels(db: Reader, deskId: number, before: Date): Promise<void> {
  await db.$executeRaw`
    DELETE FROM "ChannelPace" p
    WHERE p."deskId" = ${deskId} AND p."nextSendAt" < ${before} AND position(':' IN p."channelId") > 0
      AND NOT EXISTS (SELECT 1 FROM "Notice" n
        WHERE n."deskId" = p."deskId" AND n."channelId" = p."channelId" AND n."state" IN ('pending', 'sending'))`;
}
