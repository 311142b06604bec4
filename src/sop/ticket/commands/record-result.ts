import type { Context } from '../../context.ts';
import { restsOnCustomersWord } from '../../customers-word.ts';
import { accepted, type Decision, refused } from '../../decision.ts';
import { type TicketEvent, ticketEvent } from '../events.ts';
import { authorityGuard, firstRefusal, notClosedGuard, ownerGuard, owners } from '../guards.ts';
import { findFix, ladderExhausted, runningAttempt, solvingAttempt } from '../ladder.ts';
import type { FixAttempt, TicketState } from '../state.ts';

export type FixOutcome = 'resolved' | 'persists';

/**
 * What a fix did. `verification`: the id of the verification step, of those documented with the fix, that showed it;
 * null while it has not been verified (T1-8).
 */
export type RecordResult = {
  type: 'recordResult';
  outcome: FixOutcome;
  verification: string | null;
  evidence: string | null;
};

/** The attempt whose result can be recorded: the one under way, else the one that is still to be verified. */
export function attemptToRecord(ticket: TicketState): FixAttempt | null {
  const solved = solvingAttempt(ticket);
  return runningAttempt(ticket) ?? (solved && !solved.verified ? solved : null);
}

export function decideRecordResult(
  command: RecordResult,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const action = 'fix.recordResult';
  const attempt = attemptToRecord(ticket);
  const fix = attempt && findFix(context.pack, attempt.fix);
  const verified = command.outcome === 'resolved' && command.verification !== null;
  const refusal = firstRefusal(
    authorityGuard(context, action),
    notClosedGuard(ticket, action),
    ownerGuard(ticket, context, action),
    () =>
      attempt
        ? null
        : {
            action,
            clause: 'T1-6',
            reason: `No fix of T-${ticket.number} is waiting for its result.`,
            whoMay: owners(ticket),
            nextStep: { step: 'applyFix', ticket: ticket.number },
          },
    () =>
      command.verification === null || fix?.verification.some(({ id }) => id === command.verification)
        ? null
        : {
            action: 'ticket.verify',
            clause: 'T1-8',
            reason: `That is not a verification step documented with ${attempt?.fix}.`,
            whoMay: owners(ticket),
            nextStep: { step: 'recordResult', ticket: ticket.number },
          },
    () =>
      verified && (!command.evidence || restsOnCustomersWord(command.evidence))
        ? {
            action: 'ticket.verify',
            clause: 'T1-8',
            reason: command.evidence
              ? 'The customer’s word alone is no verification. Write what you saw yourself when you went through the step.'
              : 'A verification needs its evidence: what you saw when you went through the step.',
            whoMay: owners(ticket),
            nextStep: { step: 'recordResult', ticket: ticket.number },
          }
        : null,
  );
  if (refusal || !attempt) return refusal ? refused(refusal) : accepted();

  const recorded = ticketEvent('fixResultRecorded', {
    fix: attempt.fix,
    outcome: command.outcome,
    verification: command.verification,
    evidence: command.evidence,
  });
  return command.outcome === 'persists' && exhaustedBy(attempt, ticket, context) && ticket.tier === 'tier1'
    ? accepted<TicketEvent>(recorded, ticketEvent('markedForEscalation', { trigger: 'ESC-2' }))
    : accepted<TicketEvent>(recorded);
}

/** ESC-2: whether with this attempt settled nothing of the ladder is left. */
function exhaustedBy(attempt: FixAttempt, ticket: TicketState, { pack }: Context): boolean {
  if (ticket.escalation) return false;
  const after = ticket.fixes.map((one) => (one === attempt ? { ...one, status: 'persists' as const } : one));
  return ladderExhausted({ ...ticket, fixes: after }, pack);
}
