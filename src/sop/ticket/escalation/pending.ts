import { type Actor, roleRank } from '../../actor.ts';
import { type Action, somebodyOf } from '../../authority.ts';
import type { Context } from '../../context.ts';
import type { Refusal } from '../../decision.ts';
import type { Escalation, TicketState } from '../state.ts';

/** The escalation that waits for somebody of its tier. */
export function pendingEscalation(ticket: Pick<TicketState, 'escalation'>): Escalation | null {
  return ticket.escalation && !ticket.escalation.accepted ? ticket.escalation : null;
}

/** T1-1, T2-1: until the receiving tier accepts it the owner stays, but the work on it goes on there. */
export function notEscalatedGuard(
  ticket: TicketState,
  { actor }: Context,
  action: Action,
): () => Refusal | null {
  return () => {
    const pending = pendingEscalation(ticket);
    if (!pending) return null;
    const meanwhile = ticket.owner
      ? ` Meanwhile <@${ticket.owner}> keeps it: notes, accounts and the result of a fix under way are still recorded.`
      : '';
    return {
      action,
      clause: pending.trigger,
      reason: `T-${ticket.number} was escalated, and waits for ${somebodyOf(pending.to)} to accept it.${meanwhile}`,
      whoMay: { kind: 'role', atLeast: pending.to },
      nextStep: { step: isOfTier(actor, pending.to) ? 'acceptEscalation' : 'show', ticket: ticket.number },
    };
  };
}

function isOfTier(actor: Actor, tier: Escalation['to']): boolean {
  return actor.kind === 'person' && actor.role !== null && roleRank(actor.role) >= roleRank(tier);
}
