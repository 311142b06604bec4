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
import type { Transaction } from '../store/transaction.ts';
import { contextOf, type Desk } from './desk.ts';
import type { DueStrike } from './due/due-source.ts';
import { decideAndWrite } from './execute.ts';
import { inTransaction } from './in-transaction.ts';
import { writeIncident } from './write.ts';

/**
 * Writes the first thing owed to one ticket of the incident that has owed something longest: in the ticket's record and,
 * as done, in the incident's, in one transaction, so that it is there exactly once. The incident is held first and a
 * ticket that somebody is at is left for later: it never waits for a ticket, so that nobody can wait for each other.
 */
export async function settleIncident(desk: Desk, except: readonly number[]): Promise<DueStrike> {
  let claimed: number | null = null;
  try {
    return await inTransaction<DueStrike>(desk, async (tx) => {
      const locked = await claimDueIncident(tx, desk.id, desk.clock.now(), except);
      if (!locked) return { kind: 'nothingDue' };
      const { number, state } = locked;
      claimed = number;
      const ticket = await claimOneOf(
        tx,
        desk.id,
        state.owed.map((owed) => owed.ticket),
      );
      const owed = state.owed.find((one) => one.ticket === ticket?.state.number);
      if (!ticket || !owed) return { kind: 'busy', number };
      const request = { actor: system, requestKey: null };
      const command = await commandFor(desk, tx, state, owed);
      const outcome = await decideAndWrite(desk, tx, ticket, request, command);
      if (outcome.kind === 'refused') throw new Error(outcome.refusal.reason);
      const context = contextOf(desk, system);
      const noted = decideIncident({ type: 'noteTold', ticket: owed.ticket }, state, context);
      if (noted.kind === 'refused') throw new Error(noted.refusal.reason);
      await writeIncident(desk, tx, locked, request, context, noted.events);
      return { kind: 'struck', number, dueAt: owed.since };
    });
  } catch (error) {
    if (claimed === null || isDatabaseAway(error)) throw error;
    return { kind: 'failed', number: claimed, error };
  }
}

/** What is settled at once after a person's act: a pattern's first tickets. The clock's next tick does the rest. */
const atOnce = 10;

/**
 * The ticket that completes a pattern is linked and escalated before its agent reads the answer. What fails here is not
 * the person's: it is logged, and owed on.
 */
export async function settleAtOnce(desk: Desk): Promise<void> {
  const except: number[] = [];
  try {
    for (let done = 0; done < atOnce; done += 1) {
      const settling = await settleIncident(desk, except);
      if (settling.kind === 'nothingDue') return;
      if (settling.kind === 'failed') logFault(desk.log, faultId(), settling.error);
      if (settling.kind !== 'struck') except.push(settling.number);
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
