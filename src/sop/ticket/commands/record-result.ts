import type { Context } from '../../context.ts';
import { restsOnCustomersWord } from '../../customers-word.ts';
import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import { type TicketEvent, ticketEvent } from '../events.ts';
import {
  authorityGuard,
  firstRefusal,
  notClosedGuard,
  notWaitingGuard,
  ownerGuard,
  owners,
} from '../guards.ts';
import { findFix, runningAttempt, solvingAttempt } from '../ladder.ts';
import type { FixAttempt, TicketState } from '../state.ts';

export type FixOutcome = 'resolved' | 'persists';

/**
 * What a fix did. `fix`: the one the form was opened for; absent, whichever is owed its result. `verification`: the
 * id of the verification step, of those documented with the fix, that showed it; null while it has not been verified
 * (T1-8).
 */
export type RecordResult = {
  type: 'recordResult';
  fix?: string;
  outcome: FixOutcome;
  verification: string | null;
  evidence: string | null;
};

/**
 * The attempt whose result can be recorded: the one under way, else the one that is still to be verified. One that is
 * verified, too, until the ticket is closed: that the issue persists after all withdraws the verification.
 */
export function attemptToRecord(ticket: TicketState): FixAttempt | null {
  return runningAttempt(ticket) ?? solvingAttempt(ticket);
}

/** What stands in the way of recording a result at all, before anything is entered. */
export function recordResultRefusal(ticket: TicketState, context: Context): Refusal | null {
  const action = 'fix.recordResult';
  return firstRefusal(
    authorityGuard(context, action),
    notClosedGuard(ticket, action),
    ownerGuard(ticket, context, action),
    notWaitingGuard(ticket, action),
    () =>
      attemptToRecord(ticket)
        ? null
        : {
            action,
            clause: 'T1-6',
            reason: `No fix of T-${ticket.number} is waiting for its result.`,
            whoMay: owners(ticket),
            nextStep: { step: 'applyFix', ticket: ticket.number },
          },
  );
}

/** T1-9: a verified one is closed; until then only that the issue persists is news, and what shows it is written. */
function verifiedRefusal(
  { outcome, evidence }: RecordResult,
  attempt: FixAttempt | null,
  ticket: TicketState,
): Refusal | null {
  if (!attempt?.verified) return null;
  const { number } = ticket;
  if (outcome === 'resolved')
    return {
      action: 'fix.recordResult',
      clause: 'T1-9',
      reason: `T-${number} is solved and verified: it is to be closed.`,
      whoMay: owners(ticket),
      nextStep: { step: 'close', ticket: number },
    };
  if (evidence?.trim()) return null;
  return {
    action: 'ticket.verify',
    clause: 'T1-8',
    reason: `${attempt.fix} is verified as resolving T-${number}. Write what shows that the issue persists after all.`,
    whoMay: owners(ticket),
    nextStep: { step: 'verify', ticket: number },
  };
}

export function decideRecordResult(
  command: RecordResult,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const attempt = attemptToRecord(ticket);
  const fix = attempt && findFix(context.pack, attempt.fix);
  const verified = command.outcome === 'resolved' && command.verification !== null;
  const refusal = firstRefusal(
    () => recordResultRefusal(ticket, context),
    () =>
      attempt && command.fix !== undefined && command.fix !== attempt.fix
        ? {
            action: 'fix.recordResult',
            clause: 'T1-6',
            reason: `The result of ${command.fix} is on record already: ${attempt.fix} is the one waiting for its result.`,
            whoMay: owners(ticket),
            nextStep: { step: 'recordResult', ticket: ticket.number },
          }
        : null,
    () => verifiedRefusal(command, attempt, ticket),
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
    // Recorded as resolving it already: saying so again without having verified it is nothing new.
    () =>
      attempt?.status === 'resolved' && command.outcome === 'resolved' && !verified
        ? {
            action: 'ticket.verify',
            clause: 'T1-8',
            reason: `Choose the verification step that showed that ${attempt.fix} resolved it.`,
            whoMay: owners(ticket),
            nextStep: { step: 'verify', ticket: ticket.number },
          }
        : null,
    () =>
      verified && (!command.evidence?.trim() || restsOnCustomersWord(command.evidence))
        ? {
            action: 'ticket.verify',
            clause: 'T1-8',
            reason: command.evidence?.trim()
              ? 'The customer’s word alone is no verification. Write what you saw yourself when you went through the step.'
              : 'A verification needs its evidence: what you saw when you went through the step.',
            whoMay: owners(ticket),
            nextStep: { step: 'recordResult', ticket: ticket.number },
          }
        : null,
  );
  if (refusal || !attempt) return refusal ? refused(refusal) : accepted();

  return accepted(
    ticketEvent('fixResultRecorded', {
      fix: attempt.fix,
      outcome: command.outcome,
      verification: command.verification,
      evidence: command.evidence,
      ...(attempt.verified ? { withdrawsVerification: true as const } : {}),
    }),
  );
}
