import { type Actor, actingRole } from '../sop/actor.ts';
import { checkAuthority } from '../sop/authority.ts';
import type { ClauseId } from '../sop/clauses.ts';
import type { Context } from '../sop/context.ts';
import type { Decision, Refusal } from '../sop/decision.ts';
import {
  type Channels,
  type DeskCommand,
  type DeskEvent,
  type DeskSettings,
  decideDesk,
  evolveDesk,
  noticesOfDeskEvent,
} from '../sop/desk-settings.ts';
import { instant } from '../sop/instant.ts';
import type { Recorded } from '../sop/recorded.ts';
import { decideTicket, type TicketCommand } from '../sop/ticket/decide.ts';
import { attemptRefused, type TicketEvent } from '../sop/ticket/events.ts';
import { evolveTicket } from '../sop/ticket/evolve.ts';
import { noticesOfTicketEvent } from '../sop/ticket/notices.ts';
import { nextDueAt } from '../sop/ticket/obligations.ts';
import { type TicketState, workingPriority } from '../sop/ticket/state.ts';
import { type LockedTicket, lockTicket } from '../store/claims.ts';
import { isSerializationFailure, isUniqueViolation } from '../store/database/errors.ts';
import { deskStream, lockDesk, readMembers, saveDesk } from '../store/desks.ts';
import { appendEvents, type Head } from '../store/events.ts';
import { addNotices, readLanes } from '../store/outbox.ts';
import { insertTicket, rankOf, ticketStream, updateTicket } from '../store/tickets.ts';
import type { Transaction } from '../store/transaction.ts';
import { contextOf, type Desk, type Outcome, type Request } from './desk.ts';
import { addressNotice, spreadOverLanes, spreadOverRole } from './outbox-notices.ts';

/**
 * THE transaction: lock the ticket, decide, evolve, write row, events and outbox, all or nothing. `makeCommand`
 * looks up what the decision needs to know, inside the same transaction. A refusal is kept too, as an attempt.
 */
export async function executeOnTicket(
  desk: Desk,
  number: number,
  request: Request,
  makeCommand: (tx: Transaction, ticket: TicketState) => TicketCommand | Promise<TicketCommand>,
): Promise<Outcome> {
  return inTransaction(desk, async (tx) => {
    const locked = await lockTicket(tx, desk.id, number);
    if (!locked) return unknownTicket(desk, tx, number, request);
    return decideAndWrite(desk, tx, locked, request, await makeCommand(tx, locked.state));
  });
}

/** The second half of the transaction, for a ticket that is locked already. */
export async function decideAndWrite(
  desk: Desk,
  tx: Transaction,
  locked: LockedTicket,
  request: Request,
  command: TicketCommand,
): Promise<Outcome> {
  const context = contextOf(desk, request.actor);
  const decision = decideTicket(command, locked.state, context);
  const { ticket, events } = await writeTicket(desk, tx, locked, request, context, eventsOf(decision));
  return decision.kind === 'refused'
    ? { kind: 'refused', refusal: decision.refusal }
    : { kind: 'done', ticket, events };
}

/** Writes what a decision says of a ticket; `state` is null for one that is being opened. */
export async function writeTicket(
  desk: Desk,
  tx: Transaction,
  before: { state: TicketState | null; head: Head; channels: Channels; cardChannel: string | null },
  request: Request,
  context: Context,
  decided: readonly TicketEvent[],
): Promise<{ ticket: TicketState; events: readonly Recorded<TicketEvent>[] }> {
  const events = record(desk, context, before.head, decided);
  const told: ReturnType<typeof addressNotice>[] = [];
  let state = before.state;
  for (const event of events) {
    const after = evolveTicket(state, event);
    const about = { stream: ticketStream(after.number), seq: event.seq };
    for (const notice of noticesOfTicketEvent(event, state)) {
      if (notice.destination.to === 'wherePosted') {
        told.push(...spreadOverLanes(notice, about, await readLanes(tx, desk.id, about.stream)));
        continue;
      }
      const members = notice.destination.to === 'role' ? await readMembers(tx, desk.id) : {};
      for (const one of spreadOverRole(notice, members))
        told.push(addressNotice(one, about, before.channels, before.cardChannel));
    }
    state = after;
  }
  if (!state) throw new Error('a decision to open a ticket has an event');
  if (events.length === 0) return { ticket: state, events };

  const { pack } = desk.sop;
  const stream = { deskId: desk.id, name: ticketStream(state.number) };
  const head = await appendEvents(tx, stream, before.head, events, keyOf(request, decided));
  const index = { priorityRank: rankOf(workingPriority(state, pack)), nextDueAt: nextDueAt(state, pack) };
  if (before.state) await updateTicket(tx, desk.id, state, index, head);
  else await insertTicket(tx, desk.id, state, index, head);
  await addNotices(tx, desk.id, told, context.now);
  return { ticket: state, events };
}

export type DeskOutcome =
  | { kind: 'done'; settings: DeskSettings }
  | Extract<Outcome, { kind: 'refused' | 'repeated' }>;

/** The same transaction for what concerns the whole desk: its roster, its channels, attempts about no one ticket. */
export async function executeOnDesk(
  desk: Desk,
  request: Request,
  command: DeskCommand,
  alongside?: (tx: Transaction, before: DeskSettings) => Promise<void>,
): Promise<DeskOutcome> {
  return inTransaction(desk, async (tx) => {
    const { settings, head } = await lockDesk(tx, desk.id);
    const context = contextOf(desk, request.actor);
    const decision = decideDesk(command, settings, context);
    const decided: readonly DeskEvent[] =
      decision.kind === 'accepted' ? decision.events : [deskAttemptRefused(decision.refusal)];
    const after = await writeDesk(desk, tx, { settings, head }, request, context, decided);
    if (decision.kind === 'refused') return { kind: 'refused', refusal: decision.refusal };
    await alongside?.(tx, settings);
    return { kind: 'done', settings: after };
  });
}

async function writeDesk(
  desk: Desk,
  tx: Transaction,
  before: { settings: DeskSettings; head: Head },
  request: Request,
  context: Context,
  decided: readonly DeskEvent[],
): Promise<DeskSettings> {
  const events = record(desk, context, before.head, decided);
  if (events.length === 0) return before.settings;
  const after = events.reduce(evolveDesk, before.settings);
  const stream = { deskId: desk.id, name: deskStream };
  const head = await appendEvents(tx, stream, before.head, events, keyOf(request, decided));
  await saveDesk(tx, desk.id, before.settings, after, head, context.now);
  const told = events.flatMap((event) =>
    noticesOfDeskEvent(event, after).map((notice) =>
      addressNotice(notice, { stream: deskStream, seq: event.seq }, after.channels, null),
    ),
  );
  await addNotices(tx, desk.id, told, context.now);
  return after;
}

function deskAttemptRefused(refusal: Refusal): DeskEvent {
  return { type: 'attemptRefused', clause: refusal.clause, payload: { refusal } };
}

/** Retries what the database could not serialize; a request that was carried out before comes out as repeated. */
export async function inTransaction<Result extends { kind: string }>(
  desk: Desk,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result | { kind: 'repeated' }> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const result = await desk.db.$transaction(work, { maxWait: 5000, timeout: 10_000 });
      desk.outboxChanged();
      return result;
    } catch (error) {
      if (isUniqueViolation(error, ['deskId', 'requestKey'])) return { kind: 'repeated' };
      if (!isSerializationFailure(error) || attempt === 5) throw error;
    }
  }
}

/**
 * The key is kept with what was carried out. A refusal keeps none: asked again when what stood in the way is gone,
 * the same request has to be decided anew.
 */
function keyOf(request: Request, decided: readonly { type: string }[]): string | null {
  return decided.every(({ type }) => type === 'attemptRefused') ? null : request.requestKey;
}

function eventsOf(decision: Decision<TicketEvent>): readonly TicketEvent[] {
  return decision.kind === 'accepted' ? decision.events : [attemptRefused(decision.refusal)];
}

function record<Event extends { type: string; clause: ClauseId; payload: unknown }>(
  desk: Desk,
  { actor, now }: Context,
  head: Head,
  events: readonly Event[],
): readonly Recorded<Event>[] {
  return events.map((event, index) => ({
    ...event,
    seq: head.seq + index + 1,
    at: instant(now),
    actor: idOf(actor),
    role: actingRole(actor),
    packVersion: desk.sop.pack.version,
    packHash: desk.sop.hash,
  }));
}

function idOf(actor: Actor): string | null {
  return actor.kind === 'person' ? actor.id : null;
}

/** Whoever has no business on the desk is told so, not which numbers exist. */
async function unknownTicket(
  desk: Desk,
  tx: Transaction,
  number: number,
  request: Request,
): Promise<Outcome> {
  const refusal = request.actor.kind === 'system' ? null : checkAuthority(request.actor, 'ticket.read');
  if (!refusal) return { kind: 'unknownTicket', number };
  const before = await lockDesk(tx, desk.id);
  await writeDesk(desk, tx, before, request, contextOf(desk, request.actor), [deskAttemptRefused(refusal)]);
  return { kind: 'refused', refusal };
}
