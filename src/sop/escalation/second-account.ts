import { pendingEscalation } from '../ticket/escalation/pending.ts';
import type { TicketState } from '../ticket/state.ts';
import type { Trigger } from './trigger.ts';

/** ESL-3: confirmed on more than one customer account. */
export const secondAccount: Trigger = {
  id: 'ESL-3',
  from: ['tier2'],
  to: 'lead',
  seenBy: 'software',
  effect: 'moves',
  words: 'A second customer account is affected',
};

/** Whether a second account counts as confirmed: tier 2 has accepted the ticket, or a tier above has it. */
export function confirmsAccounts(ticket: Pick<TicketState, 'tier' | 'escalation'>): boolean {
  return ticket.tier === 'tier2' ? !pendingEscalation(ticket) : ticket.tier !== 'tier1';
}
