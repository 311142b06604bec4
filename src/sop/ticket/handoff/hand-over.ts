import type { UserId } from '../../actor.ts';
import { type TicketEvent, ticketEvent } from '../events.ts';
import type { TicketState } from '../state.ts';

/**
 * What an acknowledged handoff makes of a ticket. Nobody asks for it on the ticket itself: it follows from the record,
 * for restricted tickets too, of which nothing else is told (SEC-2).
 */
export function handOver(
  ticket: TicketState,
  handoff: { from: UserId; to: UserId; shift: number },
): readonly TicketEvent[] {
  const { from, shift } = handoff;
  if (ticket.status === 'closed') return [];
  const owned = ticket.owner === from;
  const watched = ticket.watch?.lead === from;
  if (owned || watched) return [ticketEvent('handedOver', { ...handoff, owned, watched })];
  return ticket.transfer?.to === from ? [ticketEvent('offerLapsed', { to: from, shift })] : [];
}
