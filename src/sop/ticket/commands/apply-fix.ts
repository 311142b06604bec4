import type { Context } from '../../context.ts';
import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import { epoch } from '../../instant.ts';
import type { Pack } from '../../pack/schema.ts';
import { inWords } from '../../wall-clock.ts';
import { type TicketEvent, ticketEvent } from '../events.ts';
import {
  acknowledgedGuard,
  authorityGuard,
  classifiedGuard,
  firstRefusal,
  notClosedGuard,
  ownerGuard,
  owners,
} from '../guards.ts';
import {
  type Fix,
  findFix,
  isExtended,
  lastAttempt,
  offeredExtendedFixes,
  owedBefore,
  owedStandardFix,
  runningAttempt,
  solvingAttempt,
} from '../ladder.ts';
import type { TicketState } from '../state.ts';

/** T1-6, T2-6: begins a fix. `repeatReason`: why one that was done already is done again (T2-1). */
export type ApplyFix = { type: 'applyFix'; fix: string; repeatReason: string | null };

export function decideApplyFix(
  command: ApplyFix,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const fix = findFix(context.pack, command.fix);
  const refusal = firstRefusal(
    () => fixRefusal(command, fix, ticket, context),
    () => (fix ? irreversibleRefusal(fix, ticket, context) : null),
  );
  if (refusal) return refused(refusal);
  return accepted(ticketEvent('fixStarted', { fix: command.fix, repeatReason: command.repeatReason }));
}

/** Everything but the guards of irreversible fixes: what also stands in the way of asking for those. */
export function fixRefusal(
  { fix: id, repeatReason }: { fix: string; repeatReason: string | null },
  fix: Fix | null,
  ticket: TicketState,
  context: Context,
): Refusal | null {
  const { pack } = context;
  const action = id.startsWith('EF-') ? 'fix.applyExtended' : 'fix.applyStandard';
  const no = (clause: Refusal['clause'], reason: string, nextStep: Refusal['nextStep']): Refusal => ({
    action,
    clause,
    reason,
    whoMay: owners(ticket),
    nextStep,
  });
  const number = ticket.number;
  return firstRefusal(
    authorityGuard(context, action),
    notClosedGuard(ticket, action),
    ownerGuard(ticket, context, action),
    classifiedGuard(ticket, action),
    acknowledgedGuard(ticket, action),
    () => (fix ? null : no('T1-5', `The playbook has no fix ${id}.`, { step: 'applyFix', ticket: number })),
    () => {
      const running = runningAttempt(ticket);
      return running
        ? no('T1-6', `${running.fix} is under way on T-${number}: its result comes first.`, {
            step: 'recordResult',
            ticket: number,
          })
        : null;
    },
    () => {
      const solved = solvingAttempt(ticket);
      if (!solved) return null;
      return solved.verified
        ? no('T1-9', `T-${number} is solved by ${solved.fix} and verified: it is to be closed.`, {
            step: 'close',
            ticket: number,
          })
        : no('T1-8', `${solved.fix} is recorded as resolving T-${number}: that is to be verified.`, {
            step: 'verify',
            ticket: number,
          });
    },
    () =>
      fix && isExtended(fix) ? causeRefusal(fix, ticket, pack, no) : ladderRefusal(id, ticket, pack, no),
    () =>
      lastAttempt(ticket, id) && !repeatReason
        ? {
            ...no('T2-1', `${doneWords(ticket, id)} Doing it again needs a reason.`, {
              step: 'applyFix',
              ticket: number,
            }),
            action: 'fix.repeat',
          }
        : null,
  );
}

type No = (clause: Refusal['clause'], reason: string, nextStep: Refusal['nextStep']) => Refusal;

/** T1-5, T1-6: the playbook's fixes for the symptom, none skipped, none reordered. */
function ladderRefusal(id: string, ticket: TicketState, pack: Pack, no: No): Refusal | null {
  const { classification, number } = ticket;
  const applicable = pack.playbook.standardFixes.find(
    (fix) => fix.id === id && classification && fix.symptoms.includes(classification.symptom),
  );
  if (!applicable) {
    const owed = owedStandardFix(ticket, pack);
    const instead = owed ? ` ${owed.id} ${owed.title} is the one owed.` : '';
    return no('T1-5', `${id} is not for this symptom.${instead}`, { step: 'applyFix', ticket: number });
  }
  const [owed] = owedBefore(ticket, pack, id);
  return owed
    ? no(
        'T1-6',
        `${owed.id} ${owed.title} comes before ${id}: apply it first, or record why it is not applicable.`,
        { step: 'applyFix', ticket: number },
      )
    : null;
}

/** T2-6: the fix for the root cause that was identified, and no other. */
function causeRefusal(fix: Fix, ticket: TicketState, pack: Pack, no: No): Refusal | null {
  const next = { step: 'show', ticket: ticket.number } as const;
  if (!ticket.causes.root)
    return no(
      'T2-6',
      `No root cause of T-${ticket.number} is recorded yet, and the Extended Fix follows from it.`,
      {
        step: 'investigate',
        ticket: ticket.number,
      },
    );
  const offered = offeredExtendedFixes(ticket, pack);
  if (offered.some(({ id }) => id === fix.id)) return null;
  const [right] = offered;
  return right
    ? no('T2-6', `${fix.id} is not for the root cause on record; ${right.id} ${right.title} is.`, {
        step: 'applyFix',
        ticket: ticket.number,
      })
    : no(
        'T2-6',
        `The library has no Extended Fix for the root cause on record. Do not improvise: escalate it with the findings.`,
        next,
      );
}

function doneWords(ticket: TicketState, id: string): string {
  const done = lastAttempt(ticket, id);
  const how = done?.status === 'notApplicable' ? 'set aside as not applicable' : 'done';
  return `${id} was already ${how} by <@${done?.by}>.`;
}

/** T1-7, T2-7: what cannot be undone waits for a fresh statement, or for a second agent. */
function irreversibleRefusal(fix: Fix, ticket: TicketState, context: Context): Refusal | null {
  if (fix.irreversible === undefined) return null;
  if (isExtended(fix)) {
    return {
      action: 'fix.applyExtended',
      clause: 'T2-7',
      reason: `${fix.id} ${fix.title} waits for a second agent's confirmation in the thread of T-${ticket.number}.`,
      whoMay: { kind: 'role', atLeast: 'tier2' },
      nextStep: { step: 'applyFix', ticket: ticket.number },
    };
  }
  const { statement } = ticket;
  const limit = context.pack.limits.noTransactionStatement;
  const no = (reason: string): Refusal => ({
    action: 'fix.applyStandard',
    clause: 'T1-7',
    reason,
    whoMay: owners(ticket),
    nextStep: { step: 'applyFix', ticket: ticket.number },
  });
  if (!statement || statement.fix !== fix.id)
    return no(
      `${fix.id} ${fix.title} cannot be undone. First state that no transaction is active for this customer.`,
    );
  if (statement.account !== ticket.customerAccount || statement.version !== ticket.version)
    return no(
      `T-${ticket.number} changed after the statement that no transaction is active: make sure again.`,
    );
  if (context.now.getTime() - epoch(statement.at) > limit)
    return no(
      `The statement that no transaction is active is older than ${inWords(limit)}: make sure again.`,
    );
  return null;
}

/** T1-7: made by the agent for this fix and this customer, and good for a short while. */
export type StateNoTransaction = {
  type: 'stateNoTransaction';
  fix: string;
  account: string;
  repeatReason: string | null;
};

export function decideStateNoTransaction(
  command: StateNoTransaction,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const fix = findFix(context.pack, command.fix);
  const refusal = firstRefusal(
    () => fixRefusal(command, fix, ticket, context),
    () =>
      command.account === ticket.customerAccount
        ? null
        : {
            action: 'fix.applyStandard',
            clause: 'T1-7',
            reason: `The statement was made for another account than that of T-${ticket.number}.`,
            whoMay: owners(ticket),
            nextStep: { step: 'applyFix', ticket: ticket.number },
          },
  );
  if (refusal) return refused(refusal);
  return accepted(ticketEvent('noTransactionStated', { fix: command.fix, account: command.account }));
}

/** T1-6: an earlier fix that does not apply here is recorded as such, with the reason, and the ladder goes on. */
export type SetFixAside = { type: 'setFixAside'; fix: string; reason: string };

export function decideSetFixAside(
  command: SetFixAside,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const fix = findFix(context.pack, command.fix);
  const refusal = firstRefusal(
    authorityGuard(context, 'fix.setAside'),
    () =>
      fix && isExtended(fix)
        ? {
            action: 'fix.setAside',
            clause: 'T2-6',
            reason:
              'Only Standard Fixes stand in a sequence; an Extended Fix that does not match is simply not applied.',
            whoMay: { kind: 'nobody' },
            nextStep: { step: 'applyFix', ticket: ticket.number },
          }
        : null,
    () => fixRefusal({ fix: command.fix, repeatReason: null }, fix, ticket, context),
  );
  if (refusal) return refused(refusal);
  return accepted(ticketEvent('fixSetAside', { fix: command.fix, reason: command.reason }));
}
