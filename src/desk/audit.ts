import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type DeskEvent, evolveDesk, noSettings } from '../sop/desk-settings.ts';
import type { IncidentEvent } from '../sop/incident/events.ts';
import { evolveIncident } from '../sop/incident/evolve.ts';
import { incidentDueAt } from '../sop/incident/obligations.ts';
import type { IncidentState } from '../sop/incident/state.ts';
import { packSchema, priorityCodes } from '../sop/pack/schema.ts';
import type { Recorded } from '../sop/recorded.ts';
import type { TicketEvent } from '../sop/ticket/events.ts';
import { evolveTicket } from '../sop/ticket/evolve.ts';
import { nextDueAt } from '../sop/ticket/obligations.ts';
import { type TicketState, workingPriority } from '../sop/ticket/state.ts';
import { type ChainedEvent, chainHash, chainStart } from '../store/chain.ts';
import { deskStream, readPacks, readSettings } from '../store/desks.ts';
import { readChain, readEvents, readHeads, type StoredChainLink } from '../store/events.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import { incidentRowOf, incidentStream, readIncidentRow } from '../store/incidents.ts';
import { rankOf, readRow, rowOf, ticketStream } from '../store/tickets.ts';

/** Something in the record that is not as it was written. `words` names the stream and the event. */
export type Finding = { stream: string; seq: number | null; words: string };

export type AuditReport = { desks: number; streams: number; events: number; findings: readonly Finding[] };

/** Recomputes every hash chain of the database: finds each event that was changed, dropped or moved, and names it. */
export async function verifyRecord(db: PrismaClient, deskId: number | null): Promise<AuditReport> {
  return auditEach(db, deskId, async (id, head) => {
    const links = await readChain(db, id, head.stream);
    return { events: links.length, findings: verifyStream(id, head, links) };
  });
}

/** One stream against its own hashes and the head that its row keeps. Exported for the tests of what it finds. */
export function verifyStream(
  deskId: number,
  head: { stream: string; seq: number; hash: string },
  links: readonly StoredChainLink[],
): readonly Finding[] {
  const { stream } = head;
  const findings: Finding[] = [];
  const found = (seq: number, words: string) =>
    findings.push({ stream, seq, words: `${stream} event ${seq} ${words}` });
  const bySeq = new Map(links.map((link) => [link.seq, link]));
  const broken: StoredChainLink[] = [];
  for (let seq = 1; seq <= Math.max(head.seq, links.at(-1)?.seq ?? 0); seq += 1) {
    const link = bySeq.get(seq);
    const before = seq === 1 ? chainStart : bySeq.get(seq - 1)?.hash;
    if (!link) found(seq, 'was dropped');
    else if (seq > head.seq) found(seq, `(${link.type}) was added`);
    // After a gap there is nothing to compute from: the gap itself has been named.
    else if (before !== undefined && chainHash(before, chained(deskId, stream, link)) !== link.hash)
      broken.push(link);
  }
  for (const link of broken) {
    const from = movedFrom(deskId, stream, link, broken, links);
    found(
      link.seq,
      from === null ? `(${link.type}) was changed` : `(${link.type}) was moved here from ${from}`,
    );
  }
  const last = bySeq.get(head.seq);
  if (findings.length === 0 && last && last.hash !== head.hash)
    found(head.seq, `(${last.type}) does not match the head`);
  return findings;
}

/** The place at which a link's hash is right, if it is one of the other broken places. */
function movedFrom(
  deskId: number,
  stream: string,
  link: StoredChainLink,
  broken: readonly StoredChainLink[],
  links: readonly StoredChainLink[],
): number | null {
  const hashes = [chainStart, ...links.map(({ hash }) => hash)];
  const place = broken.find(
    ({ seq }) =>
      seq !== link.seq &&
      hashes.some((before) => chainHash(before, chained(deskId, stream, { ...link, seq })) === link.hash),
  );
  return place?.seq ?? null;
}

function chained(deskId: number, stream: string, link: StoredChainLink): ChainedEvent {
  const { hash: _, ...event } = link;
  return { deskId, stream, ...event };
}

/** All that a row needs of the pack it was written under: packs of older versions lack what came later. */
const keptPack = z.object({ matrix: z.object({ assumedPriority: z.enum(priorityCodes) }) });

/** Folds every stream of the database and compares with what its rows say. */
export async function replayRecord(db: PrismaClient, deskId: number | null): Promise<AuditReport> {
  const packs = new Map(
    (await readPacks(db)).map(({ hash, content }) => [hash, keptPack.safeParse(content)] as const),
  );
  const whole = new Map(
    (await readPacks(db)).map(({ hash, content }) => [hash, packSchema.safeParse(content)] as const),
  );
  return auditEach(db, deskId, async (id, { stream, seq, hash }, packHash) => {
    // A pack from before a section was added can no longer be computed with; then the row's own word stands.
    const inForce = whole.get(packHash)?.data ?? null;
    if (stream === deskStream) {
      const events: readonly Recorded<DeskEvent>[] = await readEvents(db, id, stream);
      const same = isDeepStrictEqual(events.reduce(evolveDesk, noSettings), await readSettings(db, id));
      return { events: events.length, findings: same ? [] : [differs(stream, 'roster and channels')] };
    }
    const incident = /^INC-(\d+)$/.exec(stream)?.[1];
    if (incident) return replayIncident(db, id, Number(incident), { seq, hash });
    const events = await readEvents<TicketEvent>(db, id, stream);
    const folded = events.reduce<TicketState | null>(evolveTicket, null);
    const row = folded && (await readRow(db, id, folded.number));
    const pack = packs.get(events.at(-1)?.packHash ?? '');
    if (!folded || !row) return { events: events.length, findings: [differs(stream, 'the whole row')] };
    if (!pack?.success)
      return { events: events.length, findings: [differs(stream, 'the SOP pack it was made under')] };
    const index = {
      priorityRank: rankOf(workingPriority(folded, pack.data)),
      nextDueAt: inForce ? nextDueAt(folded, inForce) : row.nextDueAt,
    };
    const expected = rowOf(folded, index, { seq, hash });
    return { events: events.length, findings: differing(stream, expected, row) };
  });
}

async function replayIncident(
  db: PrismaClient,
  deskId: number,
  number: number,
  head: { seq: number; hash: string },
): Promise<{ events: number; findings: readonly Finding[] }> {
  const stream = incidentStream(number);
  const events = await readEvents<IncidentEvent>(db, deskId, stream);
  const folded = events.reduce<IncidentState | null>(evolveIncident, null);
  const row = await readIncidentRow(db, deskId, number);
  if (!folded || !row) return { events: events.length, findings: [differs(stream, 'the whole row')] };
  const expected = incidentRowOf(folded, incidentDueAt(folded), head);
  return { events: events.length, findings: differing(stream, expected, row) };
}

/** Each column of a row that is not as its events have it. */
function differing(
  stream: string,
  expected: Readonly<Record<string, unknown>>,
  row: Readonly<Record<string, unknown>>,
): readonly Finding[] {
  return Object.keys(expected)
    .filter((column) => !isDeepStrictEqual(expected[column], row[column]))
    .map((column) => differs(stream, `the column ${column}`));
}

function differs(stream: string, what: string): Finding {
  return { stream, seq: null, words: `${stream}: ${what} is not what its events say` };
}

type Head = { stream: string; seq: number; hash: string };

/**
 * Walks all streams of all desks, or of one. A number that was given away and has no ticket is a finding of its own,
 * and so are events that no row knows of.
 */
async function auditEach(
  db: PrismaClient,
  only: number | null,
  audit: (
    deskId: number,
    head: Head,
    packHash: string,
  ) => Promise<{ events: number; findings: readonly Finding[] }>,
): Promise<AuditReport> {
  const report = { desks: 0, streams: 0, events: 0, findings: [] as Finding[] };
  for (const { id, lastTicketNumber, lastIncidentNumber, packHash, heads, streams } of await readHeads(
    db,
    only,
  )) {
    report.desks += 1;
    const present = new Set(heads.map(({ stream }) => stream));
    const gone = [
      ...Array.from({ length: lastTicketNumber }, (_, index) => ticketStream(index + 1)),
      ...Array.from({ length: lastIncidentNumber }, (_, index) => incidentStream(index + 1)),
    ];
    for (const stream of new Set([...gone, ...streams]))
      if (!present.has(stream))
        report.findings.push({ stream, seq: null, words: `${stream} was dropped whole` });
    for (const head of heads) {
      const { events, findings } = await audit(id, head, packHash);
      report.streams += 1;
      report.events += events;
      report.findings.push(...findings);
    }
  }
  return report;
}
