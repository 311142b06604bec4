import type { Channels } from '../sop/desk-settings.ts';
import type { ExceptionState } from '../sop/exception/state.ts';
import type { IncidentState, IssuePattern } from '../sop/incident/state.ts';
import type { ShiftState } from '../sop/shift/state.ts';
import type { TicketState } from '../sop/ticket/state.ts';
import type { Head } from './events.ts';
import { Prisma } from './generated/client.ts';
import { nothingBefore } from './outbox.ts';
import { maxTicketNumber } from './tickets.ts';
import { fromJson, type Reader, type Transaction } from './transaction.ts';

/** Something whose row this transaction holds until it ends, with what writing it needs. */
export type Locked<State> = {
  /** The row's own: a record that is broken need not say it. */
  number: number;
  state: State;
  head: Head;
  channels: Channels;
  /** The channel its card stands in; null before it was posted. */
  cardChannel: string | null;
};
/** `inBriefing`: whether the delivered record of a shift that is open tells of it (HO-2). */
export type LockedTicket = Locked<TicketState> & { inBriefing: boolean };
export type LockedIncident = Locked<IncidentState>;
export type LockedException = Locked<ExceptionState>;
export type LockedShift = Locked<ShiftState>;

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

/** Waits for the person's open shift and locks it; null where none is open. A shift is locked before any ticket. */
export async function lockShiftOf(
  tx: Transaction,
  deskId: number,
  personId: string,
): Promise<LockedShift | null> {
  const which = Prisma.sql`t."deskId" = ${deskId} AND t."openFor" = ${personId} FOR UPDATE OF t`;
  const [locked] = await lockRows<ShiftState>(tx, shifts, which);
  return locked ?? null;
}

/** Waits for these shifts and locks them, in the order of their numbers. */
export function lockShifts(
  tx: Transaction,
  deskId: number,
  numbers: readonly number[],
): Promise<readonly LockedShift[]> {
  const which = Prisma.sql`t."deskId" = ${deskId} AND t."number" = ANY(${[...numbers]}::int[])
    ORDER BY t."number" FOR UPDATE OF t`;
  return lockRows<ShiftState>(tx, shifts, which);
}

/** Waits for and locks every open ticket of a person and these others, in the order of their numbers. */
export function lockTicketsOf(
  tx: Transaction,
  deskId: number,
  ownerId: string,
  others: readonly number[],
): Promise<readonly LockedTicket[]> {
  return lockRows<TicketState>(
    tx,
    tickets,
    Prisma.sql`t."deskId" = ${deskId} AND t."status" <> 'closed'
      AND (t."ownerId" = ${ownerId} OR t."number" = ANY(${[...others]}::int[]))
      ORDER BY t."number" FOR UPDATE OF t`,
  );
}

/** The shift that has owed something longest, is none of `except`, and that no other replica is at. */
export async function claimDueShift(
  tx: Transaction,
  deskId: number,
  now: Date,
  except: readonly number[],
): Promise<LockedShift | null> {
  const [locked] = await lockRows<ShiftState>(
    tx,
    shifts,
    Prisma.sql`t."deskId" = ${deskId} AND t."nextDueAt" <= ${now}
      AND t."number" <> ALL(${[...except]}::int[])
      ORDER BY t."nextDueAt" LIMIT 1 FOR UPDATE OF t SKIP LOCKED`,
  );
  return locked ?? null;
}

/** Waits for the exception and locks it; null when the desk has none of that number. */
export async function lockException(
  tx: Transaction,
  deskId: number,
  number: number,
): Promise<LockedException | null> {
  if (number > maxTicketNumber) return null;
  const which = Prisma.sql`t."deskId" = ${deskId} AND t."number" = ${number} FOR UPDATE OF t`;
  const [locked] = await lockRows<ExceptionState>(tx, exceptions, which);
  return locked ?? null;
}

/** Waits for and locks the exceptions about a ticket, in their order. */
export function lockExceptionsOf(
  tx: Transaction,
  deskId: number,
  ticket: number,
): Promise<readonly LockedException[]> {
  const which = Prisma.sql`t."deskId" = ${deskId} AND t."ticket" = ${ticket} ORDER BY t."number" FOR UPDATE OF t`;
  return lockRows<ExceptionState>(tx, exceptions, which);
}

/** Waits for and locks somebody's drafts, in their order. */
export function lockDraftsOf(
  tx: Transaction,
  deskId: number,
  author: string,
): Promise<readonly LockedException[]> {
  const which = Prisma.sql`t."deskId" = ${deskId} AND t."authorId" = ${author} AND t."status" = 'draft'
    ORDER BY t."number" FOR UPDATE OF t`;
  return lockRows<ExceptionState>(tx, exceptions, which);
}

/** The draft that has been due longest by `now`, is none of `except`, and that no other replica is at. */
export async function claimDueException(
  tx: Transaction,
  deskId: number,
  now: Date,
  except: readonly number[],
): Promise<LockedException | null> {
  const [locked] = await lockRows<ExceptionState>(
    tx,
    exceptions,
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

const incidents = { table: Prisma.raw('"Incident"'), stream: 'INC-', inBriefing: Prisma.sql`FALSE` };
const exceptions = { table: Prisma.raw('"Exception"'), stream: 'EXC-', inBriefing: Prisma.sql`FALSE` };
const shifts = { table: Prisma.raw('"Shift"'), stream: 'SHIFT-', inBriefing: Prisma.sql`FALSE` };
/** Looked up with the row, since every command on a ticket passes here, and hardly any finds one. */
const tickets = {
  table: Prisma.raw('"Ticket"'),
  stream: 'T-',
  inBriefing: Prisma.sql`EXISTS (
    SELECT 1 FROM "Shift" h WHERE h."deskId" = t."deskId" AND h."openFor" IS NOT NULL
      AND h."record" #> '{handoff,delivered,tickets}' @> to_jsonb(t."number"))`,
};

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
  { table, stream, inBriefing }: typeof tickets,
  which: Prisma.Sql,
): Promise<readonly (Locked<State> & { inBriefing: boolean })[]> {
  const rows = await tx.$queryRaw<
    {
      number: number;
      record: unknown;
      seq: number;
      headHash: string;
      channels: unknown;
      cardChannel: string | null;
      inBriefing: boolean;
    }[]
  >`
    SELECT t."number", t."record", t."seq", t."headHash", d."channels", s."channelId" AS "cardChannel",
      ${inBriefing} AS "inBriefing"
    FROM ${table} t
    JOIN "Desk" d ON d."id" = t."deskId"
    LEFT JOIN "Surface" s ON s."deskId" = t."deskId" AND s."surface" = ${stream} || t."number" || '/card'
    WHERE ${which} FOR KEY SHARE OF d`;
  return rows.map((row) => ({
    number: row.number,
    state: fromJson<State>(row.record),
    head: { seq: row.seq, hash: row.headHash },
    channels: fromJson<Channels>(row.channels),
    cardChannel: row.cardChannel,
    inBriefing: row.inBriefing,
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
  /** The notices that are told in the same message; empty for one that is told by itself. */
  members: bigint[];
  attempts: number;
  /** An earlier send may have reached Slack: look for it first. */
  uncertain: boolean;
  sentTs: string[];
  /** Until then nobody else may send it, and nothing of it may be sent any more by us. */
  leaseUntil: Date;
  createdAt: Date;
};

/**
 * At most one notice a channel, of the channels that may be posted to now: the urgent before the others, and of
 * each lane only the oldest. Holds the channel as well, so that no replica posts to it meanwhile. A claim that ran
 * out (its process died) is claimed again, as uncertain.
 *
 * One that may stand in a digest takes along all that waits with it, if that is `digest.fewest` or more in all, up to
 * `digest.most`. They stay its members whatever becomes of it, so that an uncertain send can be told from a new one.
 */
export function claimNotices(
  db: Reader,
  deskId: number,
  now: Date,
  leaseUntil: Date,
  limit: number,
  digest: { fewest: number; most: number },
): Promise<ClaimedNotice[]> {
  return db.$queryRaw<ClaimedNotice[]>`
    WITH "open" AS (
      SELECT p."deskId", p."channelId" FROM "ChannelPace" p
      WHERE p."deskId" = ${deskId} AND p."nextSendAt" <= ${now}
      FOR UPDATE SKIP LOCKED
    ), "head" AS (
      SELECT "first".* FROM "open" o CROSS JOIN LATERAL (
        SELECT "one".* FROM (VALUES ('pending'), ('sending')) "in" ("state") CROSS JOIN LATERAL (
          SELECT n."id", n."channelId", n."urgency", n."digest",
            n."digest" IS NOT NULL AND n."state" = 'pending' AND NOT n."uncertain" AND n."members" = '{}' AS "gathers"
          FROM "Notice" n
          WHERE n."deskId" = o."deskId" AND n."channelId" = o."channelId" AND n."state" = "in"."state"
            AND CASE n."state" WHEN 'sending' THEN n."leaseUntil" ELSE n."nextAttemptAt" END <= ${now}
            AND n."digestOf" IS NULL AND ${nothingBefore(Prisma.sql`TRUE`)}
          ORDER BY n."urgency", n."id" LIMIT 1
          FOR UPDATE SKIP LOCKED
        ) "one" ORDER BY "one"."urgency", "one"."id" LIMIT 1
      ) "first" LIMIT ${limit}
    ), "found" AS (
      SELECT h."id" AS "head", "beside"."id" FROM "head" h CROSS JOIN LATERAL (
        SELECT n."id" FROM "Notice" n
        WHERE h."gathers" AND n."deskId" = ${deskId} AND n."channelId" = h."channelId"
          AND n."state" = 'pending' AND n."urgency" = 2 AND n."digest" = h."digest" AND n."id" <> h."id"
          AND n."digestOf" IS NULL AND n."members" = '{}' AND NOT n."uncertain" AND n."nextAttemptAt" <= ${now}
          AND ${nothingBefore(Prisma.sql`e."digest" IS DISTINCT FROM n."digest"`)}
        ORDER BY n."id" LIMIT ${digest.most - 1}
        FOR UPDATE SKIP LOCKED
      ) "beside"
    ), "gathered" AS (
      SELECT "head", array_agg("id" ORDER BY "id") AS "members" FROM "found"
      GROUP BY "head" HAVING count(*) >= ${digest.fewest - 1}
    ), "joined" AS (
      UPDATE "Notice" n SET "digestOf" = g."head" FROM "gathered" g WHERE n."id" = ANY(g."members")
    ), "held" AS (
      UPDATE "ChannelPace" p SET "nextSendAt" = ${leaseUntil} FROM "head" h
      WHERE p."deskId" = ${deskId} AND p."channelId" = h."channelId"
    )
    UPDATE "Notice" n SET
      "uncertain" = n."uncertain" OR n."state" = 'sending',
      "state" = 'sending', "attempts" = n."attempts" + 1, "leaseUntil" = ${leaseUntil}, "pendingSurface" = NULL,
      "members" = COALESCE(g."members", n."members")
    FROM "head" h LEFT JOIN "gathered" g ON g."head" = h."id" WHERE n."id" = h."id"
    RETURNING n."id", n."deskId", n."key", n."kind", n."stream", n."seq", n."destination", n."channelId",
      n."lane", n."surface", n."members", n."attempts", n."uncertain", n."sentTs",
      n."leaseUntil", n."createdAt"`;
}
