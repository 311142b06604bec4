import type { ClauseId } from '../sop/clauses.ts';
import type { Recorded } from '../sop/recorded.ts';
import { type ChainedEvent, chainHash } from './chain.ts';
import { type Event as EventRow, Prisma } from './generated/client.ts';
import { fromJson, type Reader, toJson } from './transaction.ts';
import { insertRows, type Write } from './writes.ts';

type AnyEvent = { type: string; clause: ClauseId; payload: unknown };

/** Where a stream ends: the last sequence number and its hash. */
export type Head = { seq: number; hash: string };

/**
 * What appends to a stream whose row is locked, and its new head. `requestKey` goes on the first event, so that a
 * request delivered twice fails on the unique index and acts once.
 */
export function eventsToAppend(
  stream: { deskId: number; name: string },
  head: Head,
  events: readonly Recorded<AnyEvent>[],
  requestKey: string | null,
): { head: Head; writes: readonly Write[] } {
  let { hash } = head;
  const rows = events.map((event, index) => {
    const row = {
      deskId: stream.deskId,
      stream: stream.name,
      seq: event.seq,
      type: event.type,
      at: event.at,
      actorId: event.actor,
      actorRole: event.role,
      clause: event.clause,
      packVersion: event.packVersion,
      packHash: event.packHash,
      payload: toJson(event.payload),
    };
    hash = chainHash(hash, row);
    return { ...row, hash, requestKey: index === 0 ? requestKey : null };
  });
  return {
    head: { seq: head.seq + rows.length, hash },
    writes: rows.length > 0 ? [insertRows('Event', rows)] : [],
  };
}

/** Whether this request has been carried out already, by whichever replica it reached first. */
export async function isCarriedOut(db: Reader, deskId: number, requestKey: string | null): Promise<boolean> {
  if (requestKey === null) return false;
  const where = { deskId_requestKey: { deskId, requestKey } };
  return (await db.event.findUnique({ where, select: { seq: true } })) !== null;
}

/** T1-1: whether this person has received a ticket since then. */
export async function hasReceivedSince(
  db: Reader,
  deskId: number,
  userId: string,
  since: Date,
): Promise<boolean> {
  const where = { deskId, type: 'received', at: { gte: since }, actorId: userId };
  return (await db.event.findFirst({ where, select: { seq: true } })) !== null;
}

/** HO-1: the tickets that this person has taken on since then, from the queue or from others; not by a handoff record. */
export async function readTakenOn(
  db: Reader,
  deskId: number,
  userId: string,
  since: Date,
): Promise<readonly number[]> {
  const rows = await db.event.findMany({
    where: {
      deskId,
      at: { gt: since },
      OR: [
        { type: { in: ['received', 'escalationAccepted'] }, actorId: userId },
        { type: 'transferred', payload: { path: ['to'], equals: userId } },
      ],
    },
    select: { stream: true },
    orderBy: [{ at: 'asc' }, { stream: 'asc' }],
  });
  return [...new Set(rows.map(({ stream }) => Number(stream.replace('T-', ''))))];
}

/** A whole stream in order, for folding, showing and rendering. */
export async function readEvents<Event extends AnyEvent>(
  db: Reader,
  deskId: number,
  stream: string,
): Promise<readonly Recorded<Event>[]> {
  const rows = await db.event.findMany({ where: { deskId, stream }, orderBy: { seq: 'asc' } });
  return rows.map((row) => recordedFrom<Event>(row));
}

export function recordedFrom<Event extends AnyEvent>(row: EventRow): Recorded<Event> {
  return fromJson<Recorded<Event>>({
    type: row.type,
    clause: row.clause,
    payload: row.payload,
    seq: row.seq,
    at: row.at.toISOString(),
    actor: row.actorId,
    role: row.actorRole,
    packVersion: row.packVersion,
    packHash: row.packHash,
  });
}

/** Of each stream the last event that is of none of these types. */
export async function readLastEvents<Event extends AnyEvent>(
  db: Reader,
  deskId: number,
  streams: readonly string[],
  except: readonly string[],
): Promise<ReadonlyMap<string, Recorded<Event>>> {
  const rows = await db.$queryRaw<EventRow[]>(Prisma.sql`
    SELECT DISTINCT ON ("stream") * FROM "Event"
    WHERE "deskId" = ${deskId} AND "stream" = ANY(${[...streams]}::text[]) AND "type" <> ALL(${[...except]}::text[])
    ORDER BY "stream", "seq" DESC`);
  return new Map(rows.map((row) => [row.stream, recordedFrom<Event>(row)]));
}

/** Attempts refused in a period, by the clause that refused them (AU-6). From `from`, up to but not including `to`. */
export async function countRefusals(
  db: Reader,
  deskId: number,
  from: Date,
  to: Date,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.event.groupBy({
    by: ['clause'],
    where: { deskId, type: 'attemptRefused', at: { gte: from, lt: to } },
    _count: { _all: true },
  });
  return new Map(rows.map(({ clause, _count }) => [clause, _count._all]));
}

/** How often each clause was flagged as badly calibrated in a period (AU-7). */
export async function countCalibrationFlags(
  db: Reader,
  deskId: number,
  from: Date,
  to: Date,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.event.findMany({
    where: { deskId, type: 'calibrationFlagged', at: { gte: from, lt: to } },
    select: { payload: true },
  });
  const counts = new Map<string, number>();
  for (const { payload } of rows) {
    const { refused } = fromJson<{ refused: ClauseId }>(payload);
    counts.set(refused, (counts.get(refused) ?? 0) + 1);
  }
  return counts;
}

/** AU-7: the rules that were flagged as badly calibrated in a period, with what was said of them, the oldest first. */
export async function readCalibrationFlags(db: Reader, deskId: number, from: Date, to: Date) {
  const rows = await db.event.findMany({
    where: { deskId, type: 'calibrationFlagged', at: { gte: from, lt: to } },
    orderBy: [{ at: 'asc' }, { stream: 'asc' }, { seq: 'asc' }],
    select: { stream: true, at: true, actorId: true, payload: true },
  });
  return rows.map(({ stream, at, actorId, payload }) => ({
    stream,
    at: at.toISOString(),
    actor: actorId,
    ...fromJson<{ refused: ClauseId; words: string }>(payload),
  }));
}

/** An event as the chain sees it. */
export type StoredChainLink = Omit<ChainedEvent, 'deskId' | 'stream'> & { hash: string };

/** A whole stream with its hashes, in order. */
export async function readChain(
  db: Reader,
  deskId: number,
  stream: string,
): Promise<readonly StoredChainLink[]> {
  const rows = await db.event.findMany({ where: { deskId, stream }, orderBy: { seq: 'asc' } });
  return rows.map(({ deskId: _, stream: __, requestKey: ___, at, ...row }) => ({
    ...row,
    at: at.toISOString(),
  }));
}

/** A desk as an audit walks it: the head of each stream as its row keeps it, and the streams that have events. */
export type DeskHeads = {
  id: number;
  lastTicketNumber: number;
  lastIncidentNumber: number;
  lastShiftNumber: number;
  lastExceptionNumber: number;
  packHash: string;
  heads: readonly (Head & { stream: string })[];
  streams: readonly string[];
};

/** Every desk, or only one. */
export async function readHeads(db: Reader, only: number | null): Promise<readonly DeskHeads[]> {
  const desks = await db.desk.findMany({
    where: only === null ? {} : { id: only },
    orderBy: { id: 'asc' },
  });
  return Promise.all(
    desks.map(
      async ({
        id,
        lastTicketNumber,
        lastIncidentNumber,
        lastShiftNumber,
        lastExceptionNumber,
        packHash,
        seq,
        headHash,
      }) => {
        const heads = {
          where: { deskId: id },
          orderBy: { number: 'asc' },
          select: { number: true, seq: true, headHash: true },
        } as const;
        const tickets = await db.ticket.findMany(heads);
        const incidents = await db.incident.findMany(heads);
        const shifts = await db.shift.findMany(heads);
        const exceptions = await db.exception.findMany(heads);
        const streams = await db.event.findMany({
          where: { deskId: id },
          distinct: ['stream'],
          select: { stream: true },
        });
        return {
          id,
          lastTicketNumber,
          lastIncidentNumber,
          lastShiftNumber,
          lastExceptionNumber,
          packHash,
          heads: [
            { stream: 'desk', seq, hash: headHash },
            ...tickets.map((row) => headOf('T-', row)),
            ...incidents.map((row) => headOf('INC-', row)),
            ...shifts.map((row) => headOf('SHIFT-', row)),
            ...exceptions.map((row) => headOf('EXC-', row)),
          ],
          streams: streams.map(({ stream }) => stream),
        };
      },
    ),
  );
}

function headOf(
  prefix: string,
  { number, seq, headHash }: { number: number; seq: number; headHash: string },
) {
  return { stream: `${prefix}${number}`, seq, hash: headHash };
}

/** The streams that something happened in since an instant under another pack than this. */
export async function readWrittenUnderOthers(
  db: Reader,
  deskId: number,
  packHash: string,
  since: Date,
): Promise<readonly string[]> {
  const rows = await db.$queryRaw<{ stream: string }[]>`
    SELECT DISTINCT "stream" FROM "Event"
    WHERE "deskId" = ${deskId} AND "at" >= ${since} AND "packHash" <> ${packHash}`;
  return rows.map(({ stream }) => stream);
}
