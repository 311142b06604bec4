import { checkAuthority } from '../sop/authority.ts';
import type { Context } from '../sop/context.ts';
import type { Decision, Refusal } from '../sop/decision.ts';
import {
  type DeskCommand,
  type DeskEvent,
  type DeskSettings,
  decideDesk,
  evolveDesk,
  noticesOfDeskEvent,
} from '../sop/desk-settings.ts';
import { decideTicket, type TicketCommand } from '../sop/ticket/decide.ts';
import { attemptRefused, type TicketEvent } from '../sop/ticket/events.ts';
import type { TicketState } from '../sop/ticket/state.ts';
import { type LockedTicket, lockTicket } from '../store/claims.ts';
import { isSerializationFailure, isUniqueViolation } from '../store/database/errors.ts';
import { deskStream, lockDesk, saveDesk } from '../store/desks.ts';
import { eventsToAppend, type Head } from '../store/events.ts';
import { noticesToAdd } from '../store/outbox.ts';
import type { Transaction } from '../store/transaction.ts';
import { writeTogether } from '../store/writes.ts';
import { contextOf, type Desk, type Outcome, type Request } from './desk.ts';
import { addressNotice } from './outbox-notices.ts';
import { watchTicket } from './watch-incidents.ts';
import { keyOf, record, writeTicket } from './write.ts';

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
  if (decision.kind === 'refused') return { kind: 'refused', refusal: decision.refusal };
  await watchTicket(desk, tx, locked.state, ticket, events);
  return { kind: 'done', ticket, events };
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
  const { head, writes } = eventsToAppend(stream, before.head, events, keyOf(request, decided));
  await saveDesk(tx, desk.id, before.settings, after, head, context.now);
  const told = events.flatMap((event) =>
    noticesOfDeskEvent(event, after).map((notice) =>
      addressNotice(notice, { stream: deskStream, seq: event.seq }, after.channels, null),
    ),
  );
  await writeTogether(tx, [...writes, ...noticesToAdd(desk.id, told, context.now)]);
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

function eventsOf(decision: Decision<TicketEvent>): readonly TicketEvent[] {
  return decision.kind === 'accepted' ? decision.events : [attemptRefused(decision.refusal)];
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
