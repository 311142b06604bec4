import type { UserId } from '../sop/actor.ts';
import type { IncidentState } from '../sop/incident/state.ts';
import type { Recorded } from '../sop/recorded.ts';
import { isPreparing } from '../sop/shift/duty.ts';
import type { ShiftEventOf } from '../sop/shift/events.ts';
import { handedOver } from '../sop/shift/facts.ts';
import { byRisk } from '../sop/shift/handoff/risk.ts';
import { incomingNow, missingEntries } from '../sop/shift/handoff/standing.ts';
import type { Received, ShiftState } from '../sop/shift/state.ts';
import type { TicketEvent } from '../sop/ticket/events.ts';
import { merelyTold } from '../sop/ticket/evolve.ts';
import type { TicketState } from '../sop/ticket/state.ts';
import { readLastEvents } from '../store/events.ts';
import { readOpenIncidents } from '../store/incidents.ts';
import { readOpenShiftOf, readOpenShifts, readShift } from '../store/shifts.ts';
import { readOwned, readTicketsOf, readWatchedBy, ticketStream } from '../store/tickets.ts';
import type { Desk, Request } from './desk.ts';
import { readOwnShift, readShiftFile, type ShiftFile } from './read-shift.ts';
import { type Reading, readAs } from './read-ticket.ts';
import { readShiftFacts } from './shift-facts.ts';

/** HO-2: a ticket in a record: as it is now, what was done last, and what was written of it. */
export type RecordTicket = {
  ticket: TicketState;
  lastAction: Recorded<TicketEvent> | null;
  entry: Recorded<ShiftEventOf<'entryWritten'>> | null;
  /** Whether it changed since that was written. */
  changed: boolean;
  /** Still to be handed over: neither closed meanwhile nor with somebody else. */
  here: boolean;
};

export type HandoffFile = ShiftFile & {
  /** By risk; once the record is delivered in the order in which it was told. */
  tickets: readonly RecordTicket[];
  missing: readonly number[];
  anomalies: Recorded<ShiftEventOf<'anomaliesWritten'>> | null;
  incidents: readonly IncidentState[];
  /** Who could acknowledge it now. */
  incoming: readonly UserId[];
  now: Date;
};

/** For showing what was decided already; authority was checked there. */
export async function readHandoffFile(desk: Desk, number: number): Promise<HandoffFile | null> {
  const file = await readShiftFile(desk, number);
  return file && withHandoff(desk, file, 'told');
}

/** The record of the open shift of who asks; null where they are on none. */
export function readOwnHandoffAs(desk: Desk, request: Request): Promise<Reading<HandoffFile | null>> {
  return readAs(desk, request, 'handoff.prepare', async () => {
    const { actor } = request;
    const file = actor.kind === 'person' ? await readOwnShift(desk, actor.id) : null;
    return { kind: 'read', value: file && (await withHandoff(desk, file, 'next')) };
  });
}

/**
 * A shift's file with its handoff record. `round`: once it is acknowledged, what was handed over with it, or what has
 * come to the person since and is to be handed over next.
 */
export async function withHandoff(
  desk: Desk,
  { shift, events, facts }: ShiftFile,
  round: 'told' | 'next',
): Promise<HandoffFile> {
  const now = desk.clock.now();
  const incidents = await readOpenIncidents(desk.db, desk.id);
  const over = round === 'told' && shift.handoff?.acknowledged != null;
  const here = over ? [] : handedOver(facts);
  const told = shift.handoff?.delivered?.tickets ?? [];
  const elsewhere = told.filter((number) => !here.some((one) => one.number === number));
  const gone = elsewhere.length > 0 ? await readTicketsOf(desk.db, desk.id, elsewhere) : [];
  const tickets = inOrder([...here, ...gone], told, desk, now);
  const last = await readLastEvents<TicketEvent>(
    desk.db,
    desk.id,
    tickets.map(({ number }) => ticketStream(number)),
    noAction,
  );
  const bySeq = new Map(events.map((event) => [event.seq, event]));
  const anomalies = bySeq.get(shift.handoff?.anomalies ?? -1);
  return {
    shift,
    events,
    facts,
    tickets: tickets.map((ticket) => {
      const written = shift.handoff?.entries[ticket.number];
      const entry = bySeq.get(written?.seq ?? -1);
      return {
        ticket,
        lastAction: last.get(ticketStream(ticket.number)) ?? null,
        entry: entry?.type === 'entryWritten' ? entry : null,
        changed: written !== undefined && written.version !== ticket.version,
        here: here.includes(ticket),
      };
    }),
    missing: over ? [] : byRisk(missingEntries(shift, facts), desk.sop.pack, now).map(({ number }) => number),
    anomalies: anomalies?.type === 'anomaliesWritten' ? anomalies : null,
    incidents,
    incoming: incomingNow(shift, { facts, pack: desk.sop.pack, now }),
    now,
  };
}

/** What is no action of anybody’s: what the clock told, and what was refused. */
const noAction: readonly string[] = ['attemptRefused', 'handedOver', ...merelyTold];

function inOrder(
  tickets: readonly TicketState[],
  told: readonly number[],
  { sop: { pack } }: Desk,
  now: Date,
): readonly TicketState[] {
  const known = told.flatMap((number) => tickets.filter((ticket) => ticket.number === number));
  const joined = tickets.filter(({ number }) => !told.includes(number));
  return [...known, ...byRisk(joined, pack, now)];
}

/** How the record of somebody’s shift stands, for `/handoff status`. */
export type RecordStanding = { shift: ShiftState; open: number; missing: number };

/** Every shift that hands over now, or has its record begun. */
export function readStandingsAs(desk: Desk, request: Request): Promise<Reading<readonly RecordStanding[]>> {
  return readAs(desk, request, 'ticket.read', async () => {
    const now = desk.clock.now();
    const open = await readOpenShifts(desk.db, desk.id);
    const concerned = open.filter(
      (shift) => shift.handoff !== null || isPreparing(shift, desk.sop.pack, now),
    );
    const value = await Promise.all(
      concerned.map(async (shift) => {
        const facts = await readShiftFacts(desk, desk.db, shift);
        return {
          shift,
          open: handedOver(facts).length,
          missing: missingEntries(shift, facts).length,
        };
      }),
    );
    return { kind: 'read', value };
  });
}

/** HO-5: what the person acknowledged within the first minutes of now; null where nothing was. */
export async function justReceived(desk: Desk, person: UserId): Promise<Received | null> {
  const number = await readOpenShiftOf(desk.db, desk.id, person);
  const shift = number === null ? null : await readShift(desk.db, desk.id, number);
  const since = desk.clock.now().getTime() - desk.sop.pack.shifts.firstMinutes;
  return shift?.received.findLast(({ at }) => Date.parse(at) >= since) ?? null;
}

/** HO-5: everything the person owns or looks in on, what is closest to its limit first. */
export async function queueByTimeLeft(desk: Desk, person: UserId): Promise<readonly TicketState[]> {
  const [owned, watched] = await Promise.all([
    readOwned(desk.db, desk.id, person),
    readWatchedBy(desk.db, desk.id, person),
  ]);
  const others = watched.filter(({ number }) => !owned.some((one) => one.number === number));
  return byRisk([...owned, ...others], desk.sop.pack, desk.clock.now());
}
