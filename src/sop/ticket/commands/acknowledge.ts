import type { Context } from '../../context.ts';
import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import type { Instant } from '../../instant.ts';
import { findResolutionPromise } from '../../promise.ts';
import { findSolvedClaim } from '../../solved-claim.ts';
import { expectedResponse } from '../acknowledgement-text.ts';
import { type TicketEvent, ticketEvent } from '../events.ts';
import {
  authorityGuard,
  classifiedGuard,
  firstRefusal,
  may,
  notClosedGuard,
  ownerGuard,
  owners,
} from '../guards.ts';
import { solvingAttempt } from '../ladder.ts';
import { type TicketState, workingPriority } from '../state.ts';

/**
 * T1-4. `preparedFor`: when the classification was made that the text was written for. `customerChannel`: whether
 * the desk can reach the customer itself.
 */
export type AcknowledgeTicket = {
  type: 'acknowledge';
  text: string;
  preparedFor: Instant;
  customerChannel: 'webhook' | 'hand';
};

const action = 'ticket.acknowledge';

/** What stands in the way of acknowledging at all, before any text is written. */
export function acknowledgeRefusal(ticket: TicketState, context: Context): Refusal | null {
  return firstRefusal(
    authorityGuard(context, action),
    notClosedGuard(ticket, action),
    // Also while an escalation waits to be accepted: the customer is answered in time, whoever goes on.
    ownerGuard(ticket, context, action),
    classifiedGuard(ticket, action),
    () =>
      ticket.acknowledgement
        ? {
            action,
            clause: 'T1-4',
            reason: alreadyWords(ticket),
            whoMay: owners(ticket),
            nextStep: { step: 'show', ticket: ticket.number },
          }
        : null,
  );
}

/** When what a message says of category and response time was last decided; null before it is classified. */
export function preparedFor({ classification, priorityOverride }: TicketState): Instant | null {
  if (!classification || !priorityOverride) return classification?.at ?? null;
  return priorityOverride.at > classification.at ? priorityOverride.at : classification.at;
}

export function decideAcknowledge(
  command: AcknowledgeTicket,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const promises = findResolutionPromise(command.text, [ticket.title]);
  const claim = solvingAttempt(ticket)?.verified ? null : findSolvedClaim(command.text, [ticket.title]);
  const refusal = firstRefusal(
    () => acknowledgeRefusal(ticket, context),
    () =>
      preparedFor(ticket) === command.preparedFor
        ? null
        : {
            action,
            clause: 'T1-4',
            reason: `T-${ticket.number} was classified anew, or its priority overridden, while this message was open, so its category or response time may be wrong.`,
            whoMay: owners(ticket),
            nextStep: { step: 'acknowledge', ticket: ticket.number },
          },
    () =>
      claim === null
        ? null
        : {
            action,
            clause: 'T1-8',
            reason: `This tells the customer that it is solved: “${claim}”. That is told only once it is verified by the fix's own steps.`,
            whoMay: { kind: 'nobody' },
            nextStep: { step: 'acknowledge', ticket: ticket.number },
          },
    () => {
      if (promises.length === 0 || may(context, 'promise.resolutionTime')) return null;
      return {
        action: 'promise.resolutionTime',
        clause: 'T1-4',
        reason: `This reads like a promise of a resolution time: ${promiseWords(promises)}. An acknowledgement names only when we respond; a resolution time is a lead's to commit to.`,
        whoMay: { kind: 'role', atLeast: 'lead' },
        nextStep: { step: 'acknowledge', ticket: ticket.number },
      };
    },
  );
  if (refusal) return refused(refusal);
  return accepted(
    ticketEvent('acknowledgementComposed', {
      text: command.text,
      via: command.customerChannel,
      responseBy: expectedResponse(context.pack, workingPriority(ticket, context.pack), context.now),
      promises,
    }),
  );
}

/** The first few: enough to find them in the text. */
function promiseWords(promises: readonly string[]): string {
  const named = promises.slice(0, 3).map((words) => `“${words}”`);
  const rest = promises.length - named.length;
  return `${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function alreadyWords({ number, acknowledgement }: TicketState): string {
  if (acknowledgement?.status === 'sent')
    return `The customer of T-${number} already has the acknowledgement.`;
  if (acknowledgement?.status === 'sending')
    return `The acknowledgement of T-${number} is already on its way to the customer.`;
  return `The acknowledgement of T-${number} is already written: send it from the thread, then confirm there.`;
}
