import { describe, expect, test } from 'vitest';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import { type Pack, priorityCodes } from '../../../src/sop/pack/schema.ts';
import { closeRefusal } from '../../../src/sop/ticket/commands/close.ts';
import { explainTicket } from '../../../src/sop/ticket/explain.ts';
import { nextStep, stepWords } from '../../../src/sop/ticket/next-step.ts';
import {
  apply,
  caused,
  close,
  persists,
  played,
  root,
  solved,
  state,
  verified,
  withPack,
  withSymptom,
} from './journey.ts';
import {
  ana,
  type Case,
  classify,
  contextAt,
  decide,
  having,
  inForce,
  monday,
  refusalOf,
  tess,
  typesOf,
  waiting,
} from './support.ts';

/** The shipped pack's successor, changed as a desk changes its own. */
function newer(change: (pack: Pack) => void): Pack {
  const pack = structuredClone(defaultPack);
  pack.version = '2027.1';
  change(pack);
  return pack;
}

const fixOf = (pack: Pack, id: string) => {
  const fix = pack.playbook.standardFixes.find((one) => one.id === id);
  if (!fix) throw new Error(`no ${id}`);
  return fix;
};
const without = (pack: Pack, symptom: string) => {
  for (const category of pack.matrix.categories)
    category.symptoms = category.symptoms.filter(({ code }) => code !== symptom);
  for (const fix of pack.playbook.standardFixes)
    fix.symptoms = fix.symptoms.filter((code) => code !== symptom);
};
const whyOf = (given: Case) => explainTicket(given.state, given.events, new Date(monday), inForce(given));
const first = () =>
  played(withSymptom('AUTH', 'cannot-sign-in'), [5, ana, apply('SF-1')], [6, ana, persists]);
const withFourth = newer((pack) => fixOf(pack, 'SF-4').symptoms.push('cannot-sign-in'));

describe('the pack changes while a ticket is open', () => {
  test('DOC-2 each event keeps the version it was made under', () => {
    const now = having(withPack(first(), withFourth), 7, ana, apply('SF-2'));
    expect(now.events.at(-2)?.packVersion).toBe(defaultPack.version);
    expect(now.events.at(-1)?.packVersion).toBe('2027.1');
  });

  test('T1-6 the ladder follows the new one; what was done stays done', () => {
    const now = played(
      withPack(first(), withFourth),
      [7, ana, apply('SF-2')],
      [8, ana, persists],
      [9, ana, apply('SF-3')],
      [10, ana, persists],
    );
    expect(now.state.escalation).toBeNull();
    expect(stepWords(now.state, now.pack)?.words).toContain('SF-4');
    const shorter = newer((pack) => {
      for (const id of ['SF-2', 'SF-3']) fixOf(pack, id).symptoms = ['account-locked'];
    });
    expect(nextStep(withPack(first(), shorter).state, shorter)).toBe('escalate');
  });

  test('DOC-2 why says so from the first moment, and where it happened from then on', () => {
    const waiting = withPack(first(), withFourth);
    expect(whyOf(first()).history.map(({ clause }) => clause)).not.toContain('DOC-2');
    expect(whyOf(waiting).history.at(-1)).toEqual({
      clause: 'DOC-2',
      at: null,
      words: `The SOP pack changed from version ${defaultPack.version} to 2027.1. The fixes owed follow the new one; what was decided before stays as it was.`,
    });
    const now = having(waiting, 7, ana, apply('SF-2'));
    const clauses = whyOf(now).history.map(({ clause }) => clause);
    expect(clauses.filter((clause) => clause === 'DOC-2')).toHaveLength(1);
    expect(clauses.at(-2)).toBe('DOC-2');
  });

  test('DOC-2 a pack that changed under its old version is told of, too', () => {
    const { state: ticket, events } = first();
    const { history } = explainTicket(ticket, events, new Date(monday), {
      pack: defaultPack,
      hash: 'another',
    });
    expect(history.at(-1)?.words).toContain(`under the same version ${defaultPack.version}`);
  });

  test('DOC-2, HO-2 a clock that is paused meanwhile keeps the time it had', () => {
    const shorter = newer((pack) => {
      for (const code of priorityCodes)
        pack.targets[code].resolution = pack.targets[code].resolutionAtRisk + 1;
    });
    const resumed = (pack: Pack) => having(withPack(waiting(), pack), 20, ana, { type: 'endWait' });
    expect(resumed(shorter).state.clocks.resolution).toEqual(resumed(defaultPack).state.clocks.resolution);
  });

  test('DOC-2 a closed ticket owes nothing under any pack', () => {
    const now = withPack(having(solved(), 11, ana, close), withFourth);
    expect(whyOf(now).history.map(({ clause }) => clause)).not.toContain('DOC-2');
  });

  test('T1-3 a symptom that is gone is classified anew, not escalated as tried out', () => {
    const gone = newer((pack) => without(pack, 'cannot-sign-in'));
    const now = withPack(first(), gone);
    expect(nextStep(now.state, gone)).toBe('classify');
    expect(stepWords(now.state, gone)?.words).toContain('no longer in the matrix');
    const form = { type: 'prepareForm', form: { form: 'applyFix', fix: null } } as const;
    expect(refusalOf(decide(now, 7, ana, form))).toMatchObject({
      clause: 'T1-3',
      nextStep: { step: 'classify', ticket: 7 },
    });
    const anew = having(now, 8, ana, { ...classify, symptom: 'account-locked' });
    // SF-1, the only fix for that symptom, was done already.
    expect(anew.state.escalation?.trigger).toBe('ESC-2');
    expect(nextStep(having(now, 8, ana, { ...classify, symptom: 'reset-link-missing' }).state, gone)).toBe(
      'applyFix',
    );
  });

  test('ESC-2 the result of a fix whose symptom is gone exhausts nothing', () => {
    const gone = newer((pack) => without(pack, 'cannot-sign-in'));
    const running = withPack(played(withSymptom('AUTH', 'cannot-sign-in'), [5, ana, apply('SF-1')]), gone);
    expect(typesOf(decide(running, 6, ana, persists))).toEqual(['fixResultRecorded']);
    const closed = having(solved(), 11, ana, close);
    expect(typesOf(decide(withPack(closed, gone), 12, ana, { type: 'reopen', reason: 'again' }))).toEqual([
      'reopened',
    ]);
  });

  test('T2-5 a root cause that is gone is recorded anew', () => {
    const gone = newer((pack) => {
      pack.playbook.rootCauses = pack.playbook.rootCauses.filter(({ code }) => code !== 'sync-conflict');
      for (const fix of pack.playbook.extendedFixes)
        fix.rootCauses = fix.rootCauses.filter((code) => code !== 'sync-conflict');
    });
    const now = withPack(caused('sync-conflict'), gone);
    expect(nextStep(now.state, gone)).toBe('recordRootCause');
    expect(refusalOf(decide(now, 20, tess, apply('EF-1')))).toMatchObject({
      clause: 'T2-6',
      reason: expect.stringContaining('no longer in the framework'),
      nextStep: { step: 'investigate', ticket: 7 },
    });
    expect(nextStep(having(now, 20, tess, root('permission-drift')).state, gone)).toBe('applyFix');
  });

  test('T1-8 a fix under way is verified by its steps in force; what was verified stays verified', () => {
    const renamed = newer((pack) => {
      fixOf(pack, 'SF-1').verification = [{ id: 'seen-signed-in', words: 'Seen signed in' }];
    });
    const running = withPack(played(withSymptom('AUTH', 'cannot-sign-in'), [5, ana, apply('SF-1')]), renamed);
    expect(refusalOf(decide(running, 6, ana, verified('sign-in-logged'))).clause).toBe('T1-8');
    expect(typesOf(decide(running, 6, ana, verified('seen-signed-in')))).toEqual(['fixResultRecorded']);
    const done = withPack(solved(), renamed);
    expect(closeRefusal(done.state, contextAt(done, monday, ana))).toBeNull();
  });

  test('T1-7 a statement is as good as the limit in force says', () => {
    const strict = newer((pack) => {
      pack.limits.noTransactionStatement = 60_000;
    });
    const stated = played(
      withSymptom('AUTH', 'signed-out-repeatedly'),
      [5, ana, apply('SF-3')],
      [6, ana, persists],
      [7, ana, state('SF-7')],
    );
    expect(typesOf(decide(withPack(stated, strict), 8, ana, apply('SF-7')))).toEqual(['fixStarted']);
    expect(refusalOf(decide(withPack(stated, strict), 8.01, ana, apply('SF-7'))).reason).toContain('1 min');
  });
});
