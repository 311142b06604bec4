import type { Context } from '../../context.ts';
import { accepted, type Decision, refused } from '../../decision.ts';
import { moveUp } from '../../escalation/move-up.ts';
import type { IncidentTrigger } from '../../incident/state.ts';
import type { Deciders } from '../chapter.ts';
import { linkedToIncident, type TicketEvent, ticketEvent } from '../events.ts';
import { assertSystem, authorityGuard, firstRefusal, notClosedGuard } from '../guards.ts';
import type { TicketState } from '../state.ts';
import type { IncidentPayloads } from './events.ts';

export type IncidentChapterCommand =
  /** What an incident owes this ticket. Each is needless the second time. */
  | { type: 'linkIncident'; incident: number; declared: boolean; because: IncidentTrigger }
  | { type: 'unlinkIncident'; incident: number }
  | ({ type: 'tellIncidentNews' } & IncidentPayloads['incidentNews'])
  /** AU-5. */
  | { type: 'escalateToExecutives'; reason: string };

type CommandOf<Type extends IncidentChapterCommand['type']> = Extract<IncidentChapterCommand, { type: Type }>;

export const incidentDeciders: Deciders<IncidentChapterCommand> = {
  linkIncident: decideLinkIncident,
  unlinkIncident: ({ incident }, ticket, context) => {
    assertSystem(context);
    return ticket.incident === incident
      ? accepted(ticketEvent('incidentUnlinked', { incident }))
      : accepted();
  },
  tellIncidentNews: ({ incident, news, words }, _, context) => {
    assertSystem(context);
    return accepted(ticketEvent('incidentNews', { incident, news, words }));
  },
  escalateToExecutives: decideEscalateToExecutives,
};

/** ESC-6: flagged, and escalated where tier 1 still works on it. What is solved already has nothing to escalate. */
function decideLinkIncident(
  { incident, declared, because }: CommandOf<'linkIncident'>,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  assertSystem(context);
  if (ticket.incident === incident) return accepted();
  const linked = linkedToIncident({ incident, declared, because });
  const unsolved = ticket.status !== 'closed' && ticket.status !== 'resolved';
  const moves =
    because === 'ESC-6' &&
    unsolved &&
    ticket.tier === 'tier1' &&
    !ticket.security &&
    ticket.escalation?.trigger !== 'ESC-6';
  return moves
    ? accepted<TicketEvent>(linked, ...moveUp(ticket, context, { trigger: 'ESC-6' }))
    : accepted<TicketEvent>(linked);
}

function decideEscalateToExecutives(
  { reason }: CommandOf<'escalateToExecutives'>,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const refusal = executiveRefusal(ticket, context);
  return refusal ? refused(refusal) : accepted(ticketEvent('executiveEscalated', { reason }));
}

/** What stands in the way of the executives, before a reason is written; a restricted ticket is refused before (SEC-3). */
export function executiveRefusal(ticket: TicketState, context: Context) {
  const action = 'escalation.executive';
  return firstRefusal(authorityGuard(context, action), notClosedGuard(ticket, action));
}
