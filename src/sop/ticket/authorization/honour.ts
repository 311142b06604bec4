import type { Action } from '../../actions.ts';
import type { Context } from '../../context.ts';
import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import { type TicketEvent, ticketEvent } from '../events.ts';
import { may } from '../guards.ts';
import type { Authorization, TicketState } from '../state.ts';
import { neverGranted } from './never-granted.ts';
import { grantFor, takesAuthorizations } from './standing.ts';

/**
 * AU-6: decides, and where only the actor's role stands in the way looks for a one-off authorization and decides again
 * with it. What it let through is preceded by `authorizationUsed`, one each. `preparing`: the command only leads up to
 * the act, so it is let through and nothing is used up. A refusal is given what its reader needs to ask for one.
 */
export function honourAuthorizations(
  ticket: TicketState,
  context: Context,
  preparing: boolean,
  decide: (context: Context) => Decision<TicketEvent>,
): Decision<TicketEvent> {
  const used: Authorization[] = [];
  for (;;) {
    const trusted = { ...context, granted: used.map(({ action }) => action) };
    const decision = decide(trusted);
    if (decision.kind === 'accepted') {
      const { events } = decision;
      return preparing || events.length === 0
        ? decision
        : accepted<TicketEvent>(...used.map((one) => useOf(one)), ...events);
    }
    const { refusal } = decision;
    const beyond = isBeyondRole(refusal, trusted);
    const grant = beyond ? grantOf(ticket, context, refusal.action) : null;
    if (!grant) {
      const ask = beyond && takesAuthorizations(ticket) && !neverGranted[refusal.action];
      return refused({ ...refusal, ticket: ticket.number, ...(ask ? { ask: true } : {}) });
    }
    used.push(grant);
  }
}

function useOf({ seq, action, answeredBy }: Authorization): TicketEvent {
  if (!answeredBy) throw new Error('an authorization is granted by a person');
  return ticketEvent('authorizationUsed', { request: seq, action, grantedBy: answeredBy });
}

/** Whether it is the actor's role alone that stands in the way, and not the ticket or whose it is. */
function isBeyondRole({ action, whoMay }: Refusal, context: Context): boolean {
  const { actor } = context;
  return actor.kind === 'person' && actor.role !== null && whoMay.kind === 'role' && !may(context, action);
}

function grantOf(ticket: TicketState, { actor, now }: Context, action: Action): Authorization | null {
  return actor.kind === 'person' ? grantFor(ticket, actor.id, action, now) : null;
}
