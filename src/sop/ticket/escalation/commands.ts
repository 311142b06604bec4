import { type Role, roleRank } from '../../actor.ts';
import { type Action, roleName } from '../../authority.ts';
import type { Context } from '../../context.ts';
import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import { triggers } from '../../escalation/index.ts';
import { moveUp } from '../../escalation/move-up.ts';
import type { TriggerId } from '../../escalation/trigger.ts';
import { tier2ResponseTargets } from '../acknowledgements.ts';
import type { Deciders } from '../chapter.ts';
import { type TicketEvent, ticketEvent } from '../events.ts';
import { authorityGuard, firstRefusal, notClosedGuard, ownerGuard } from '../guards.ts';
import type { Escalation, TicketState } from '../state.ts';

export type EscalationCommand =
  /** A person sees the trigger; `reason` goes with the record. */
  | { type: 'escalate'; trigger: TriggerId; reason: string }
  /** T2-1, LD-1. `escalation`: the one the form was opened for; `read`: the whole record was read. */
  | { type: 'acceptEscalation'; escalation: number; read: boolean };

export const escalationDeciders: Deciders<EscalationCommand> = {
  escalate: decideEscalate,
  acceptEscalation: decideAccept,
};

/** The escalation that waits for somebody of its tier. */
export function pendingEscalation(ticket: TicketState): Escalation | null {
  return ticket.escalation && !ticket.escalation.accepted ? ticket.escalation : null;
}

function decideEscalate(
  { trigger, reason }: Extract<EscalationCommand, { type: 'escalate' }>,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const action = 'ticket.escalate';
  const { from } = triggers[trigger];
  const refusal = firstRefusal(
    authorityGuard(context, action),
    notClosedGuard(ticket, action),
    ownerGuard(ticket, context, action),
    () =>
      from.includes(ticket.tier) && !pendingEscalation(ticket)
        ? null
        : {
            action,
            clause: trigger,
            reason: `T-${ticket.number} is at ${roleName(ticket.tier)}, where this trigger does not count.`,
            whoMay: { kind: 'nobody' },
            nextStep: { step: 'show', ticket: ticket.number },
          },
  );
  return refusal ? refused(refusal) : accepted(...moveUp(ticket, context, { trigger, reason }));
}

const acceptActions: Readonly<Record<Role, Action>> = {
  tier1: 'ticket.acceptTransfer',
  tier2: 'escalation.accept',
  lead: 'escalation.acceptAsLead',
  manager: 'escalation.acceptAsManager',
};

/** What stands in the way of accepting, before the record is shown. */
export function acceptRefusal(escalation: number, ticket: TicketState, context: Context): Refusal | null {
  const action = acceptActions[ticket.tier];
  const pending = pendingEscalation(ticket);
  return firstRefusal(authorityGuard(context, action), notClosedGuard(ticket, action), () =>
    pending?.seq === escalation
      ? null
      : {
          action,
          clause: 'T2-1',
          reason: `This escalation of T-${ticket.number} is no longer open${
            ticket.escalation?.accepted ? `: <@${ticket.escalation.accepted.by}> accepted it` : ''
          }.`,
          whoMay: { kind: 'nobody' },
          nextStep: { step: 'show', ticket: ticket.number },
        },
  );
}

function decideAccept(
  { escalation, read }: Extract<EscalationCommand, { type: 'acceptEscalation' }>,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const refusal = firstRefusal(
    () => acceptRefusal(escalation, ticket, context),
    () =>
      read
        ? null
        : {
            action: acceptActions[ticket.tier],
            clause: roleRank(ticket.tier) >= roleRank('lead') ? 'LD-1' : 'T2-1',
            reason: 'Read the whole record first, and say so with the checkbox.',
            whoMay: { kind: 'role', atLeast: ticket.tier },
            nextStep: { step: 'show', ticket: ticket.number },
          },
  );
  if (refusal) return refused(refusal);
  return accepted(
    ticketEvent('escalationAccepted', {
      escalation,
      from: ticket.owner,
      tier2Response: tier2ResponseTargets(ticket, context),
    }),
  );
}
