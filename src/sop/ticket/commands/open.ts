import { checkAuthority } from '../../authority.ts';
import { at, type Context } from '../../context.ts';
import { accepted, type Decision, refused } from '../../decision.ts';
import { securityConcern } from '../../escalation/security.ts';
import { clockTargets } from '../../sla-clock.ts';
import { escalated, type TicketEvent, type TicketEventOf, ticketEvent } from '../events.ts';
import { workingPriority } from '../state.ts';

/** A new ticket for the queue. `number` is the desk's next one; `security`: suspected from the first moment (SEC-1). */
export type OpenTicket = { type: 'open'; security?: boolean } & Omit<
  TicketEventOf<'opened'>['payload'],
  'clocks'
>;

/** People open tickets within their role; what the intake endpoint accepted comes in as the system. */
export function decideOpen(
  { type: _, security, ...ticket }: OpenTicket,
  context: Context,
): Decision<TicketEvent> {
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
  const opened = ticketEvent('opened', { ...ticket, clocks: { response, resolution: null } });
  if (!security) return accepted(opened);
  const { words: reason, to } = securityConcern;
  return accepted<TicketEvent>(
    opened,
    ticketEvent('securityReported', { note: null }),
    escalated({ trigger: 'SEC-1', from: 'tier1', to, reason, automatic: false }),
  );
}
