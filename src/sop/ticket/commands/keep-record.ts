import type { Context } from '../../context.ts';
import { accepted, type Decision, refused } from '../../decision.ts';
import { moveUp } from '../../escalation/move-up.ts';
import { confirmsAccounts } from '../../escalation/second-account.ts';
import { type TicketEvent, ticketEvent } from '../events.ts';
import { authorityGuard, firstRefusal, notClosedGuard } from '../guards.ts';
import type { TicketState } from '../state.ts';

/** Anybody on the desk may add what they know; it changes neither owner nor state. */
export type AddNote = { type: 'addNote'; text: string };

export function decideAddNote(command: AddNote, _: TicketState, context: Context): Decision<TicketEvent> {
  const refusal = firstRefusal(authorityGuard(context, 'ticket.note'));
  return refusal ? refused(refusal) : accepted(ticketEvent('noteAdded', { text: command.text }));
}

/** A further customer account that has the same issue. */
export type LinkAccount = { type: 'linkAccount'; account: string };

/**
 * ESL-3: with a second account a ticket that tier 2 works on goes to the lead at once. Before that it is only recorded;
 * linked again there it is confirmed, and counts.
 */
export function decideLinkAccount(
  command: LinkAccount,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const action = 'ticket.link';
  const same = (account: string) => account.toLowerCase() === command.account.toLowerCase();
  const recorded = ticket.linkedAccounts.find(same);
  const confirms =
    recorded !== undefined &&
    confirmsAccounts(ticket) &&
    ticket.incident === null &&
    ticket.escalation?.trigger !== 'ESL-3';
  const refusal = firstRefusal(authorityGuard(context, action), notClosedGuard(ticket, action), () =>
    (recorded !== undefined && !confirms) || same(ticket.customerAccount)
      ? {
          action,
          clause: 'ESL-3',
          reason: `T-${ticket.number} already names that account.`,
          whoMay: { kind: 'nobody' },
          nextStep: { step: 'show', ticket: ticket.number },
        }
      : null,
  );
  if (refusal) return refused(refusal);
  const linked = ticketEvent('accountLinked', { account: recorded ?? command.account });
  return ticket.tier === 'tier2' && confirmsAccounts(ticket)
    ? accepted<TicketEvent>(linked, ...moveUp(ticket, context, { trigger: 'ESL-3' }))
    : accepted<TicketEvent>(linked);
}
