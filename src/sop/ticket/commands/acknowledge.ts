import { findCauseOrApproach } from '../../cause-or-approach.ts';
import type { Context } from '../../context.ts';
import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import type { Instant } from '../../instant.ts';
import { findResolutionPromise } from '../../promise.ts';
import { findSolvedClaim } from '../../solved-claim.ts';
import { expectedResponse } from '../acknowledgement-text.ts';
import { acknowledgementInPlace, acknowledgementRules, currentAcknowledgement } from '../acknowledgements.ts';
import { acknowledgementClauses, acknowledgementEvent, type TicketEvent } from '../events.ts';
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
import { type AcknowledgementKind, type TicketState, workingPriority } from '../state.ts';

/**
 * T1-4, T2-3. `of`: which one the text was written as. `preparedFor`: when the classification was made that it was
 * written for. `customerChannel`: whether the desk can reach the customer itself.
 */
export type AcknowledgeTicket = {
  type: 'acknowledge';
  of: AcknowledgementKind;
  text: string;
  preparedFor: Instant;
  customerChannel: 'webhook' | 'hand';
};

/** What stands in the way of acknowledging at all, before any text is written. */
export function acknowledgeRefusal(ticket: TicketState, context: Context): Refusal | null {
  const of = acknowledgementInPlace(ticket);
  const { action } = acknowledgementRules[of];
  const no = (clause: Refusal['clause'], reason: string): Refusal => ({
    action,
    clause,
    reason,
    whoMay: owners(ticket),
    nextStep: { step: 'show', ticket: ticket.number },
  });
  return firstRefusal(
    authorityGuard(context, action),
    notClosedGuard(ticket, action),
    // Also while an escalation waits to be accepted: the customer is answered in time, whoever goes on.
    ownerGuard(ticket, context, action),
    classifiedGuard(ticket, action),
    () => (currentAcknowledgement(ticket) ? no(acknowledgementClauses[of], alreadyWords(ticket)) : null),
    () =>
      ticket.acknowledgement?.status === 'sending'
        ? no(
            'T1-4',
            `The first acknowledgement of T-${ticket.number} is still on its way to the customer. Write tier 2’s once it has arrived.`,
          )
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
  const { of } = command;
  const { pack } = context;
  const promises = findResolutionPromise(command.text, [ticket.title]);
  const claim = solvingAttempt(ticket)?.verified ? null : findSolvedClaim(command.text, [ticket.title]);
  const refusal = firstRefusal(
    () => acknowledgeRefusal(ticket, context),
    () => staleRefusal(command, ticket),
    () => (claim === null ? null : claimRefusal(claim, command, ticket)),
    () => causeRefusal(command, ticket),
    () => promiseRefusal(promises, ticket, context),
  );
  if (refusal) return refused(refusal);
  const { clock } = acknowledgementRules[of];
  return accepted(
    acknowledgementEvent('acknowledgementComposed', {
      of,
      text: command.text,
      via: command.customerChannel,
      responseBy: expectedResponse(pack, workingPriority(ticket, pack), clock, context.now),
      promises,
    }),
  );
}

/** Whether a refusal is about words of the text, which can be changed where they were written. */
export function isAboutWords({ action, clause, whoMay }: Refusal): boolean {
  return (
    action === 'promise.resolutionTime' ||
    clause === 'T1-8' ||
    (clause === 'T2-3' && whoMay.kind === 'nobody')
  );
}

/** The ticket went on while the message was open. */
function staleRefusal({ of, preparedFor: made }: AcknowledgeTicket, ticket: TicketState): Refusal | null {
  const inPlace = acknowledgementInPlace(ticket);
  const no = (clause: Refusal['clause'], reason: string): Refusal => ({
    action: acknowledgementRules[inPlace].action,
    clause,
    reason,
    whoMay: owners(ticket),
    nextStep: { step: 'acknowledge', ticket: ticket.number },
  });
  if (of !== inPlace)
    return no(
      acknowledgementClauses[inPlace],
      `T-${ticket.number} changed tier while this message was open, and now owes the customer the ${acknowledgementRules[inPlace].words}.`,
    );
  return preparedFor(ticket) === made
    ? null
    : no(
        acknowledgementClauses[of],
        `T-${ticket.number} was classified anew, or its priority overridden, while this message was open, so its category or response time may be wrong.`,
      );
}

/** T1-8: the customer is not told that it is solved before that is verified. */
function claimRefusal(claim: string, { of }: AcknowledgeTicket, ticket: TicketState): Refusal {
  return {
    action: acknowledgementRules[of].action,
    clause: 'T1-8',
    reason: `This tells the customer that it is solved: “${claim}”. That is told only once it is verified by the fix's own steps.`,
    whoMay: { kind: 'nobody' },
    nextStep: { step: 'acknowledge', ticket: ticket.number },
  };
}

/** T2-3: no cause, no approach, whoever writes it. */
function causeRefusal({ of, text }: AcknowledgeTicket, ticket: TicketState): Refusal | null {
  const named = of === 'tier2Acknowledgement' ? findCauseOrApproach(text, [ticket.title]) : [];
  if (named.length === 0) return null;
  return {
    action: acknowledgementRules[of].action,
    clause: 'T2-3',
    reason: `This reads like a cause or an approach: ${quoted(named)}. A tier 2 acknowledgement says that tier 2 is on it and when we respond.`,
    whoMay: { kind: 'nobody' },
    nextStep: { step: 'acknowledge', ticket: ticket.number },
  };
}

/** T1-4: an acknowledgement that promises more than a response is a lead's. */
function promiseRefusal(promises: readonly string[], ticket: TicketState, context: Context): Refusal | null {
  if (promises.length === 0 || may(context, 'promise.resolutionTime')) return null;
  return {
    action: 'promise.resolutionTime',
    clause: 'T1-4',
    reason: `This reads like a promise of a resolution time: ${quoted(promises)}. An acknowledgement names only when we respond; a resolution time is a lead's to commit to.`,
    whoMay: { kind: 'role', atLeast: 'lead' },
    nextStep: { step: 'acknowledge', ticket: ticket.number },
  };
}

/** The first few: enough to find them in the text. */
function quoted(passages: readonly string[]): string {
  const named = passages.slice(0, 3).map((words) => `“${words}”`);
  const rest = passages.length - named.length;
  return `${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function alreadyWords(ticket: TicketState): string {
  const { words } = acknowledgementRules[acknowledgementInPlace(ticket)];
  const status = currentAcknowledgement(ticket)?.status;
  if (status === 'sent') return `The customer of T-${ticket.number} already has the ${words}.`;
  if (status === 'sending')
    return `The ${words} of T-${ticket.number} is already on its way to the customer.`;
  return `The ${words} of T-${ticket.number} is already written: send it from the thread, then confirm there.`;
}
