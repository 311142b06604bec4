import type { Context } from '../../context.ts';
import { accepted, type Decision, refused } from '../../decision.ts';
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

export function decideLinkAccount(
  command: LinkAccount,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const action = 'ticket.link';
  const known = [ticket.customerAccount, ...ticket.linkedAccounts].some(
    (account) => account.toLowerCase() === command.account.toLowerCase(),
  );
  const refusal = firstRefusal(authorityGuard(context, action), notClosedGuard(ticket, action), () =>
    known
      ? {
          action,
          clause: 'ESL-3',
          reason: `T-${ticket.number} already names that account.`,
          whoMay: { kind: 'nobody' },
          nextStep: { step: 'show', ticket: ticket.number },
        }
      : null,
  );
  return refusal ? refused(refusal) : accepted(ticketEvent('accountLinked', { account: command.account }));
}
