import type { Decision } from '../sop/decision.ts';
import { documentCurrency, documentStamps } from '../sop/documents.ts';
import { decideException, decideLogException, type Entry, logRefusal } from '../sop/exception/decide.ts';
import { type ExceptionEvent, exceptionAttemptRefused } from '../sop/exception/events.ts';
import type { Statement } from '../sop/exception/state.ts';
import { decideTicket } from '../sop/ticket/decide.ts';
import { attemptRefused } from '../sop/ticket/events.ts';
import { type LockedTicket, lockException, lockTicket } from '../store/claims.ts';
import { readConfirmations } from '../store/desks.ts';
import { isCarriedOut } from '../store/events.ts';
import { readException } from '../store/exceptions.ts';
import type { Transaction } from '../store/transaction.ts';
import { authorOf, beginException } from './begin-exception.ts';
import type { ExceptionOutcome } from './command-exception.ts';
import { contextOf, type Desk, type Outcome, type Request } from './desk.ts';
import { decideAndWrite, executeOnDesk } from './execute.ts';
import { inRequest } from './in-transaction.ts';
import { writeTicket } from './write.ts';
import { writeException } from './write-exception.ts';

/** What was written in the form. */
export type Written = { statement: Statement; flag: boolean };

type Logged = ExceptionOutcome | Extract<Outcome, { kind: 'unknownTicket' }>;

/**
 * EX-3: an exception entered unasked, on a ticket or on none; in the register and in the ticket's record, in one
 * transaction. Locks are taken in one order everywhere: a ticket, then an exception.
 */
export async function logException(
  desk: Desk,
  request: Request,
  ticket: number | null,
  written: Written,
): Promise<Logged> {
  // Whoever has no business on the desk is told so, not which numbers exist.
  const refusal = logRefusal(contextOf(desk, request.actor));
  if (refusal) {
    await executeOnDesk(desk, request, { type: 'attempt', action: 'exception.log' });
    return { kind: 'refused', refusal };
  }
  return inRequest<Logged>(desk, request, async (tx) => {
    const context = contextOf(desk, request.actor);
    const locked = ticket === null ? null : await lockTicket(tx, desk.id, ticket);
    if (ticket !== null && !locked) return { kind: 'unknownTicket', number: ticket };
    if (locked) {
      const command = { type: 'prepareForm', form: 'logException' } as const;
      const allowed = decideTicket(command, locked.state, context);
      if (allowed.kind === 'refused') {
        await writeTicket(desk, tx, locked, request, context, [attemptRefused(allowed.refusal)]);
        return allowed;
      }
    }
    const about = { ...authorOf(context), ticket, restricted: isRestricted(locked) };
    const { beginning, fresh } = await beginException(desk, tx, about);
    const entry = { ...written, documents: await stamps(desk, tx) };
    const events = eventsOf(decideLogException(beginning, entry));
    await writeOnTicket(desk, tx, locked, request, beginning.number, written.statement, false);
    const { state } = await writeException(desk, tx, fresh, request, context, events);
    return { kind: 'done', exception: state };
  });
}

/** EX-3: what the software drafted, in its author's words. */
export function completeException(
  desk: Desk,
  request: Request,
  number: number,
  written: Written,
): Promise<ExceptionOutcome> {
  return inRequest<ExceptionOutcome>(desk, request, async (tx) => {
    const context = contextOf(desk, request.actor);
    const found = await readException(tx, desk.id, number);
    const ticket = found?.ticket == null ? null : await lockTicket(tx, desk.id, found.ticket);
    const locked = found && (await lockException(tx, desk.id, number));
    if (!locked) return { kind: 'unknownException', number };
    const entry: Entry = { ...written, documents: await stamps(desk, tx) };
    const decision = decideException({ type: 'complete', ...entry }, locked.state, context);
    if (decision.kind === 'refused') {
      if (await isCarriedOut(tx, desk.id, request.requestKey)) return { kind: 'repeated' };
      const attempt = [exceptionAttemptRefused(decision.refusal)];
      await writeException(desk, tx, locked, request, context, attempt);
      return decision;
    }
    await writeOnTicket(desk, tx, ticket, request, number, written.statement, true);
    const { state } = await writeException(desk, tx, locked, request, context, decision.events);
    return { kind: 'done', exception: state };
  });
}

/** The ticket's own record of it. The request's key stands in the register's. */
async function writeOnTicket(
  desk: Desk,
  tx: Transaction,
  ticket: LockedTicket | null,
  request: Request,
  exception: number,
  statement: Statement,
  completes: boolean,
): Promise<void> {
  if (!ticket) return;
  const command = { type: 'logException', exception, statement, completes } as const;
  const outcome = await decideAndWrite(desk, tx, ticket, { ...request, requestKey: null }, command);
  if (outcome.kind !== 'done') throw new Error('the ticket did not take an exception that may be entered');
}

/** DOC-2: the documents as they stand at this moment. */
async function stamps(desk: Desk, tx: Transaction) {
  const confirmations = await readConfirmations(tx, desk.id);
  return documentStamps(documentCurrency(desk.sop.pack, confirmations, desk.clock.now()));
}

function isRestricted(ticket: LockedTicket | null): boolean {
  return ticket !== null && ticket.state.security !== null;
}

function eventsOf(decision: Decision<ExceptionEvent>): readonly ExceptionEvent[] {
  if (decision.kind === 'refused') throw new Error(decision.refusal.reason);
  return decision.events;
}
