import { pendingEscalation } from '../escalation/pending.ts';
import type { TicketState } from '../state.ts';

/** ESL-3: whether a second account counts as confirmed: tier 2 has accepted the ticket, or a tier above has it. */
export function confirmsAccounts(ticket: Pick<TicketState, 'tier' | 'escalation'>): boolean {
  return ticket.tier === 'tier2' ? !pendingEscalation(ticket) : ticket.tier !== 'tier1';
}
