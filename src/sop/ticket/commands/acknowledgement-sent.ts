import type { Context } from '../../context.ts';
import { accepted, type Decision, refused } from '../../decision.ts';
import { type TicketEvent, ticketEvent } from '../events.ts';
import { assertSystem, authorityGuard, firstRefusal, ownerGuard, owners } from '../guards.ts';
import type { TicketState } from '../state.ts';

/** The owner says that the message posted in the thread went to the customer by hand. */
export type ConfirmAcknowledgementSent = { type: 'confirmAcknowledgementSent' };

export function decideConfirmAcknowledgementSent(
  _: ConfirmAcknowledgementSent,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const action = 'ticket.acknowledge';
  const refusal = firstRefusal(authorityGuard(context, action), ownerGuard(ticket, context, action), () =>
    ticket.acknowledgement?.status === 'byHand'
      ? null
      : {
          action,
          clause: 'T1-4',
          reason: `Nothing of T-${ticket.number} is waiting to be sent by hand.`,
          whoMay: owners(ticket),
          nextStep: { step: 'show', ticket: ticket.number },
        },
  );
  if (refusal) return refused(refusal);
  return accepted(ticketEvent('acknowledgementSent', { via: 'hand' }));
}

/** What the customer's channel answered: the message arrived, or it never will (`reason`). */
export type AcknowledgementOutcome = { type: 'acknowledgementOutcome'; failure: string | null };

/** Late answers are normal (a retry after a crash): when nothing is on its way, nothing happens. */
export function decideAcknowledgementOutcome(
  { failure }: AcknowledgementOutcome,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  assertSystem(context);
  if (ticket.acknowledgement?.status !== 'sending') return accepted();
  return accepted(
    failure === null
      ? ticketEvent('acknowledgementSent', { via: 'webhook' })
      : ticketEvent('acknowledgementUndeliverable', { reason: failure }),
  );
}
