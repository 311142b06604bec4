import { roleRank } from '../../actor.ts';
import { somebodyOf } from '../../authority.ts';
import { at, type Context } from '../../context.ts';
import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import { epoch } from '../../instant.ts';
import { clockTargets } from '../../sla-clock.ts';
import { inWords } from '../../wall-clock.ts';
import { acknowledgementInPlace, acknowledgementRules, currentAcknowledgement } from '../acknowledgements.ts';
import { notEscalatedGuard, pendingEscalation } from '../escalation/pending.ts';
import { acknowledgementClauses, type TicketEvent, ticketEvent } from '../events.ts';
import {
  authorityGuard,
  firstRefusal,
  isOwner,
  mayIntervene,
  notClosedGuard,
  notWaitingGuard,
  ownerGuard,
  owners,
  personOf,
} from '../guards.ts';
import { solvingAttempt } from '../ladder.ts';
import { isOffShift } from '../on-shift.ts';
import { type TicketState, workingPriority } from '../state.ts';
import { lowestTier, takingOnRefusal, tierUnder } from './transfer.ts';

/** T1-9, T2-8. `rootCause` and `followUps` are tier 2's. */
export type CloseTicket = {
  type: 'close';
  resolutionCode: string;
  summary: string;
  rootCause: string | null;
  followUps: readonly string[];
};

/** Whether it closes with tier 2's record: what happened there counts, not who happens to close it. */
export function closesAtTier2(ticket: TicketState): boolean {
  return ticket.tier !== 'tier1' || ticket.causes.root !== null;
}

/** What stands in the way of closing at all, before anything is entered. */
export function closeRefusal(ticket: TicketState, context: Context): Refusal | null {
  const action = closesAtTier2(ticket) ? 'ticket.closeTier2' : 'ticket.close';
  return firstRefusal(
    authorityGuard(context, 'ticket.close'),
    notClosedGuard(ticket, action),
    notEscalatedGuard(ticket, context, action),
    authorityGuard(context, action),
    ownerGuard(ticket, context, action),
    notWaitingGuard(ticket, action),
    // Once closed, its response clock would tell nobody any more.
    () =>
      currentAcknowledgement(ticket)?.status === 'sent'
        ? null
        : {
            action,
            clause: acknowledgementClauses[acknowledgementInPlace(ticket)],
            reason: `The customer of T-${ticket.number} has not got the ${acknowledgementRules[acknowledgementInPlace(ticket)].words} yet.`,
            whoMay: owners(ticket),
            nextStep: { step: 'show', ticket: ticket.number },
          },
    () => {
      const solved = solvingAttempt(ticket);
      if (solved?.verified) return null;
      return {
        action,
        clause: 'T1-8',
        reason: solved
          ? `${solved.fix} is recorded as resolving T-${ticket.number}, but that is not verified yet.`
          : `Nothing on record has resolved T-${ticket.number}.`,
        whoMay: owners(ticket),
        nextStep: { step: solved ? 'verify' : 'applyFix', ticket: ticket.number },
      };
    },
  );
}

export function decideClose(
  command: CloseTicket,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const tier2 = closesAtTier2(ticket);
  const action = tier2 ? 'ticket.closeTier2' : 'ticket.close';
  const { pack } = context;
  const no = (clause: Refusal['clause'], reason: string): Refusal => ({
    action,
    clause,
    reason,
    whoMay: owners(ticket),
    nextStep: { step: 'close', ticket: ticket.number },
  });
  const refusal = firstRefusal(
    () => closeRefusal(ticket, context),
    () =>
      pack.resolutionCodes.some(
        ({ code, tier }) => code === command.resolutionCode && (tier2 || tier === 'tier1'),
      )
        ? null
        : no('T1-9', `That resolution code is not one of this tier's.`),
    () =>
      command.resolutionCode === 'redirected'
        ? no('SC-2', 'A ticket is redirected with the document that governs it, not closed with that code.')
        : null,
    () =>
      tier2 && !pack.playbook.rootCauses.some(({ code }) => code === command.rootCause)
        ? no('T2-8', 'A ticket worked on at tier 2 closes with its root cause.')
        : null,
    () =>
      tier2 && ticket.causes.root && ticket.causes.root.code !== command.rootCause
        ? {
            ...no('T2-8', 'Another root cause is on record. If it is this one after all, record that first.'),
            nextStep: { step: 'investigate', ticket: ticket.number },
          }
        : null,
    () =>
      command.followUps.every((followUp) => pack.followUps.some(({ code }) => code === followUp))
        ? null
        : no('T2-8', 'That follow-up is not one of the pack’s.'),
  );
  const solved = solvingAttempt(ticket);
  if (refusal || !solved) return refusal ? refused(refusal) : accepted();
  return accepted(
    ticketEvent('closed', {
      resolutionCode: command.resolutionCode,
      summary: command.summary,
      fix: solved.fix,
      verification: solved.verification,
      rootCause: tier2 ? command.rootCause : null,
      followUps: tier2 ? command.followUps : [],
    }),
  );
}

/** A closed ticket whose issue came back, within the pack's window. */
export type ReopenTicket = { type: 'reopen'; reason: string };

/** What stands in the way of reopening, before a reason is asked for. */
export function reopenRefusal(ticket: TicketState, context: Context): Refusal | null {
  const action = 'ticket.reopen';
  const { pack } = context;
  const { closure } = ticket;
  const no = (reason: string, nextStep: Refusal['nextStep']): Refusal => ({
    action,
    clause: 'T1-9',
    reason,
    whoMay: { kind: 'nobody' },
    nextStep,
  });
  return firstRefusal(
    authorityGuard(context, action),
    () => (closure ? null : no(`T-${ticket.number} is not closed.`, { step: 'show', ticket: ticket.number })),
    // A redirect can have been a mistake: whoever knows the ticket says so.
    () =>
      closure?.redirect && !isOwner(ticket, context.actor) && !mayIntervene(context.actor)
        ? {
            ...no(
              `T-${ticket.number} was redirected under ${closure.redirect.document}: the agent who had it, or a Team Lead, reopens it.`,
              { step: 'show', ticket: ticket.number },
            ),
            clause: 'SC-2',
            whoMay: ticket.owner ? owners(ticket) : { kind: 'role', atLeast: 'lead' },
          }
        : null,
    () =>
      closure && context.now.getTime() - epoch(closure.at) > pack.limits.reopening
        ? no(
            `T-${ticket.number} was closed more than ${inWords(pack.limits.reopening)} ago. Open a new ticket, and name this one in it.`,
            { step: 'openTicket' },
          )
        : null,
    () => takeOnRefusal(ticket, context),
  );
}

/** HO-3: who had it is off shift, so that whoever reopens it takes it on; an unaccepted one is held for its tier. */
function takeOnRefusal(ticket: TicketState, context: Context): Refusal | null {
  if (ticket.owner === null || !isOffShift(ticket.owner, context)) return null;
  const action = 'ticket.reopen';
  const { actor } = context;
  const least = pendingEscalation(ticket) ? 'tier1' : lowestTier(ticket);
  const role = actor.kind === 'person' ? actor.role : null;
  return firstRefusal(
    () =>
      role !== null && roleRank(role) >= roleRank(least)
        ? null
        : {
            action,
            clause: 'HO-3',
            reason: `<@${ticket.owner}>, who had T-${ticket.number}, is off shift: whoever reopens it takes it on, which needs ${somebodyOf(least)}.`,
            whoMay: { kind: 'role', atLeast: least },
            nextStep: { step: 'show', ticket: ticket.number },
          },
    () => takingOnRefusal(ticket, context, action),
  );
}

export function decideReopen(
  command: ReopenTicket,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const { pack } = context;
  const refusal = reopenRefusal(ticket, context);
  if (refusal) return refused(refusal);
  const { owner, closure, clocks } = ticket;
  // SC-2: what was redirected by mistake was never solved, so that its time went on.
  const before = closure?.redirect || pack.clocks.reopening === 'continue' ? clocks.resolution : null;
  const targets = before
    ? { startedAt: before.startedAt, atRiskAt: before.atRiskAt, dueAt: before.dueAt }
    : clockTargets(pack, workingPriority(ticket, pack), 'resolution', at(context), []);
  const reopened = ticketEvent('reopened', {
    reason: command.reason,
    resolution: owner === null ? null : targets,
  });
  if (owner === null || !isOffShift(owner, context)) return accepted(reopened);
  // An escalation that nobody had accepted is still for its tier to accept.
  const tier = pendingEscalation(ticket) ? ticket.tier : tierUnder(ticket, context);
  const to = personOf(context.actor);
  return accepted<TicketEvent>(
    reopened,
    ticketEvent('transferred', { from: owner, to, reason: command.reason, tier }),
  );
}
