import type { Desk } from '../desk/desk.ts';
import { mayBeTold } from '../desk/may-be-told.ts';
import type { DigestPart } from '../desk/outbox-digest.ts';
import { readTicketFile } from '../desk/read-ticket.ts';
import { type DigestKind, digestKinds } from '../sop/digest.ts';
import { owedSince } from '../sop/ticket/owed-since.ts';
import type { Message } from './answer.ts';
import { buildDigest, type DigestEntry } from './views/digest.ts';
import { saidLate } from './views/late.ts';
import { ticketNumber } from './words.ts';

/**
 * A digest in words, from the record as it is now; null when nothing of it is left to be told (SEC-2). `toldAt`: when it
 * is sent, or was.
 */
export async function renderDigest(
  desk: Desk,
  parts: readonly DigestPart[],
  toldAt: Date,
): Promise<Message | null> {
  const entries = await Promise.all(parts.map((part) => entryOf(desk, part)));
  const { pack } = desk.sop;
  const message = buildDigest(
    entries.filter((entry) => entry !== null),
    pack,
  );
  const [oldest] = entries.flatMap((entry) => entry?.since.getTime() ?? []).toSorted((a, b) => a - b);
  return message && oldest !== undefined
    ? saidLate(message, new Date(oldest), toldAt, pack.timeZone)
    : message;
}

/** With since when it was to be told: nobody may have been there to notice it. */
async function entryOf(desk: Desk, part: DigestPart): Promise<(DigestEntry & { since: Date }) | null> {
  const { kind } = part;
  const number = ticketNumber(part.stream);
  const file = number === null ? null : await readTicketFile(desk, number);
  const event = file?.events.find(({ seq }) => seq === part.seq);
  if (!file || !event) throw new Error(`notice ${part.key} tells of an event that is not in the record`);
  if (!isDigestKind(kind)) throw new Error(`'${kind}' does not stand in a digest`);
  if (!(await mayBeTold(desk, part, file.ticket))) return null;
  const since = owedSince(file.events, event, desk.sop.pack);
  return { kind, event, file, since: since === null ? part.createdAt : new Date(since) };
}

function isDigestKind(kind: string): kind is DigestKind {
  return (digestKinds as readonly string[]).includes(kind);
}
