import { faultId, logFault } from '../fault.ts';
import { system } from '../sop/actor.ts';
import { decideIncident } from '../sop/incident/decide.ts';
import type { IncidentEvent } from '../sop/incident/events.ts';
import type { IncidentState, Owed } from '../sop/incident/state.ts';
import type { Recorded } from '../sop/recorded.ts';
import type { TicketCommand } from '../sop/ticket/decide.ts';
import { claimDueIncident, claimOneOf } from '../store/claims.ts';
import { isDatabaseAway } from '../store/database/errors.ts';
import { readEvents } from '../store/events.ts';
import { incidentStream } from '../store/incidents.ts';
import { readTicket, ticketStream } from '../store/tickets.ts';
import type { Transaction } from '../store/transaction.ts';
import { contextOf, type Desk } from './desk.ts';
import type { DueStrike } from './due/due-source.ts';
import { numbersOf } from './due/streams.ts';
import { decideAndWrite } from './execute.ts';
import { inTransaction } from './in-transaction.ts';
import { writeIncident } from './write.ts';

/**
 * Writes the first thing owed to one ticket of the incident that has owed something longest: in the ticket's record and,
 * as done, in the incident's, in one transaction, so that it is there exactly once. The incident is held first and a
 * ticket that somebody is at is left for later: it never waits for a ticket, so that nobody can wait for each other.
 * A ticket that cannot be written on fails by itself: left out, it keeps nothing from the others.
 */
export async function settleIncident(desk: Desk, except: readonly string[]): Promise<DueStrike> {
  /** The record that is at work, and to blame when it fails. */
  let at: string | null = null;
  try {
    return await inTransaction<DueStrike>(desk, async (tx) => {
      const leftOut = numbersOf(except, incidentStream);
      const locked = await claimDueIncident(tx, desk.id, desk.clock.now(), leftOut);
      if (!locked) return { kind: 'nothingDue' };
      const { number, state } = locked;
      const incident = incidentStream(number);
      at = incident;
      const tickets = new Set(numbersOf(except, ticketStream));
      const open = state.owed.filter(({ ticket }) => !tickets.has(ticket));
      const ticket = await claimOneOf(
        tx,
        desk.id,
        open.map((owed) => owed.ticket),
      );
      const owed = open.find((one) => one.ticket === ticket?.number);
      if (!ticket || !owed) {
        const [first] = open;
        if (!first || (await readTicket(tx, desk.id, first.ticket)))
          return { kind: 'busy', stream: incident };
        at = ticketStream(first.ticket);
        throw new Error(`there is no T-${first.ticket}`);
      }
      const request = { actor: system, requestKey: null };
      const command = await commandFor(desk, tx, state, owed);
      const stream = ticketStream(ticket.number);
      at = stream;
      const outcome = await decideAndWrite(desk, tx, ticket, request, command);
      if (outcome.kind === 'refused') throw new Error(outcome.refusal.reason);
      at = incident;
      const context = contextOf(desk, system);
      const noted = decideIncident({ type: 'noteTold', ticket: owed.ticket }, state, context);
      if (noted.kind === 'refused') throw new Error(noted.refusal.reason);
      await writeIncident(desk, tx, locked, request, context, noted.events);
      return { kind: 'struck', stream, dueAt: owed.since };
    });
  } catch (error) {
    if (at === null || isDatabaseAway(error)) throw error;
    return { kind: 'failed', stream: at, error };
  }
}

/** What is settled at once after a person's act: a pattern's first tickets. The clock's next tick does the rest. */
const atOnce = 10;

/**
 * The ticket that completes a pattern is linked and escalated before its agent reads the answer. What fails here is not
 * the person's: it is logged, and owed on.
 */
export async function settleAtOnce(desk: Desk): Promise<void> {
  const except: string[] = [];
  try {
    for (let done = 0; done < atOnce; done += 1) {
      const settling = await settleIncident(desk, except);
      if (settling.kind === 'nothingDue') return;
      if (settling.kind === 'failed') logFault(desk.log, faultId(), settling.error);
      if (settling.kind !== 'struck') except.push(settling.stream);
    }
  } catch (error) {
    logFault(desk.log, faultId(), error);
  }
}

async function commandFor(
  desk: Desk,
  tx: Transaction,
  { number, status, trigger, tickets }: IncidentState,
  owed: Owed,
): Promise<TicketCommand> {
  switch (owed.kind) {
    case 'link': {
      const held = tickets.find((ticket) => ticket.number === owed.ticket);
      const because = held?.by ?? trigger;
      return { type: 'linkIncident', incident: number, declared: status === 'declared', because };
    }
    case 'unlink':
      return { type: 'unlinkIncident', incident: number };
    case 'news': {
      const events = await readEvents<IncidentEvent>(tx, desk.id, incidentStream(number));
      return { type: 'tellIncidentNews', incident: number, ...newsOf(events, owed.seq) };
    }
  }
}

function newsOf(events: readonly Recorded<IncidentEvent>[], seq: number) {
  const event = events.find((one) => one.seq === seq);
  switch (event?.type) {
    case 'declared':
    case 'dismissed':
    case 'updated':
    case 'closed':
      return { news: event.type, words: event.payload.words };
    default:
      throw new Error(`event ${seq} is no news`);
  }
}
