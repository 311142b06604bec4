import { checkAuthority } from '../../authority.ts';
import { at, type Context } from '../../context.ts';
import { accepted, type Decision, refused } from '../../decision.ts';
import { clockTargets } from '../../sla-clock.ts';
import { type TicketEvent, type TicketEventOf, ticketEvent } from '../events.ts';
import { workingPriority } from '../state.ts';

/** A new ticket for the queue. `number` is the desk's next one. */
export type OpenTicket = { type: 'open' } & Omit<TicketEventOf<'opened'>['payload'], 'clocks'>;

/** People open tickets within their role; what the intake endpoint accepted comes in as the system. */
export function decideOpen({ type: _, ...ticket }: OpenTicket, context: Context): Decision<TicketEvent> {
  if (!(context.actor.kind === 'system' && ticket.source === 'intake')) {
    const refusal = checkAuthority(context.actor, 'ticket.open');
    if (refusal) return refused(refusal);
  }
  const { pack } = context;
  const priority = workingPriority(
    { classification: null, priorityOverride: null, reportedPriority: ticket.reportedPriority },
    pack,
  );
  const response =
    pack.clocks.responseStartsAt === 'arrival'
      ? clockTargets(pack, priority, 'response', at(context), [])
      : null;
  return accepted(ticketEvent('opened', { ...ticket, clocks: { response, resolution: null } }));
}
