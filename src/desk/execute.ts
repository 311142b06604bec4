import type { UserId } from '../sop/actor.ts';
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
import type { Duty } from '../sop/shift/duty.ts';
import { decideTicket, type TicketCommand } from '../sop/ticket/decide.ts';
import { attemptRefused, type TicketEvent } from '../sop/ticket/events.ts';
import { asksForDuty } from '../sop/ticket/on-shift.ts';
import type { TicketState } from '../sop/ticket/state.ts';
import { type LockedTicket, lockTicket } from '../store/claims.ts';
import { deskStream, lockDesk, saveDesk } from '../store/desks.ts';
import { eventsToAppend, type Head, isCarriedOut } from '../store/events.ts';
import { noticesToAdd } from '../store/outbox.ts';
import type { Transaction } from '../store/transaction.ts';
import { writeTogether } from '../store/writes.ts';
import { contextOf, type Desk, type Outcome, type Request } from './desk.ts';
import { holdDuty } from './duty.ts';
import { inRequest } from './in-transaction.ts';
import { addressNotice, instead } from './outbox-notices.ts';
import { showInBriefings } from './show-in-briefings.ts';
import { timed } from './timed.ts';
import { watchExceptions, watchRefusal } from './watch-exceptions.ts';
import { watchTicket } from './watch-incidents.ts';
import { keyOf, record, writeTicket } from './write.ts';

/**
 * THE transaction: lock the ticket, decide, evolve, write row, events and outbox, all or nothing. `makeCommand`
 * looks up what the decision needs to know, inside the same transaction. A refusal is kept too, as an attempt.
 */
export function executeOnTicket(
  desk: Desk,
  number: number,
  request: Request,
  makeCommand: MakeCommand,
): Promise<Outcome> {
  return onTicket(desk, number, request, makeCommand, async () => undefined);
}

/**
 * The same for what only somebody on shift may do (HO-1, HO-3). Their shift is held before the ticket is, so that it
 * cannot end, or be handed over, in between; so are those of `others`, whom the decision concerns as well.
 */
export function executeOnDuty(
  desk: Desk,
  number: number,
  request: Request,
  others: readonly UserId[],
  makeCommand: MakeCommand,
): Promise<Outcome> {
  return onTicket(desk, number, request, makeCommand, (tx) => dutyOf(desk, tx, request, others));
}

type MakeCommand = (tx: Transaction, ticket: TicketState) => TicketCommand | Promise<TicketCommand>;

function onTicket(
  desk: Desk,
  number: number,
  request: Request,
  makeCommand: MakeCommand,
  lookUpDuty: (tx: Transaction) => Promise<Duty | undefined>,
): Promise<Outcome> {
  let useCase = 'unknownTicket';
  return timed(
    desk,
    () => useCase,
    () =>
      inRequest(desk, request, async (tx): Promise<Outcome> => {
        const duty = await lookUpDuty(tx);
        const locked = await lockTicket(tx, desk.id, number);
        if (!locked) return unknownTicket(desk, tx, number, request);
        const command = await makeCommand(tx, locked.state);
        useCase = command.type;
        return decideAndWrite(desk, tx, locked, request, command, duty);
      }),
  );
}

/** The duty of who asks; the system has none. */
export async function dutyOf(
  desk: Desk,
  tx: Transaction,
  { actor }: Request,
  others: readonly UserId[],
): Promise<Duty | undefined> {
  return actor.kind === 'person' ? holdDuty(desk, tx, actor.id, others) : undefined;
}

/**
 * The second half of the transaction, for a ticket that is locked already. `duty`: where the command asks for it. What
 * was carried out before may be refused now for that very reason: then it is repeated, not an attempt.
 */
export async function decideAndWrite(
  desk: Desk,
  tx: Transaction,
  locked: LockedTicket,
  request: Request,
  command: TicketCommand,
  duty?: Duty,
): Promise<Outcome> {
  const context = contextOf(desk, request.actor);
  if (!duty && request.actor.kind === 'person' && asksForDuty.has(command.type))
    throw new Error(`'${command.type}' is decided on knowing who is on shift`);
  const decision = decideTicket(command, locked.state, duty ? { ...context, duty } : context);
  if (decision.kind === 'refused' && (await isCarriedOut(tx, desk.id, request.requestKey)))
    return { kind: 'repeated' };
  const { ticket, events } = await writeTicket(desk, tx, locked, request, context, eventsOf(decision));
  if (decision.kind === 'refused') {
    await watchRefusal(desk, tx, command, decision.refusal, request.actor, ticket);
    return decision;
  }
  await watchTicket(desk, tx, locked.state, ticket, events);
  await watchExceptions(desk, tx, locked.state, ticket, events);
  await showInBriefings(desk, tx, locked, ticket, events);
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
  return timed(
    desk,
    () => command.type,
    () =>
      inRequest(desk, request, async (tx): Promise<DeskOutcome> => {
        const { settings, head } = await lockDesk(tx, desk.id);
        const context = contextOf(desk, request.actor);
        const decision = decideDesk(command, settings, context);
        if (decision.kind === 'refused' && (await isCarriedOut(tx, desk.id, request.requestKey)))
          return { kind: 'repeated' };
        const decided: readonly DeskEvent[] =
          decision.kind === 'accepted' ? decision.events : [deskAttemptRefused(decision.refusal)];
        const after = await writeDesk(desk, tx, { settings, head }, request, context, decided);
        if (decision.kind === 'refused') {
          // Looking something up leads up to an act, and is none.
          if (command.type !== 'attempt')
            await watchRefusal(desk, tx, command, decision.refusal, request.actor, null);
          return decision;
        }
        await alongside?.(tx, settings);
        return { kind: 'done', settings: after };
      }),
  );
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
    noticesOfDeskEvent(event, after, before.settings).map((notice) =>
      addressNotice(
        instead(notice, after.lostChannels),
        { stream: deskStream, seq: event.seq },
        after.channels,
        null,
      ),
    ),
  );
  await writeTogether(tx, [...writes, ...noticesToAdd(desk.id, told, context.now)]);
  return after;
}

function deskAttemptRefused(refusal: Refusal): DeskEvent {
  return { type: 'attemptRefused', clause: refusal.clause, payload: { refusal } };
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
