import { type Role, roleRank, type UserId } from '../../actor.ts';
import { type Action, roleName } from '../../authority.ts';
import type { Context } from '../../context.ts';
import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import { triggers } from '../../escalation/index.ts';
import { moveUp } from '../../escalation/move-up.ts';
import { personTriggers } from '../../escalation/person-triggers.ts';
import type { TriggerId } from '../../escalation/trigger.ts';
import { epoch } from '../../instant.ts';
import { tier2ResponseTargets } from '../acknowledgements.ts';
import type { Deciders } from '../chapter.ts';
import { receipt } from '../commands/take.ts';
import { type TicketEvent, ticketEvent } from '../events.ts';
import {
  authorityGuard,
  classifiedGuard,
  firstRefusal,
  isOwner,
  mayIntervene,
  notClosedGuard,
  ownerGuard,
  personOf,
} from '../guards.ts';
import { newTicketGuard, onShiftGuard } from '../on-shift.ts';
import type { Escalation, TicketState } from '../state.ts';
import { notEscalatedGuard, pendingEscalation } from './pending.ts';

export type EscalationCommand =
  /** A person sees the trigger; `reason` goes with the record. */
  | { type: 'escalate'; trigger: TriggerId; reason: string }
  /** T2-1, LD-1. `escalation`: the one the form was opened for; `read`: the whole record was read. */
  | { type: 'acceptEscalation'; escalation: number; read: boolean }
  /** T2-2: whether the verbal handoff was held, or could not be. */
  | { type: 'recordBriefing'; escalation: number; held: boolean };

export const escalationDeciders: Deciders<EscalationCommand> = {
  escalate: decideEscalate,
  acceptEscalation: decideAccept,
  recordBriefing: decideBriefing,
};

/** What stands in the way of escalating, before a reason is asked for. Without a trigger it is about any of them. */
export function escalateRefusal(
  trigger: TriggerId | null,
  ticket: TicketState,
  context: Context,
): Refusal | null {
  const action: Action = ticket.tier === 'lead' ? 'escalation.toManager' : 'ticket.escalate';
  const { number, tier, owner } = ticket;
  const usable = personTriggers(tier);
  const no = (clause: Refusal['clause'], reason: string): Refusal => ({
    action,
    clause,
    reason,
    whoMay: { kind: 'nobody' },
    nextStep: { step: usable.length > 0 ? 'escalate' : 'show', ticket: number },
  });
  return firstRefusal(
    authorityGuard(context, action),
    notClosedGuard(ticket, action),
    notEscalatedGuard(ticket, context, action),
    // A lead steps in where the owner is absent.
    () => (owner && mayIntervene(context.actor) ? null : ownerGuard(ticket, context, action)()),
    classifiedGuard(ticket, action),
    () =>
      usable.length > 0
        ? null
        : no('AU-5', `T-${number} is with the ${roleName(tier)}: there is no tier above to escalate it to.`),
    () => {
      if (trigger === null || usable.some(({ id }) => id === trigger)) return null;
      const { from, words } = triggers[trigger];
      return from.includes(tier)
        ? no(trigger, `Handrail finds that by itself (“${words}”), and nobody has to say so.`)
        : no(trigger, `T-${number} is at ${roleName(tier)}, where ${trigger} does not count.`);
    },
  );
}

function decideEscalate(
  { trigger, reason }: Extract<EscalationCommand, { type: 'escalate' }>,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const refusal = escalateRefusal(trigger, ticket, context);
  return refusal ? refused(refusal) : accepted(...moveUp(ticket, context, { trigger, reason }));
}

const acceptActions: Readonly<Record<Role, Action>> = {
  tier1: 'ticket.acceptTransfer',
  tier2: 'escalation.accept',
  lead: 'escalation.acceptAsLead',
  manager: 'escalation.acceptAsManager',
};

/** What stands in the way of accepting, before the record is shown. Without a number it is about the open one. */
export function acceptRefusal(
  escalation: number | null,
  ticket: TicketState,
  context: Context,
): Refusal | null {
  const action = acceptActions[ticket.tier];
  const pending = pendingEscalation(ticket);
  return firstRefusal(
    authorityGuard(context, action),
    notClosedGuard(ticket, action),
    () =>
      pending && (escalation === null || pending.seq === escalation)
        ? null
        : {
            action,
            clause: 'T2-1',
            reason: noLongerOpen(ticket),
            whoMay: { kind: 'nobody' },
            nextStep: { step: 'show', ticket: ticket.number },
          },
    onShiftGuard(context, action),
    // What one has already is not new.
    () => (isOwner(ticket, context.actor) ? null : newTicketGuard(ticket, context, action, ticket.tier)()),
  );
}

function noLongerOpen({ number, escalation }: TicketState): string {
  if (!escalation) return `T-${number} is not escalated.`;
  return escalation.accepted
    ? `This escalation of T-${number} is no longer open: <@${escalation.accepted.by}> accepted it.`
    : `T-${number} was escalated once more: this escalation is no longer open, the newer one is.`;
}

function decideAccept(
  { escalation, read }: Extract<EscalationCommand, { type: 'acceptEscalation' }>,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const pending = pendingEscalation(ticket);
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
            nextStep: { step: 'acceptEscalation', ticket: ticket.number },
          },
  );
  if (refusal || !pending) return refusal ? refused(refusal) : accepted();
  const acceptance = ticketEvent('escalationAccepted', {
    escalation,
    from: ticket.owner,
    tier2Response: tier2ResponseTargets(ticket, context),
    briefing: toBeHeardFrom(pending, ticket, context),
  });
  // T1-1: one that escalated out of the queue is received with its acceptance.
  return ticket.receivedAt === null
    ? accepted<TicketEvent>(receipt(ticket, context), acceptance)
    : accepted<TicketEvent>(acceptance);
}

/** T2-2: the agent it comes from, while the escalation is fresh; null where it is not, or nobody else knows of it. */
function toBeHeardFrom(
  { at, by }: Escalation,
  { owner, security }: TicketState,
  { now, actor, pack }: Context,
): UserId | null {
  const from = owner ?? by;
  const fresh = now.getTime() - epoch(at) < pack.limits.verbalHandoff;
  return fresh && security === null && from !== personOf(actor) ? from : null;
}

function decideBriefing(
  { escalation, held }: Extract<EscalationCommand, { type: 'recordBriefing' }>,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const action = 'escalation.recordBriefing';
  const { number } = ticket;
  const of = ticket.escalation;
  const both = [of?.accepted?.from ?? of?.by ?? null, of?.accepted?.by ?? null].filter((id) => id !== null);
  const no = (reason: string, whoMay: Refusal['whoMay']): Refusal => ({
    action,
    clause: 'T2-2',
    reason,
    whoMay,
    nextStep: { step: 'show', ticket: number },
  });
  const refusal = firstRefusal(
    authorityGuard(context, action),
    () =>
      of?.seq === escalation && of.briefing !== null
        ? null
        : no(`No verbal handoff of T-${number} is to be recorded here.`, { kind: 'nobody' }),
    () =>
      of?.briefing === 'prompted'
        ? null
        : no(`The verbal handoff of T-${number} is on record already.`, { kind: 'nobody' }),
    () =>
      both.includes(personOf(context.actor)) || mayIntervene(context.actor)
        ? null
        : no(`The verbal handoff of T-${number} is between others, who record it.`, {
            kind: 'people',
            ids: both,
          }),
  );
  return refusal ? refused(refusal) : accepted(ticketEvent('briefingRecorded', { escalation, held }));
}
