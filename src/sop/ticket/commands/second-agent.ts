import type { Role } from '../../actor.ts';
import type { Context } from '../../context.ts';
import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import { epoch, instant } from '../../instant.ts';
import { grantedFor } from '../authorization/standing.ts';
import { type TicketEvent, ticketEvent } from '../events.ts';
import { authorityGuard, firstRefusal, may, notClosedGuard, owners, personOf } from '../guards.ts';
import { findFix, isExtended, runningAttempt } from '../ladder.ts';
import { secondAgentOnShiftGuard } from '../on-shift.ts';
import type { Confirmation, TicketState } from '../state.ts';
import { fixRefusal, reasonOfRepeat } from './apply-fix.ts';

/** T2-7: asks a second agent, in the thread, to let an irreversible Extended Fix go ahead. */
export type RequestConfirmation = { type: 'requestConfirmation'; fix: string; repeatReason: string | null };

export function decideRequestConfirmation(
  command: RequestConfirmation,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const fix = findFix(context.pack, command.fix);
  const refusal = firstRefusal(
    () => fixRefusal(command, fix, ticket, context),
    () =>
      fix && isExtended(fix) && fix.irreversible !== undefined
        ? null
        : {
            action: 'fix.applyExtended',
            clause: 'T2-7',
            reason: `${command.fix} waits for no second agent.`,
            whoMay: owners(ticket),
            nextStep: { step: 'applyFix', ticket: ticket.number },
          },
    () =>
      ticket.confirmation
        ? {
            action: 'fix.applyExtended',
            clause: 'T2-7',
            reason: `A second agent is already asked to confirm ${ticket.confirmation.fix}.`,
            whoMay: { kind: 'role', atLeast: 'tier2' },
            nextStep: { step: 'show', ticket: ticket.number },
          }
        : null,
  );
  if (refusal) return refused(refusal);
  return accepted(
    ticketEvent('confirmationRequested', {
      fix: command.fix,
      account: ticket.customerAccount,
      repeatReason: reasonOfRepeat(command, ticket),
      expiresAt: instant(context.now.getTime() + context.pack.limits.secondAgent),
    }),
  );
}

/** `request`: sequence number of the event that asked, so that a button answers its own request and no other. */
export type ConfirmFix = {
  type: 'confirmFix';
  request: number;
  /** The role that whoever asked holds by now; null when not on the roster. */
  requesterRole: Role | null;
};
export type DeclineFix = { type: 'declineFix'; request: number; reason: string };

/**
 * Confirming begins the fix in the same decision, so that it is begun exactly once, whatever happens to the process:
 * either both are in the record or neither is. A fix that whoever asked could not begin by now is not begun: the
 * roster and the pack may have changed, which leaves the ticket itself as it was.
 */
export function decideConfirmFix(
  command: ConfirmFix,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const pending = ticket.confirmation;
  const refusal = firstRefusal(
    () => answerRefusal(command, ticket, context),
    secondAgentOnShiftGuard(context, 'fix.confirmExtended'),
  );
  if (refusal || !pending) return refusal ? refused(refusal) : accepted();
  const { fix, repeatReason } = pending;
  const reason = whyVoid(pending, command.requesterRole, ticket, context);
  if (reason) return accepted(ticketEvent('confirmationVoided', { fix, reason }));
  return accepted<TicketEvent>(
    ticketEvent('confirmationGiven', { fix, request: pending.seq }),
    ticketEvent('fixStarted', { fix, repeatReason }),
  );
}

export function decideDeclineFix(
  command: DeclineFix,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const pending = ticket.confirmation;
  const refusal = answerRefusal(command, ticket, context);
  if (refusal || !pending) return refusal ? refused(refusal) : accepted();
  return accepted(ticketEvent('confirmationDeclined', { fix: pending.fix, reason: command.reason }));
}

/** What keeps whoever asked from beginning the fix now, as a sentence; null when nothing does. */
function whyVoid(
  { seq, fix, repeatReason, requestedBy }: Confirmation,
  role: Role | null,
  ticket: TicketState,
  context: Context,
): string | null {
  const gone = `<@${requestedBy}>, who asked, may apply no Extended Fix any more.`;
  if (role === null) return gone;
  // AU-6: what let the request through lets the fix through that it was made for.
  const requester: Context = {
    ...context,
    actor: { kind: 'person', id: requestedBy, role, standing: 'member' },
    granted: grantedFor(ticket, seq),
  };
  if (!may(requester, 'fix.applyExtended')) return gone;
  const found = findFix(context.pack, fix);
  return fixRefusal({ fix, repeatReason }, found, ticket, requester)?.reason ?? null;
}

/** What stands in the way of answering, before a reason is asked for. */
export function answerRefusal(
  command: { type: 'confirmFix' | 'declineFix'; request: number },
  ticket: TicketState,
  context: Context,
): Refusal | null {
  const action = 'fix.confirmExtended';
  const pending = ticket.confirmation;
  const running = runningAttempt(ticket);
  const no = (reason: string, whoMay: Refusal['whoMay']): Refusal => ({
    action,
    clause: 'T2-7',
    reason,
    whoMay,
    nextStep: { step: 'show', ticket: ticket.number },
  });
  return firstRefusal(
    authorityGuard(context, action),
    notClosedGuard(ticket, action),
    () =>
      pending?.seq === command.request
        ? null
        : no(
            `This request is no longer open: it was answered, it ran out, or the ticket changed after it was made.${running ? ` ${running.fix} is under way.` : ''}`,
            { kind: 'nobody' },
          ),
    () =>
      pending && epoch(pending.expiresAt) <= context.now.getTime()
        ? no('This request ran out. The agent on the ticket can ask again.', owners(ticket))
        : null,
    () =>
      pending && pending.requestedBy === personOf(context.actor) && command.type === 'confirmFix'
        ? {
            ...no('You asked for this confirmation yourself; it takes another person.', {
              kind: 'role',
              atLeast: 'tier2',
            }),
            clause: 'AU-7',
          }
        : null,
  );
}
