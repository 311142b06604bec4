import type { Actor } from '../../../src/sop/actor.ts';
import { pathwayOf } from '../../../src/sop/ticket/commands/investigate.ts';
import type { TicketCommand } from '../../../src/sop/ticket/decide.ts';
import { acknowledge, ana, type Case, classify, having, lena, person, taken, tess } from './support.ts';

/** A second agent of tier 2, and one of tier 2 who is asked in vain. */
export const theo = person('UTHEO', 'tier2');
export const tova = person('UTOVA', 'tier2');

type Command<Type extends TicketCommand['type']> = Extract<TicketCommand, { type: Type }>;

export const apply = (fix: string, repeatReason: string | null = null): Command<'applyFix'> => ({
  type: 'applyFix',
  fix,
  repeatReason,
});
export const state = (fix: string, account = 'ACME-1'): Command<'stateNoTransaction'> => ({
  type: 'stateNoTransaction',
  fix,
  account,
  repeatReason: null,
});
export const setAside = (fix: string): Command<'setFixAside'> => ({
  type: 'setFixAside',
  fix,
  reason: 'the account has none',
});
export const persists: Command<'recordResult'> = {
  type: 'recordResult',
  outcome: 'persists',
  verification: null,
  evidence: null,
};
export const seemsResolved: Command<'recordResult'> = { ...persists, outcome: 'resolved' };
export const verified = (verification: string): Command<'recordResult'> => ({
  type: 'recordResult',
  outcome: 'resolved',
  verification,
  evidence: 'Sign-in log shows a success at 10:42',
});
export const requestOf = (
  fix: string,
  repeatReason: string | null = null,
): Command<'requestConfirmation'> => ({
  type: 'requestConfirmation',
  fix,
  repeatReason,
});
export const root = (code: string): Command<'recordCause'> => ({
  type: 'recordCause',
  kind: 'root',
  code,
  text: 'Why it came about.',
});
export const note: Command<'addNote'> = { type: 'addNote', text: 'seen before' };
export const close: Command<'close'> = {
  type: 'close',
  resolutionCode: 'fixed',
  summary: 'Signs in again.',
  rootCause: null,
  followUps: [],
};

/** Ana’s ticket, classified with a symptom at 09:02 and acknowledged at 09:04. */
export function withSymptom(
  category: 'AUTH' | 'PERF' | 'DATA' | 'UI' | 'BILLING' | 'INTG',
  symptom: string,
): Case {
  const given = having(taken(), 2, ana, { ...classify, category, symptom });
  const composed = having(given, 3, ana, acknowledge);
  return having(composed, 4, ana, { type: 'confirmAcknowledgementSent' });
}

/** What is done one after the other, each at its minute after Monday 09:00. */
export function played(given: Case, ...steps: readonly (readonly [number, Actor, TicketCommand])[]): Case {
  return steps.reduce((now, [minutes, actor, command]) => having(now, minutes, actor, command), given);
}

/** SF-3 persists, SF-7 stated: the ladder of `signed-out-repeatedly` up to its irreversible second rung. */
export function beforeReset(): Case {
  return played(withSymptom('AUTH', 'signed-out-repeatedly'), [5, ana, apply('SF-3')], [6, ana, persists]);
}

/** The acceptance of the escalation that is open, the record having been read. */
export function acceptance({ state: { escalation } }: Case): Command<'acceptEscalation'> {
  return { type: 'acceptEscalation', escalation: escalation?.seq ?? 0, read: true };
}

/** The ladder of `access-outdated` exhausted at 09:09, with which it was escalated: nobody has accepted it yet. */
export function toBeAccepted(): Case {
  return played(
    withSymptom('AUTH', 'access-outdated'),
    [5, ana, apply('SF-3')],
    [6, ana, persists],
    [7, ana, state('SF-7')],
    [8, ana, apply('SF-7')],
    [9, ana, persists],
  );
}

/** Accepted by Tess at 09:12: hers, at tier 2. */
export function escalated(): Case {
  const given = toBeAccepted();
  return having(given, 12, tess, acceptance(given));
}

/** Escalated to the lead and sent back to Tess with a reason: hers again, at tier 2. */
export function givenBack(given: Case, minutes: number): Case {
  const accepted = having(given, minutes, lena, acceptance(given));
  return played(
    accepted,
    [minutes, lena, { type: 'offerTransfer', to: tess.id, receiverRole: 'tier2', reason: 'Once more.' }],
    [minutes, tess, { type: 'acceptTransfer' }],
  );
}

export const packageLinks = [{ part: 'the whole package', url: 'https://logs.example/7' }];

/** With the package recorded at 09:13 and a finding at every decision point at 09:14. */
export function investigated(): Case {
  const given = having(escalated(), 13, tess, {
    type: 'recordDiagnostics',
    generatedAt: '2026-03-02T08:13:00.000Z',
    links: packageLinks,
  });
  return pathwayOf(given.state, given.pack).reduce(
    (now, { id }) => having(now, 14, tess, { type: 'recordFinding', point: id, text: 'Looked at.' }),
    given,
  );
}

/** The root cause on record at 09:15; `permission-drift` is that of EF-5. */
export function caused(code = 'permission-drift'): Case {
  return having(investigated(), 15, tess, root(code));
}

/** A second agent asked for EF-5 at 09:20. */
export function asked(): Case {
  return having(caused(), 20, tess, requestOf('EF-5'));
}

/** Which request is open: what its buttons carry. */
export function requestIn({ state: { confirmation } }: Case): number {
  if (!confirmation) throw new Error('nobody was asked');
  return confirmation.seq;
}

/** Ana’s ticket solved by SF-1 and verified at 09:10. */
export function solved(): Case {
  return played(
    withSymptom('AUTH', 'cannot-sign-in'),
    [5, ana, apply('SF-1')],
    [10, ana, verified('sign-in-logged')],
  );
}

/** Tess’s ticket solved by EF-1 after `sync-conflict` was found, verified at 09:25. */
export function solvedAtTier2(): Case {
  return played(caused('sync-conflict'), [20, tess, apply('EF-1')], [25, tess, verified('no-difference')]);
}

export function withPack(given: Case, pack: Case['pack']): Case {
  return { ...given, pack };
}
