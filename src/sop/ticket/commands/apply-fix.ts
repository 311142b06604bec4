import type { Context } from '../../context.ts';
import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import { epoch } from '../../instant.ts';
import type { Pack } from '../../pack/schema.ts';
import { inWords } from '../../wall-clock.ts';
import { type TicketEvent, ticketEvent } from '../events.ts';
import {
  acknowledgedGuard,
  authorityGuard,
  firstRefusal,
  notWaitingGuard,
  owners,
  workGuard,
} from '../guards.ts';
import {
  type Fix,
  findFix,
  hasKnownRootCause,
  hasKnownSymptom,
  isExtended,
  lastAttempt,
  offeredExtendedFixes,
  owedBefore,
  owedFix,
  owedStandardFix,
  runningAttempt,
  solvingAttempt,
} from '../ladder.ts';
import type { TicketState } from '../state.ts';
import { missingPoints } from './investigate.ts';

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
  return accepted(
    ticketEvent('fixStarted', { fix: command.fix, repeatReason: reasonOfRepeat(command, ticket) }),
  );
}

/** T2-1: a reason that came with a fix that was never done is not one for repeating it. */
export function reasonOfRepeat(
  { fix, repeatReason }: { fix: string; repeatReason: string | null },
  ticket: TicketState,
): string | null {
  return lastAttempt(ticket, fix) ? repeatReason : null;
}

/**
 * What stands in the way of even opening the form. Without a fix it is about the one that is owed; the reason that a
 * repeated one takes is asked for in the form.
 */
export function applyFormRefusal(fix: string | null, ticket: TicketState, context: Context): Refusal | null {
  const { pack } = context;
  const named = fix ?? owedFix(ticket, pack)?.id ?? null;
  if (named !== null)
    return fixRefusal({ fix: named, repeatReason: 'asked for' }, findFix(pack, named), ticket, context);
  const tier1 = ticket.tier === 'tier1';
  const action = tier1 ? 'fix.applyStandard' : 'fix.applyExtended';
  return firstRefusal(
    () => anyFixRefusal(action, ticket, context),
    () => (tier1 ? symptomRefusal(ticket, pack) : rootCauseRefusal(ticket, pack)),
    () => ({
      action,
      clause: tier1 ? 'ESC-2' : 'ESL-2',
      reason: tier1
        ? `Every Standard Fix for this symptom was tried or set aside: T-${ticket.number} goes to Tier 2 Support by itself.`
        : `The library has no further Extended Fix for the root cause on record. Do not improvise: escalate T-${ticket.number} with the findings.`,
      whoMay: { kind: 'nobody' },
      nextStep: { step: tier1 ? 'show' : 'escalate', ticket: ticket.number },
    }),
  );
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
    () => anyFixRefusal(action, ticket, context),
    () => (fix ? null : no('T1-5', `The playbook has no fix ${id}.`, { step: 'applyFix', ticket: number })),
    () =>
      fix && isExtended(fix) ? causeRefusal(fix, ticket, pack, no) : ladderRefusal(id, ticket, pack, no),
    () => repeatRefusal({ fix: id, repeatReason }, ticket, context),
  );
}

/** What stands in the way of any fix, whichever it is. */
function anyFixRefusal(
  action: 'fix.applyStandard' | 'fix.applyExtended',
  ticket: TicketState,
  context: Context,
): Refusal | null {
  const { number } = ticket;
  const no = (
    clause: Refusal['clause'],
    reason: string,
    step: 'recordResult' | 'verify' | 'close',
  ): Refusal => ({ action, clause, reason, whoMay: owners(ticket), nextStep: { step, ticket: number } });
  return firstRefusal(
    workGuard(ticket, context, action),
    acknowledgedGuard(ticket, action),
    notWaitingGuard(ticket, action),
    () => {
      const running = runningAttempt(ticket);
      return running
        ? no('T1-6', `${running.fix} is under way on T-${number}: its result comes first.`, 'recordResult')
        : null;
    },
    () => {
      const solved = solvingAttempt(ticket);
      if (!solved) return null;
      return solved.verified
        ? no(
            'T1-9',
            `T-${number} is solved by ${solved.fix} and verified: it is to be closed. If the issue persists after all, record that with /ticket verify ${number}.`,
            'close',
          )
        : no('T1-8', `${solved.fix} is recorded as resolving T-${number}: that is to be verified.`, 'verify');
    },
  );
}

/** T2-1: what was done is done again by tier 2 alone, with a reason; what was set aside, also by its owner. */
function repeatRefusal(
  { fix, repeatReason }: { fix: string; repeatReason: string | null },
  ticket: TicketState,
  context: Context,
): Refusal | null {
  const done = lastAttempt(ticket, fix);
  if (!done) return null;
  const aside = done.status === 'notApplicable';
  const beyond = aside ? null : authorityGuard(context, 'fix.repeat')();
  if (beyond)
    return {
      ...beyond,
      nextStep: { step: owedFix(ticket, context.pack) ? 'applyFix' : 'show', ticket: ticket.number },
    };
  if (repeatReason) return null;
  return {
    action: 'fix.repeat',
    clause: 'T2-1',
    reason: `${doneWords(ticket, fix)} ${aside ? 'Applying it after all' : 'Doing it again'} needs a reason.`,
    whoMay: owners(ticket),
    nextStep: { step: 'applyFix', ticket: ticket.number },
  };
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
    return no('T1-5', `${id} is not for this symptom.${instead}`, {
      step: owed ? 'applyFix' : 'show',
      ticket: number,
    });
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
  const owed = ticket.tier === 'tier1' ? owedStandardFix(ticket, pack) : null;
  if (owed)
    return no(
      'T1-6',
      `${owed.id} ${owed.title} comes first: Extended Fixes are for what the Standard Fixes left.`,
      { step: 'applyFix', ticket: ticket.number },
    );
  const unknown = rootCauseRefusal(ticket, pack);
  if (unknown) return unknown;
  // A cause found on another category's pathway is not this one's yet.
  const [missing] = missingPoints(ticket, pack);
  if (missing)
    return no('T2-5', `There is no finding yet at the decision point “${missing.question}”.`, {
      step: 'investigate',
      ticket: ticket.number,
    });
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

/** T1-3: under another matrix than it was classified by, a symptom may be gone, and its ladder with it. */
function symptomRefusal(ticket: TicketState, pack: Pack): Refusal | null {
  if (hasKnownSymptom(ticket, pack)) return null;
  return {
    action: 'fix.applyStandard',
    clause: 'T1-3',
    reason: `The symptom of T-${ticket.number} is no longer in the matrix (version ${pack.matrix.version}): classify it anew, and the fixes follow.`,
    whoMay: owners(ticket),
    nextStep: { step: 'classify', ticket: ticket.number },
  };
}

function rootCauseRefusal(ticket: TicketState, pack: Pack): Refusal | null {
  if (hasKnownRootCause(ticket, pack)) return null;
  return {
    action: 'fix.applyExtended',
    clause: 'T2-6',
    reason: ticket.causes.root
      ? `The root cause of T-${ticket.number} is no longer in the framework: record it anew, and the Extended Fix follows from it.`
      : `No root cause of T-${ticket.number} is recorded yet, and the Extended Fix follows from it.`,
    whoMay: owners(ticket),
    nextStep: { step: 'investigate', ticket: ticket.number },
  };
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
    () =>
      fix && !isExtended(fix) && fix.irreversible !== undefined
        ? null
        : {
            action: 'fix.applyStandard',
            clause: 'T1-7',
            reason: `${command.fix} waits for no such statement: apply it.`,
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
    () =>
      lastAttempt(ticket, command.fix)
        ? {
            action: 'fix.setAside',
            clause: 'T1-6',
            reason: `${doneWords(ticket, command.fix)} Only one that is still owed is set aside.`,
            whoMay: { kind: 'nobody' },
            nextStep: { step: 'show', ticket: ticket.number },
          }
        : null,
    () => fixRefusal({ fix: command.fix, repeatReason: null }, fix, ticket, context),
  );
  if (refusal) return refused(refusal);
  return accepted(ticketEvent('fixSetAside', { fix: command.fix, reason: command.reason }));
}
