import type { Context } from '../../context.ts';
import { accepted, type Decision, refused } from '../../decision.ts';
import {
  acknowledgementInPlace,
  acknowledgementOnItsWay,
  acknowledgementRules,
} from '../acknowledgements.ts';
import { acknowledgementClauses, acknowledgementEvent, type TicketEvent } from '../events.ts';
import { assertSystem, authorityGuard, firstRefusal, ownerGuard, owners } from '../guards.ts';
import type { TicketState } from '../state.ts';

/**
 * The owner says that the message posted in the thread went to the customer by hand. `composed`: the number of the
 * event that holds its text; absent, whichever waits for that.
 */
export type ConfirmAcknowledgementSent = { type: 'confirmAcknowledgementSent'; composed?: number };

export function decideConfirmAcknowledgementSent(
  { composed }: ConfirmAcknowledgementSent,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const of = acknowledgementOnItsWay(ticket, 'byHand', composed);
  const named = of ?? acknowledgementInPlace(ticket);
  const { action } = acknowledgementRules[named];
  const refusal = firstRefusal(authorityGuard(context, action), ownerGuard(ticket, context, action), () =>
    of
      ? null
      : {
          action,
          clause: acknowledgementClauses[named],
          reason: `Nothing of T-${ticket.number} is waiting to be sent by hand.`,
          whoMay: owners(ticket),
          nextStep: { step: 'show', ticket: ticket.number },
        },
  );
  if (refusal) return refused(refusal);
  return accepted(acknowledgementEvent('acknowledgementSent', { of: named, via: 'hand' }));
}

/**
 * What the customer's channel answered: the message arrived, or it never will (`failure`). `composed`: as for a
 * message sent by hand.
 */
export type AcknowledgementOutcome = {
  type: 'acknowledgementOutcome';
  composed?: number;
  failure: string | null;
};

/** Late answers are normal (a retry after a crash): when nothing is on its way, nothing happens. */
export function decideAcknowledgementOutcome(
  { composed, failure }: AcknowledgementOutcome,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  assertSystem(context);
  const of = acknowledgementOnItsWay(ticket, 'sending', composed);
  if (!of) return accepted();
  return accepted<TicketEvent>(
    failure === null
      ? acknowledgementEvent('acknowledgementSent', { of, via: 'webhook' })
      : acknowledgementEvent('acknowledgementUndeliverable', { of, reason: failure }),
  );
}
