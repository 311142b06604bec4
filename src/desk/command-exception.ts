import type { Refusal } from '../sop/decision.ts';
import { decideException, type ExceptionCommand } from '../sop/exception/decide.ts';
import { exceptionAttemptRefused } from '../sop/exception/events.ts';
import type { ExceptionState } from '../sop/exception/state.ts';
import { lockException, lockTicket } from '../store/claims.ts';
import { isCarriedOut } from '../store/events.ts';
import { readException } from '../store/exceptions.ts';
import { contextOf, type Desk, type Request } from './desk.ts';
import { decideAndWrite } from './execute.ts';
import { inRequest } from './in-transaction.ts';
import { writeException } from './write-exception.ts';

export type ExceptionOutcome =
  | { kind: 'done'; exception: ExceptionState }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'unknownException'; number: number }
  | { kind: 'repeated' };

/**
 * What is asked of an exception that is there: locked, decided and written as a ticket is; a refusal is kept, as an
 * attempt. The lead's answer is written on its ticket too, in the same transaction (EX-2).
 */
export function commandException(
  desk: Desk,
  request: Request,
  number: number,
  command: Exclude<ExceptionCommand, { type: 'complete' }>,
): Promise<ExceptionOutcome> {
  return inRequest<ExceptionOutcome>(desk, request, async (tx) => {
    const onTicket =
      command.type === 'answer' ? ((await readException(tx, desk.id, number))?.ticket ?? null) : null;
    const ticket = onTicket === null ? null : await lockTicket(tx, desk.id, onTicket);
    const locked = await lockException(tx, desk.id, number);
    if (!locked) return { kind: 'unknownException', number };
    const context = contextOf(desk, request.actor);
    const decision = decideException(command, locked.state, context);
    if (decision.kind === 'refused' && (await isCarriedOut(tx, desk.id, request.requestKey)))
      return { kind: 'repeated' };
    const decided =
      decision.kind === 'accepted' ? decision.events : [exceptionAttemptRefused(decision.refusal)];
    const { state } = await writeException(desk, tx, locked, request, context, decided);
    if (decision.kind === 'refused') return decision;
    if (ticket && command.type === 'answer') {
      const { answer, words } = command;
      const told = { type: 'answerException', exception: number, answer, words } as const;
      const once = { ...request, requestKey: null };
      const outcome = await decideAndWrite(desk, tx, ticket, once, told);
      if (outcome.kind !== 'done') throw new Error('the ticket did not take the answer to its exception');
    }
    return { kind: 'done', exception: state };
  });
}
