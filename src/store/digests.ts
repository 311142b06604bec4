import { paceOf } from './channel-pace.ts';
import type { ClaimedNotice } from './claims.ts';
import { nothingToSay } from './deliveries.ts';
import { Prisma } from './generated/client.ts';
import { postedToAdd } from './surfaces.ts';
import type { Reader } from './transaction.ts';
import { writeTogether } from './writes.ts';

/** One notice that a digest tells: its first, or one of its members. */
export type DigestPart = Pick<
  ClaimedNotice,
  'id' | 'key' | 'kind' | 'stream' | 'seq' | 'destination' | 'lane' | 'createdAt'
>;

/** All that a digest tells, in the order it was written down. */
export function readDigestParts(
  db: Reader,
  { id, members }: Pick<ClaimedNotice, 'id' | 'members'>,
): Promise<readonly DigestPart[]> {
  return db.notice.findMany({
    where: { id: { in: [id, ...members] } },
    orderBy: { id: 'asc' },
    select: {
      id: true,
      key: true,
      kind: true,
      stream: true,
      seq: true,
      destination: true,
      lane: true,
      createdAt: true,
    },
  });
}

/** The digest in whose message a notice was told; null when it was told by itself. */
export async function readDigestOf(
  db: Reader,
  noticeId: bigint,
): Promise<(Pick<ClaimedNotice, 'id' | 'key' | 'members'> & { sentAt: Date | null }) | null> {
  const select = { id: true, key: true, members: true, digestOf: true, sentAt: true } as const;
  const notice = await db.notice.findUnique({ where: { id: noticeId }, select });
  if (!notice) return null;
  if (notice.members.length > 0) return notice;
  return notice.digestOf === null ? null : db.notice.findUnique({ where: { id: notice.digestOf }, select });
}

type Turn = Pick<ClaimedNotice, 'id' | 'deskId' | 'channelId' | 'members'> & { nextSendAt: Date };

/**
 * The digest is done, and all it tells: in one message, or in none when there was nothing left to tell. The message
 * counts as one of each ticket in it, so that it can be taken out again (SEC-2).
 */
export async function recordDigestSent(
  db: Reader,
  turn: Turn & { parts: readonly DigestPart[]; message: { channelId: string; ts: string } | null; at: Date },
): Promise<void> {
  const { id, deskId, members, parts, message, at } = turn;
  const streams = new Map(parts.map((part) => [part.stream, part]));
  await writeTogether(db, [
    Prisma.sql`
    UPDATE "Notice" SET "state" = 'sent', "sentTs" = ${message ? [message.ts] : []}, "sentAt" = ${at},
      "leaseUntil" = NULL, "uncertain" = FALSE, "lastError" = ${message ? null : nothingToSay}
    WHERE "id" IN (${Prisma.join([id, ...members])})`,
    paceOf(deskId, turn.channelId, turn.nextSendAt),
    ...postedToAdd(
      deskId,
      message
        ? [...streams.values()].map(({ stream, lane, id: noticeId }) => ({
            ...message,
            // In the channel itself, also what would stand in threads by itself.
            threadTs: null,
            stream,
            lane,
            noticeId,
          }))
        : [],
    ),
  ]);
}

/** It can never be delivered, and nobody knows whether it was: all of it stays in the outbox as failed. */
export async function recordDigestFailed(
  db: Reader,
  turn: Turn & { leaseUntil: Date; error: string },
): Promise<void> {
  await writeTogether(db, [
    Prisma.sql`UPDATE "Notice" n SET "state" = 'failed', "leaseUntil" = NULL, "lastError" = ${turn.error}
      WHERE ${stillHeld(turn)}`,
    paceOf(turn.deskId, turn.channelId, turn.nextSendAt),
  ]);
}

/** It did not reach Slack and will not as it is: all of it is told one by one from now on. */
export async function recordDigestDissolved(
  db: Reader,
  turn: Turn & { leaseUntil: Date; error: string },
): Promise<void> {
  await writeTogether(db, [
    Prisma.sql`UPDATE "Notice" n SET "state" = 'pending', "digest" = NULL, "digestOf" = NULL, "members" = '{}',
        "leaseUntil" = NULL, "uncertain" = FALSE, "attempts" = 0, "lastError" = ${turn.error}
      WHERE ${stillHeld(turn)}`,
    paceOf(turn.deskId, turn.channelId, turn.nextSendAt),
  ]);
}

/** All of the digest, unless somebody else has it by now, and may have told it. */
function stillHeld({ id, members, leaseUntil }: Turn & { leaseUntil: Date }): Prisma.Sql {
  return Prisma.sql`n."id" IN (${Prisma.join([id, ...members])}) AND EXISTS (
    SELECT 1 FROM "Notice" h WHERE h."id" = ${id} AND h."state" = 'sending' AND h."leaseUntil" = ${leaseUntil})`;
}
