import { paceOf, pacesToAdd } from './channel-pace.ts';
import { Prisma } from './generated/client.ts';
import { postedToAdd } from './surfaces.ts';
import type { Reader } from './transaction.ts';
import { writeTogether } from './writes.ts';

/** The self-audit knows by this error that there is no message to look for. */
export const nothingToSay = 'nothing to say';

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
    posted: {
      stream: string;
      lane: string;
      channelId: string;
      ts: string;
      threadTs: string | null;
    } | null;
    at: Date;
    nextSendAt: Date;
  },
): Promise<void> {
  const { id, deskId, ts, complete, surface, posted, at } = sent;
  const places = surface
    ? [
        Prisma.sql`
    INSERT INTO "Surface" ("deskId", "surface", "channelId", "ts")
    VALUES (${deskId}, ${surface.surface}, ${surface.channelId}, ${surface.ts})
    ON CONFLICT ("deskId", "surface") DO UPDATE SET "channelId" = EXCLUDED."channelId", "ts" = EXCLUDED."ts"`,
      ]
    : [];
  await writeTogether(db, [
    Prisma.sql`
    UPDATE "Notice" SET "state" = ${complete ? 'sent' : 'pending'}, "sentTs" = ${[...ts]}, "sentAt" = ${complete ? at : null},
      "leaseUntil" = NULL, "uncertain" = FALSE, "attempts" = ${sent.attempts}, "nextAttemptAt" = ${at},
      "lastError" = ${complete && ts.length === 0 ? nothingToSay : null}
    WHERE "id" = ${id}`,
    paceOf(deskId, sent.channelId, sent.nextSendAt),
    ...places,
    ...postedToAdd(deskId, posted ? [{ ...posted, noticeId: id }] : []),
  ]);
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
  await writeTogether(db, [
    Prisma.sql`
    UPDATE "Notice" SET "state" = 'pending', "leaseUntil" = NULL, "uncertain" = ${uncertain}, "lastError" = ${error},
      "attempts" = ${attempts}, "nextAttemptAt" = ${nextAttemptAt}
    WHERE ${stillClaimed(id, leaseUntil)}`,
    paceOf(retry.deskId, retry.channelId, retry.nextSendAt),
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
  await writeTogether(db, [
    ...pacesToAdd(deskId, [to], now),
    ...(surfaces.length > 0
      ? [
          Prisma.sql`
    DELETE FROM "Surface"
    WHERE "deskId" = ${deskId} AND "channelId" = ${from} AND "surface" IN (${Prisma.join(surfaces)})`,
        ]
      : []),
    Prisma.sql`
    UPDATE "Notice" SET "channelId" = ${to}, "state" = 'pending', "leaseUntil" = NULL, "nextAttemptAt" = ${now}
    WHERE ${stillClaimed(id, leaseUntil)}`,
    ...(members.length > 0
      ? [
          Prisma.sql`
    UPDATE "Notice" SET "channelId" = ${to} WHERE "id" IN (${Prisma.join(members)}) AND "digestOf" = ${id}`,
        ]
      : []),
    paceOf(deskId, moved.channelId, now),
  ]);
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
  await writeTogether(db, [
    Prisma.sql`
    UPDATE "Notice" SET "state" = 'failed', "leaseUntil" = NULL, "lastError" = ${failed.error}
    WHERE ${stillClaimed(failed.id, failed.leaseUntil)}`,
    paceOf(failed.deskId, failed.channelId, failed.nextSendAt),
  ]);
}

/** Whoever claimed it since may have delivered it. */
function stillClaimed(id: bigint, leaseUntil: Date): Prisma.Sql {
  return Prisma.sql`"id" = ${id} AND "state" = 'sending' AND "leaseUntil" = ${leaseUntil}`;
}
