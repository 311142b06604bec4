import type { Context } from '../context.ts';
import type { Pack } from '../pack/schema.ts';
import { escalated, type TicketEvent, ticketEvent } from '../ticket/events.ts';
import { type TicketState, type Tier, workingPriority } from '../ticket/state.ts';
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
  return [moved, ...protocolAt(to, ticket, pack)];
}

/** LD-3: what is critical and comes to the lead, however it does, is told to the manager and the stakeholders. */
export function protocolAt(to: Tier, ticket: TicketState, pack: Pack): readonly TicketEvent[] {
  const starts = to === 'lead' && !ticket.p1 && !ticket.security && workingPriority(ticket, pack) === 'P1';
  return starts ? [ticketEvent('p1Started', { cause: 'escalation' })] : [];
}
