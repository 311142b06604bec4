import type { Context } from '../../context.ts';
import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import { epoch, instant } from '../../instant.ts';
import { type TicketEvent, ticketEvent } from '../events.ts';
import { authorityGuard, firstRefusal, notClosedGuard, owners, personOf } from '../guards.ts';
import { findFix, isExtended } from '../ladder.ts';
import type { TicketState } from '../state.ts';
import { fixRefusal, reasonOfRepeat } from './apply-fix.ts';

/** T2-7: asks a second agent, in the thread, to let an irreversible Extended Fix go ahead. */
export type RequestConfirmation = { type: 'requestConfirmation'; fix: string; repeatReason: string | null };

export function decideRequestConfirmation(
  command: RequestConfirmation,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const fix = findFix(context.pack, command.fix);
  const refusal = firstRefusal(
    () => fixRefusal(command, fix, ticket, context),
    () =>
      fix && isExtended(fix) && fix.irreversible !== undefined
        ? null
        : {
            action: 'fix.applyExtended',
            clause: 'T2-7',
            reason: `${command.fix} waits for no second agent.`,
            whoMay: owners(ticket),
            nextStep: { step: 'applyFix', ticket: ticket.number },
          },
    () =>
      ticket.confirmation
        ? {
            action: 'fix.applyExtended',
            clause: 'T2-7',
            reason: `A second agent is already asked to confirm ${ticket.confirmation.fix}.`,
            whoMay: { kind: 'role', atLeast: 'tier2' },
            nextStep: { step: 'show', ticket: ticket.number },
          }
        : null,
  );
  if (refusal) return refused(refusal);
  return accepted(
    ticketEvent('confirmationRequested', {
      fix: command.fix,
      account: ticket.customerAccount,
      repeatReason: reasonOfRepeat(command, ticket),
      expiresAt: instant(context.now.getTime() + context.pack.limits.secondAgent),
    }),
  );
}

/** `request`: when the request that the button belongs to was made, so that no other one is answered by it. */
export type AnswerConfirmation = { request: string } & (
  | { type: 'confirmFix' }
  | { type: 'declineFix'; reason: string }
);

/**
 * Confirming begins the fix in the same decision, so that it is begun exactly once, whatever happens to the process:
 * either both are in the record or neither is.
 */
export function decideAnswerConfirmation(
  command: AnswerConfirmation,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const pending = ticket.confirmation;
  const refusal = answerRefusal(command, ticket, context);
  if (refusal || !pending) return refusal ? refused(refusal) : accepted();
  if (command.type === 'declineFix')
    return accepted(ticketEvent('confirmationDeclined', { fix: pending.fix, reason: command.reason }));
  return accepted<TicketEvent>(
    ticketEvent('confirmationGiven', { fix: pending.fix, requestedAt: pending.requestedAt }),
    ticketEvent('fixStarted', { fix: pending.fix, repeatReason: pending.repeatReason }),
  );
}

/** What stands in the way of answering, before a reason is asked for. */
export function answerRefusal(
  command: { type: AnswerConfirmation['type']; request: string },
  ticket: TicketState,
  context: Context,
): Refusal | null {
  const action = 'fix.confirmExtended';
  const pending = ticket.confirmation;
  const no = (reason: string, whoMay: Refusal['whoMay']): Refusal => ({
    action,
    clause: 'T2-7',
    reason,
    whoMay,
    nextStep: { step: 'show', ticket: ticket.number },
  });
  return firstRefusal(
    authorityGuard(context, action),
    notClosedGuard(ticket, action),
    () =>
      pending?.requestedAt === command.request
        ? null
        : no(
            'This request is no longer open: it was answered, it ran out, or the ticket changed after it was made.',
            { kind: 'nobody' },
          ),
    () =>
      pending && epoch(pending.expiresAt) <= context.now.getTime()
        ? no('This request ran out. The agent on the ticket can ask again.', owners(ticket))
        : null,
    () =>
      pending && pending.requestedBy === personOf(context.actor) && command.type === 'confirmFix'
        ? {
            ...no('You asked for this confirmation yourself; it takes another person.', {
              kind: 'role',
              atLeast: 'tier2',
            }),
            clause: 'AU-7',
          }
        : null,
  );
}
