import type { Context } from '../context.ts';
import { escalated, type TicketEvent, ticketEvent } from '../ticket/events.ts';
import { type TicketState, workingPriority } from '../ticket/state.ts';
import { triggers } from './index.ts';
import type { TriggerId } from './trigger.ts';

/**
 * The events by which a ticket goes to the tier its trigger names, from that moment on. `reason`: a person's words;
 * without one it was the software that saw it.
 */
export function moveUp(
  ticket: TicketState,
  { pack }: Context,
  { trigger, reason = null }: { trigger: TriggerId; reason?: string | null },
): readonly TicketEvent[] {
  const { to } = triggers[trigger];
  const automatic = reason === null;
  const moved = escalated({ trigger, from: ticket.tier, to, reason, automatic });
  // LD-3: what is critical and needs the lead is told to the manager and the stakeholders.
  const protocol = to === 'lead' && !ticket.p1 && !ticket.security && workingPriority(ticket, pack) === 'P1';
  return protocol ? [moved, ticketEvent('p1Started', { cause: 'escalation' })] : [moved];
}
