import type { Actor, Role, UserId } from '../../actor.ts';
import { roleRank } from '../../actor.ts';
import { type Action, checkAuthority, roleName } from '../../authority.ts';
import type { Context } from '../../context.ts';
import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import { notEscalatedGuard } from '../escalation/pending.ts';
import { type TicketEvent, ticketEvent } from '../events.ts';
import {
  authorityGuard,
  firstRefusal,
  isOwner,
  mayIntervene,
  notClosedGuard,
  ownerGuard,
  personOf,
} from '../guards.ts';
import { isOffShift, newTicketGuard, onShiftGuard } from '../on-shift.ts';
import type { TicketState, Tier } from '../state.ts';

/** T1-1: ownership passes only when the receiver accepts. `receiverRole`: null when not on the roster. */
export type OfferTransfer = {
  type: 'offerTransfer';
  to: UserId;
  receiverRole: Role | null;
  reason: string | null;
};

export function decideOfferTransfer(
  command: OfferTransfer,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const action = 'ticket.transfer';
  const { to, receiverRole } = command;
  const intervening = mayIntervene(context.actor) && !isOwner(ticket, context.actor);
  const toThemselves = context.actor.kind === 'person' && to === context.actor.id;
  const no = (reason: string, whoMay: Refusal['whoMay']): Refusal => ({
    action,
    clause: 'T1-1',
    reason,
    whoMay,
    nextStep: { step: 'show', ticket: ticket.number },
  });
  const refusal = firstRefusal(
    authorityGuard(context, action),
    notClosedGuard(ticket, action),
    notEscalatedGuard(ticket, context, action),
    () => (intervening && ticket.owner ? null : ownerGuard(ticket, context, action)()),
    () =>
      to === ticket.owner
        ? no(`T-${ticket.number} already belongs to <@${to}>.`, { kind: 'people', ids: [to] })
        : null,
    () =>
      ticket.transfer && !intervening
        ? no(
            `T-${ticket.number} is already offered to <@${ticket.transfer.to}>, who has not answered yet. It can be withdrawn in the thread.`,
            { kind: 'people', ids: [ticket.transfer.to] },
          )
        : null,
    () =>
      receiverRole === null || roleRank(receiverRole) < roleRank(lowestTier(ticket))
        ? no(
            `<@${to}> cannot take over T-${ticket.number}: it needs somebody on the roster as ${roleName(lowestTier(ticket))} or above.`,
            { kind: 'role', atLeast: lowestTier(ticket) },
          )
        : null,
    () =>
      receiverRole !== null && roleRank(receiverRole) < roleRank(ticket.tier) && !command.reason
        ? no(
            `T-${ticket.number} was escalated to ${roleName(ticket.tier)}: giving it back to ${roleName(receiverRole)} needs a reason for the record.`,
            { kind: 'role', atLeast: ticket.tier },
          )
        : null,
    () => (toThemselves ? takingOnRefusal(ticket, context, action) : null),
    () =>
      !toThemselves && isOffShift(to, context)
        ? {
            ...no(
              `<@${to}> is not on shift and could not accept T-${ticket.number} now. Offer it to somebody who is, or hand it over at the end of your shift.`,
              { kind: 'role', atLeast: lowestTier(ticket) },
            ),
            clause: 'HO-3',
          }
        : null,
    () =>
      intervening && !command.reason
        ? no('Moving a ticket out of somebody else’s hands needs a reason for the record.', {
            kind: 'role',
            atLeast: 'lead',
          })
        : null,
  );
  if (refusal) return refused(refusal);

  const from = ticket.owner ?? personOf(context.actor);
  // A lead stepping in personally is offerer and receiver at once: there is nobody left to ask.
  if (toThemselves)
    return accepted(
      ticketEvent('transferred', { from, to, reason: command.reason, tier: tierUnder(ticket, context) }),
    );
  const offered = ticketEvent('transferOffered', { to, reason: command.reason });
  // A lead's offer takes the place of one that nobody answers.
  return ticket.transfer
    ? accepted<TicketEvent>(ticketEvent('transferWithdrawn', {}), offered)
    : accepted(offered);
}

export type AcceptTransfer = { type: 'acceptTransfer' };

export function decideAcceptTransfer(
  _: AcceptTransfer,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const refusal = firstRefusal(
    () => answerRefusal(ticket, context),
    () => {
      // The role or the ticket's tier may have changed since the offer.
      const { actor } = context;
      const role = actor.kind === 'person' ? actor.role : null;
      return role !== null && roleRank(role) >= roleRank(lowestTier(ticket))
        ? null
        : {
            action: 'ticket.acceptTransfer',
            clause: 'T1-1',
            reason: `T-${ticket.number} needs somebody on the roster as ${roleName(lowestTier(ticket))} or above.`,
            whoMay: { kind: 'role', atLeast: lowestTier(ticket) },
            nextStep: { step: 'show', ticket: ticket.number },
          };
    },
    () => takingOnRefusal(ticket, context, 'ticket.acceptTransfer'),
  );
  if (refusal) return refused(refusal);
  return accepted(
    ticketEvent('transferred', {
      from: ticket.owner ?? '',
      to: personOf(context.actor),
      reason: null,
      tier: tierUnder(ticket, context),
    }),
  );
}

/** HO-1, HO-3: what the shift of whoever is to have it says. */
export function takingOnRefusal(ticket: TicketState, context: Context, action: Action): Refusal | null {
  return firstRefusal(
    onShiftGuard(context, action),
    newTicketGuard(ticket, context, action, lowestTier(ticket)),
  );
}

/** What has left tier 1 never goes back there; from a lead's tier it may go back to tier 2. */
export function lowestTier({ tier }: TicketState): Tier {
  return tier === 'tier1' ? 'tier1' : 'tier2';
}

/** A ticket that is given back is at the tier of who takes it; one that somebody steps in on stays at its own. */
export function tierUnder({ tier }: TicketState, { actor }: Context): Tier {
  const role = actor.kind === 'person' ? actor.role : null;
  return role !== null && roleRank(role) < roleRank(tier) ? role : tier;
}

export type DeclineTransfer = { type: 'declineTransfer'; reason: string | null };

/**
 * The receiver declines; whoever offered it, the owner, or a lead where both are absent withdraws. Either way the
 * owner keeps it.
 */
export function decideDeclineTransfer(
  command: DeclineTransfer,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const refusal = declineTransferRefusal(ticket, context);
  if (refusal) return refused(refusal);
  return accepted(
    withdraws(ticket, context.actor)
      ? ticketEvent('transferWithdrawn', {})
      : ticketEvent('transferDeclined', { reason: command.reason }),
  );
}

/** What stands in the way of declining or withdrawing, before a reason is asked for. */
export function declineTransferRefusal(ticket: TicketState, context: Context): Refusal | null {
  return withdraws(ticket, context.actor)
    ? checkAuthority(context.actor, 'ticket.acceptTransfer')
    : answerRefusal(ticket, context);
}

/** Whether this person's no takes the offer back rather than declining it. */
export function withdraws({ transfer, owner }: TicketState, actor: Actor): boolean {
  if (actor.kind !== 'person' || transfer === null || transfer.to === actor.id) return false;
  return transfer.offeredBy === actor.id || owner === actor.id || mayIntervene(actor);
}

function answerRefusal(ticket: TicketState, context: Context): Refusal | null {
  const action = 'ticket.acceptTransfer';
  const no = (reason: string, whoMay: Refusal['whoMay']): Refusal => ({
    action,
    clause: 'T1-1',
    reason,
    whoMay,
    nextStep: { step: 'show', ticket: ticket.number },
  });
  return firstRefusal(
    authorityGuard(context, action),
    () =>
      ticket.transfer ? null : no(`No transfer of T-${ticket.number} is open any more.`, { kind: 'nobody' }),
    () =>
      ticket.transfer && ticket.transfer.to !== personOf(context.actor)
        ? no(`T-${ticket.number} is offered to <@${ticket.transfer.to}>, who answers for it.`, {
            kind: 'people',
            ids: [ticket.transfer.to],
          })
        : null,
  );
}
