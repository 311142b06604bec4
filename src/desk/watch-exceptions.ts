import { type Actor, system, type UserId } from '../sop/actor.ts';
import type { Decision, Refusal } from '../sop/decision.ts';
import { decideDraftException, decideException } from '../sop/exception/decide.ts';
import type { ExceptionEvent } from '../sop/exception/events.ts';
import { attemptKey, type Deviation } from '../sop/exception/state.ts';
import { attemptIn, deviationsIn } from '../sop/exception/watch.ts';
import type { Recorded } from '../sop/recorded.ts';
import type { ShiftEvent } from '../sop/shift/events.ts';
import type { ShiftState } from '../sop/shift/state.ts';
import type { TicketEvent } from '../sop/ticket/events.ts';
import type { TicketState } from '../sop/ticket/state.ts';
import { type LockedException, lockDraftsOf, lockException, lockExceptionsOf } from '../store/claims.ts';
import { readRole } from '../store/desks.ts';
import { readDraftByKey } from '../store/exceptions.ts';
import { readOpenShifts } from '../store/shifts.ts';
import type { Transaction } from '../store/transaction.ts';
import { beginException } from './begin-exception.ts';
import { contextOf, type Desk } from './desk.ts';
import { writeException } from './write-exception.ts';

const bySystem = { actor: system, requestKey: null };

/**
 * EX-1, AU-6: what a change of a ticket makes of the register, in the transaction of that change. Deviations become
 * drafts of whoever did them; an attempt that is authorized is none any more; what is about a ticket that is restricted
 * is closed with it (SEC-2).
 */
export async function watchExceptions(
  desk: Desk,
  tx: Transaction,
  before: TicketState,
  after: TicketState,
  events: readonly Recorded<TicketEvent>[],
): Promise<void> {
  const { number, authorizations } = after;
  for (const { author, deviation } of deviationsIn(before, events))
    await draft(desk, tx, author, after, deviation);
  for (const event of events) {
    if (event.type !== 'authorizationAnswered' || !event.payload.granted) continue;
    const asked = authorizations.find(({ seq }) => seq === event.payload.request);
    if (asked) await excuse(desk, tx, attemptKey(asked.person, number, asked.action));
  }
  if (!before.security && after.security)
    for (const locked of await lockExceptionsOf(tx, desk.id, number))
      await write(
        desk,
        tx,
        locked,
        decideException({ type: 'restrict' }, locked.state, contextOf(desk, system)),
      );
}

/**
 * EX-3: whoever's shift ends is reminded of each draft, once, in the transaction that ends it. Where it is to end at
 * another time, the drafts are due by that.
 */
export async function watchShiftEnd(
  desk: Desk,
  tx: Transaction,
  { person }: ShiftState,
  events: readonly ShiftEvent[],
): Promise<void> {
  const moved = events.findLast((event) => event.type === 'endMoved');
  const command = events.some(({ type }) => type === 'ended')
    ? ({ type: 'remind' } as const)
    : moved && ({ type: 'followShift', endsAt: moved.payload.endsAt } as const);
  if (!command) return;
  const context = contextOf(desk, system);
  for (const locked of await lockDraftsOf(tx, desk.id, person))
    await write(desk, tx, locked, decideException(command, locked.state, context));
}

/** AU-6: a refused attempt to act beyond one's role, once however often it is made. `ticket`: null for the desk's. */
export async function watchRefusal(
  desk: Desk,
  tx: Transaction,
  command: { type: string },
  refusal: Refusal,
  actor: Actor,
  ticket: TicketState | null,
): Promise<void> {
  const attempt = attemptIn(command, refusal, actor);
  if (!attempt) return;
  const { author, deviation } = attempt;
  const key = attemptKey(author, ticket?.number ?? null, deviation.action);
  if (await readDraftByKey(tx, desk.id, key)) return;
  await draft(desk, tx, author, ticket, deviation);
}

async function draft(
  desk: Desk,
  tx: Transaction,
  author: UserId,
  ticket: TicketState | null,
  deviation: Deviation,
): Promise<void> {
  const authorRole = await readRole(tx, desk.id, author);
  // Who left the roster meanwhile could not complete it; the ticket's record has what they did.
  if (authorRole === null) return;
  const { beginning, fresh } = await beginException(desk, tx, {
    author,
    authorRole,
    ticket: ticket?.number ?? null,
    restricted: ticket !== null && ticket.security !== null,
  });
  const context = contextOf(desk, system);
  const shift = (await readOpenShifts(tx, desk.id)).find(({ person }) => person === author);
  const decision = decideDraftException(beginning, deviation, shift?.endsAt ?? null, context);
  const events = eventsOf(decision);
  await writeException(desk, tx, fresh, bySystem, context, events);
}

async function excuse(desk: Desk, tx: Transaction, key: string): Promise<void> {
  const found = await readDraftByKey(tx, desk.id, key);
  const locked = found && (await lockException(tx, desk.id, found.number));
  if (locked)
    await write(desk, tx, locked, decideException({ type: 'excuse' }, locked.state, contextOf(desk, system)));
}

async function write(
  desk: Desk,
  tx: Transaction,
  locked: LockedException,
  decision: Decision<ExceptionEvent>,
): Promise<void> {
  await writeException(desk, tx, locked, bySystem, contextOf(desk, system), eventsOf(decision));
}

/** What the software saw is never refused. */
function eventsOf(decision: Decision<ExceptionEvent>): readonly ExceptionEvent[] {
  if (decision.kind === 'refused') throw new Error(decision.refusal.reason);
  return decision.events;
}
