import { z } from 'zod';
import type { UserId } from '../sop/actor.ts';
import type { ClauseId } from '../sop/clauses.ts';
import { type DocumentCurrency, documentCurrency } from '../sop/documents.ts';
import type { Quarter } from '../sop/exception/quarter.ts';
import type { ExceptionState } from '../sop/exception/state.ts';
import type { Instant } from '../sop/instant.ts';
import { type Pack, packSchema } from '../sop/pack/schema.ts';
import { readConfirmations, readDesks, readPacks } from '../store/desks.ts';
import { countRefusals, readCalibrationFlags } from '../store/events.ts';
import { countEntries, countFlagged, readLoggedBetween } from '../store/exceptions.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import { readTicketsOf } from '../store/tickets.ts';

/** AU-7: a rule that somebody thinks is badly calibrated. `words` is null where its ticket is restricted (SEC-2). */
export type CalibrationFlag = {
  stream: string;
  at: Instant;
  by: UserId | null;
  clause: ClauseId;
  words: string | null;
};

/** EX-4: what the quarterly SOP review of one desk looks at, besides the entries themselves. */
export type ReviewPacket = {
  teamId: string;
  quarter: Quarter;
  flagged: readonly { clause: string | null; count: number }[];
  answers: readonly { answer: string | null; count: number }[];
  drafts: number;
  attempts: readonly { clause: string; count: number }[];
  calibration: readonly CalibrationFlag[];
  /** DOC-2: what is not confirmed as current at this moment. */
  stale: readonly DocumentCurrency[];
  /** The entries of the quarter as they are now, in the order they were entered. */
  entries(): AsyncGenerator<ExceptionState>;
};

/** The packets of every desk in the database. `pack`: the one in force, whose documents are looked at. */
export async function readReview(
  db: PrismaClient,
  pack: Pack,
  quarter: Quarter,
  now: Date,
): Promise<readonly ReviewPacket[]> {
  const packets: ReviewPacket[] = [];
  for (const { id, teamId } of await readDesks(db))
    packets.push(await packetOf(db, id, teamId, pack, quarter, now));
  return packets;
}

async function packetOf(
  db: PrismaClient,
  id: number,
  teamId: string,
  pack: Pack,
  quarter: Quarter,
  now: Date,
): Promise<ReviewPacket> {
  const period = [new Date(quarter.from), new Date(quarter.to)] as const;
  const attempts = await countRefusals(db, id, ...period);
  const currency = documentCurrency(pack, await readConfirmations(db, id), now);
  return {
    teamId,
    quarter,
    flagged: await countFlagged(db, id, ...period),
    ...(await countEntries(db, id, ...period)),
    attempts: [...attempts].map(([clause, count]) => ({ clause, count })).sort((a, b) => b.count - a.count),
    calibration: await calibrationOf(db, id, ...period),
    stale: currency.filter((one) => one.stale),
    entries: () => entriesOf(db, id, ...period),
  };
}

const perRead = 500;

/** Read as they are written out: a register of any length takes the room of one page. */
async function* entriesOf(
  db: PrismaClient,
  id: number,
  from: Date,
  to: Date,
): AsyncGenerator<ExceptionState> {
  let after: { loggedAt: Date; number: number } | null = null;
  for (;;) {
    const page: readonly ExceptionState[] = await readLoggedBetween(db, id, from, to, after, perRead);
    yield* page;
    const last = page.at(-1);
    if (!last?.loggedAt || page.length < perRead) return;
    after = { loggedAt: new Date(last.loggedAt), number: last.number };
  }
}

async function calibrationOf(
  db: PrismaClient,
  id: number,
  from: Date,
  to: Date,
): Promise<readonly CalibrationFlag[]> {
  const flags = await readCalibrationFlags(db, id, from, to);
  const numbers = flags.flatMap(({ stream }) => ticketIn(stream) ?? []);
  const tickets = await readTicketsOf(db, id, [...new Set(numbers)]);
  const restricted = new Set(tickets.filter(({ security }) => security).map(({ number }) => number));
  return flags.map(({ stream, at, actor, refused, words }) => {
    const ticket = ticketIn(stream);
    const closed = ticket !== null && restricted.has(ticket);
    return { stream, at, by: actor, clause: refused, words: closed ? null : words };
  });
}

function ticketIn(stream: string): number | null {
  const digits = /^T-(\d+)$/.exec(stream)?.[1];
  return digits ? Number(digits) : null;
}

/** A pack from before a section was added can no longer be read whole; then nothing is said of its documents. */
const readable = z.unknown().transform((content) => packSchema.safeParse(content).data ?? null);

/** DOC-2: each desk's documents that are not confirmed as current, under the pack it works with. */
export async function readStaleDocuments(
  db: PrismaClient,
  now: Date,
): Promise<readonly { teamId: string; stale: readonly DocumentCurrency[] }[]> {
  const packs = new Map((await readPacks(db)).map(({ hash, content }) => [hash, readable.parse(content)]));
  const desks = await readDesks(db);
  return Promise.all(
    desks.map(async ({ id, teamId, packHash }) => {
      const pack = packs.get(packHash);
      const currency = pack ? documentCurrency(pack, await readConfirmations(db, id), now) : [];
      return { teamId, stale: currency.filter((one) => one.stale) };
    }),
  );
}
