import type { Channels } from '../sop/desk-settings.ts';
import type { IncidentState, IssuePattern } from '../sop/incident/state.ts';
import type { TicketState } from '../sop/ticket/state.ts';
import type { Head } from './events.ts';
import { Prisma } from './generated/client.ts';
import { maxTicketNumber } from './tickets.ts';
import { fromJson, type Reader, type Transaction } from './transaction.ts';

/** Something whose row this transaction holds until it ends, with what writing it needs. */
export type Locked<State> = {
  state: State;
  head: Head;
  channels: Channels;
  /** The channel its card stands in; null before it was posted. */
  cardChannel: string | null;
};
export type LockedTicket = Locked<TicketState>;
export type LockedIncident = Locked<IncidentState>;

/** Waits for the ticket and locks it; null when the desk has none of that number. */
export async function lockTicket(
  tx: Transaction,
  deskId: number,
  number: number,
): Promise<LockedTicket | null> {
  if (number > maxTicketNumber) return null;
  return lockTicketBy(tx, Prisma.sql`t."deskId" = ${deskId} AND t."number" = ${number} FOR UPDATE OF t`);
}

/** One of these tickets that nobody is at; null when somebody is at each. It never waits. */
export function claimOneOf(
  tx: Transaction,
  deskId: number,
  numbers: readonly number[],
): Promise<LockedTicket | null> {
  return lockTicketBy(
    tx,
    Prisma.sql`t."deskId" = ${deskId} AND t."number" = ANY(${[...numbers]}::int[])
      ORDER BY t."number" LIMIT 1 FOR UPDATE OF t SKIP LOCKED`,
  );
}

/** Waits for the incident and locks it; null when the desk has none of that number. */
export async function lockIncident(
  tx: Transaction,
  deskId: number,
  number: number,
): Promise<LockedIncident | null> {
  if (number > maxTicketNumber) return null;
  const which = Prisma.sql`t."deskId" = ${deskId} AND t."number" = ${number} FOR UPDATE OF t`;
  const [locked] = await lockRows<IncidentState>(tx, incidents, which);
  return locked ?? null;
}

/**
 * Waits for and locks the open incidents of an issue, and those that hold one of these tickets, in their order; and
 * those that have ended and hold `restricted`.
 */
export function lockIncidents(
  tx: Transaction,
  deskId: number,
  issue: IssuePattern | null,
  tickets: readonly number[],
  restricted: number | null,
): Promise<readonly LockedIncident[]> {
  const same = issue
    ? Prisma.sql`(t."category" = ${issue.category} AND t."symptom" = ${issue.symptom})`
    : Prisma.sql`FALSE`;
  const ended = restricted === null ? Prisma.sql`FALSE` : Prisma.sql`${restricted}::int = ANY(t."tickets")`;
  return lockRows<IncidentState>(
    tx,
    incidents,
    Prisma.sql`t."deskId" = ${deskId}
      AND (${ended} OR (t."status" IN ('draft', 'reviewed', 'declared')
        AND (${same} OR t."tickets" && ${[...tickets]}::int[])))
      ORDER BY t."number" FOR UPDATE OF t`,
  );
}

/** The incident that has owed its tickets something longest, is none of `except`, and that no other replica is at. */
export async function claimDueIncident(
  tx: Transaction,
  deskId: number,
  now: Date,
  except: readonly number[],
): Promise<LockedIncident | null> {
  const [locked] = await lockRows<IncidentState>(
    tx,
    incidents,
    Prisma.sql`t."deskId" = ${deskId} AND t."nextDueAt" <= ${now}
      AND t."number" <> ALL(${[...except]}::int[])
      ORDER BY t."nextDueAt" LIMIT 1 FOR UPDATE OF t SKIP LOCKED`,
  );
  return locked ?? null;
}

/**
 * The oldest unassigned ticket in priority order (T1-1). Waits for whoever is at it: when they took it the next one
 * comes up, but a note being written on it, or an attempt being refused, must not let anybody get past it. One that was
 * escalated waits to be accepted by its tier (T2-1), and for nobody else.
 */
export function claimNextQueued(tx: Transaction, deskId: number): Promise<LockedTicket | null> {
  return lockTicketBy(
    tx,
    Prisma.sql`t."deskId" = ${deskId} AND t."status" = 'queued' AND t."tier" = 'tier1'
      ORDER BY t."priorityRank", t."openedAt", t."number" LIMIT 1 FOR UPDATE OF t`,
  );
}

/** The ticket that has owed something longest by `now`, is none of `except`, and that no other replica is at. */
export function claimDueTicket(
  tx: Transaction,
  deskId: number,
  now: Date,
  except: readonly number[],
): Promise<LockedTicket | null> {
  return lockTicketBy(
    tx,
    Prisma.sql`t."deskId" = ${deskId} AND t."nextDueAt" <= ${now}
      AND t."number" <> ALL(${[...except]}::int[])
      ORDER BY t."nextDueAt" LIMIT 1 FOR UPDATE OF t SKIP LOCKED`,
  );
}

const tickets = { table: Prisma.raw('"Ticket"'), stream: 'T-' };
const incidents = { table: Prisma.raw('"Incident"'), stream: 'INC-' };

async function lockTicketBy(tx: Transaction, which: Prisma.Sql): Promise<LockedTicket | null> {
  const [locked] = await lockRows<TicketState>(tx, tickets, which);
  return locked ?? null;
}

/**
 * The desk's row is held too, so that the channels stay as read until the notices are written: whoever sets them
 * (`lockDesk`) waits, or is waited for. Commands on other tickets, and new tickets, are not in its way.
 */
async function lockRows<State>(
  tx: Transaction,
  { table, stream }: typeof tickets,
  which: Prisma.Sql,
): Promise<readonly Locked<State>[]> {
  const rows = await tx.$queryRaw<
    { record: unknown; seq: number; headHash: string; channels: unknown; cardChannel: string | null }[]
  >`
    SELECT t."record", t."seq", t."headHash", d."channels", s."channelId" AS "cardChannel"
    FROM ${table} t
    JOIN "Desk" d ON d."id" = t."deskId"
    LEFT JOIN "Surface" s ON s."deskId" = t."deskId" AND s."surface" = ${stream} || t."number" || '/card'
    WHERE ${which} FOR KEY SHARE OF d`;
  return rows.map((row) => ({
    state: fromJson<State>(row.record),
    head: { seq: row.seq, hash: row.headHash },
    channels: fromJson<Channels>(row.channels),
    cardChannel: row.cardChannel,
  }));
}

/** A notice this process has the right to send until `leaseUntil`. */
export type ClaimedNotice = {
  id: bigint;
  deskId: number;
  key: string;
  kind: string;
  stream: string;
  seq: number;
  destination: string;
  channelId: string;
  lane: string;
  surface: string | null;
  attempts: number;
  /** An earlier send may have reached Slack: look for it first. */
  uncertain: boolean;
  sentTs: string[];
  createdAt: Date;
};

/**
 * At most one notice a channel, of the channels that may be posted to now: the urgent before the others, and of
 * each lane only the oldest. Holds the channel as well, so that no replica posts to it meanwhile. A claim that ran
 * out (its process died) is claimed again, as uncertain.
 */
export function claimNotices(
  db: Reader,
  deskId: number,
  now: Date,
  leaseUntil: Date,
  limit: number,
): Promise<ClaimedNotice[]> {
  return db.$queryRaw<ClaimedNotice[]>`
    WITH "open" AS (
      SELECT p."deskId", p."channelId" FROM "ChannelPace" p
      WHERE p."deskId" = ${deskId} AND p."nextSendAt" <= ${now}
      FOR UPDATE SKIP LOCKED
    ), "head" AS (
      SELECT "first"."id", "first"."channelId" FROM "open" o CROSS JOIN LATERAL (
        SELECT n."id", n."channelId" FROM "Notice" n
        WHERE n."deskId" = o."deskId" AND n."channelId" = o."channelId"
          AND ((n."state" = 'pending' AND n."nextAttemptAt" <= ${now})
            OR (n."state" = 'sending' AND n."leaseUntil" <= ${now}))
          AND NOT EXISTS (
            SELECT 1 FROM "Notice" e
            WHERE e."deskId" = n."deskId" AND e."lane" = n."lane"
              AND e."state" IN ('pending', 'sending') AND e."id" < n."id")
        ORDER BY n."urgency", n."id" LIMIT 1
        FOR UPDATE SKIP LOCKED
      ) "first" LIMIT ${limit}
    ), "held" AS (
      UPDATE "ChannelPace" p SET "nextSendAt" = ${leaseUntil} FROM "head" h
      WHERE p."deskId" = ${deskId} AND p."channelId" = h."channelId"
    )
    UPDATE "Notice" n SET
      "uncertain" = n."uncertain" OR n."state" = 'sending',
      "state" = 'sending', "attempts" = n."attempts" + 1, "leaseUntil" = ${leaseUntil}, "pendingSurface" = NULL
    FROM "head" h WHERE n."id" = h."id"
    RETURNING n."id", n."deskId", n."key", n."kind", n."stream", n."seq", n."destination", n."channelId",
      n."lane", n."surface", n."attempts", n."uncertain", n."sentTs", n."createdAt"`;
}
