import type { ClauseId } from '../sop/clauses.ts';
import type { Recorded } from '../sop/recorded.ts';
import { chainHash } from './chain.ts';
import type { Event as EventRow } from './generated/client.ts';
import { fromJson, type Reader, type Transaction, toJson } from './transaction.ts';

type AnyEvent = { type: string; clause: ClauseId; payload: unknown };

/** Where a stream ends: the last sequence number and its hash. */
export type Head = { seq: number; hash: string };

/**
 * Appends to a stream whose row is locked, and returns its new head. `requestKey` goes on the first event, so that
 * a request delivered twice fails on the unique index and acts once.
 */
export async function appendEvents(
  tx: Transaction,
  stream: { deskId: number; name: string },
  head: Head,
  events: readonly Recorded<AnyEvent>[],
  requestKey: string | null,
): Promise<Head> {
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
  if (rows.length > 0) await tx.event.createMany({ data: rows });
  return { seq: head.seq + rows.length, hash };
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
