import { describe, expect, test } from 'vitest';
import { system } from '../../../src/sop/actor.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import { explainTicket } from '../../../src/sop/ticket/explain.ts';
import { nextStep, stepWords } from '../../../src/sop/ticket/next-step.ts';
import { obligations } from '../../../src/sop/ticket/obligations.ts';
import {
  acceptance,
  apply,
  beforeReset,
  close,
  escalated,
  note,
  persists,
  played,
  seemsResolved,
  setAside,
  solved,
  state,
  theo,
  verified,
  withSymptom,
} from './journey.ts';
import {
  acknowledge,
  acknowledged,
  ana,
  ben,
  type Case,
  classified,
  classify,
  composed,
  having,
  inForce,
  lena,
  otto,
  past9,
  queued,
  taken,
  tess,
  unhurried,
  waiting,
} from './support.ts';
import { type Row, rows } from './tables.ts';

const ms = 1 / 60_000;
const limit = defaultPack.limits.noTransactionStatement / 60_000;
const onlyAna = { kind: 'people', ids: ['UANA'] } as const;
const signIn = () => withSymptom('AUTH', 'cannot-sign-in');
const running = () => having(signIn(), 5, ana, apply('SF-1'));
const unverified = () => having(running(), 6, ana, seemsResolved);
const first = () => played(signIn(), [5, ana, apply('SF-1')], [6, ana, persists]);
const second = () => played(first(), [7, ana, apply('SF-2')], [8, ana, persists]);
const exhausted = () => played(second(), [9, ana, apply('SF-3')], [10, ana, persists]);
const backAgain = { ...persists, evidence: 'The sign-in log shows a refusal at 10:51' };
const toTess = { type: 'offerTransfer', to: 'UTESS', receiverRole: 'tier2', reason: null } as const;

describe('telling the customer', () => {
  const text = 'Hello, your sign-in has been fixed.';
  const anew = { ...classify, symptom: 'account-locked' };
  const writing = { ...acknowledge, text };
  rows([
    [
      'T1-8 that it is solved, before anything was done',
      classified,
      3,
      ana,
      writing,
      { clause: 'T1-8', reason: /^This tells the customer that it is solved: “has been fixed”\./ },
    ],
    [
      'T1-8 that it is solved, which is not verified yet',
      () => played(composed('hand'), [5, ana, apply('SF-1')], [6, ana, seemsResolved], [7, ana, anew]),
      8,
      ana,
      { ...writing, preparedFor: past9(7) },
      { clause: 'T1-8', reason: /only once it is verified/, nextStep: { step: 'acknowledge', ticket: 7 } },
    ],
    [
      'T1-8 that it is solved, once it is verified',
      () =>
        played(
          composed('hand'),
          [5, ana, apply('SF-1')],
          [6, ana, verified('status-active')],
          [7, ana, anew],
        ),
      8,
      ana,
      { ...writing, preparedFor: past9(7) },
      ['acknowledgementComposed'],
    ],
    [
      'T1-8 not by a lead either',
      () => having(classified(), 3, lena, { ...toTess, to: 'ULENA', receiverRole: 'lead', reason: 'r' }),
      4,
      lena,
      writing,
      { clause: 'T1-8', reason: /tells the customer/ },
    ],
  ]);
});

describe('applying a fix', () => {
  rows([
    ['T1-6 the first of the ladder', signIn, 5, ana, apply('SF-1'), ['fixStarted']],
    ['T1-6 the next, once the first has its result', first, 7, ana, apply('SF-2'), ['fixStarted']],
    [
      'T1-6 the next, once the first was set aside',
      () => having(signIn(), 5, ana, setAside('SF-1')),
      6,
      ana,
      apply('SF-2'),
      ['fixStarted'],
    ],
    [
      'AU-4 a lead applies it on a ticket of theirs',
      () => having(signIn(), 5, lena, { ...toTess, to: 'ULENA', receiverRole: 'lead', reason: 'Ana is ill' }),
      6,
      lena,
      apply('SF-1'),
      ['fixStarted'],
    ],
    [
      'T1-6 the second first',
      signIn,
      5,
      ana,
      apply('SF-2'),
      {
        clause: 'T1-6',
        reason: /^SF-1 Account Status Check comes before SF-2/,
        whoMay: onlyAna,
        nextStep: { step: 'applyFix', ticket: 7 },
      },
    ],
    [
      'T1-6 the last first names the first that is owed',
      signIn,
      5,
      ana,
      apply('SF-3'),
      { clause: 'T1-6', reason: /^SF-1 / },
    ],
    [
      'T1-6 the third after the first names the second',
      first,
      7,
      ana,
      apply('SF-3'),
      { clause: 'T1-6', reason: /^SF-2 / },
    ],
    [
      'T1-6 also a reason for repeating skips nothing',
      signIn,
      5,
      ana,
      apply('SF-3', 'faster'),
      { clause: 'T1-6', reason: /^SF-1 / },
    ],
    [
      'T1-5 one for another symptom',
      signIn,
      5,
      ana,
      apply('SF-12'),
      { clause: 'T1-5', reason: /not for this symptom\. SF-1 Account Status Check is the one owed\.$/ },
    ],
    [
      'T1-5 one for another symptom when none is owed',
      escalated,
      13,
      tess,
      apply('SF-12'),
      { clause: 'T1-5', reason: /^SF-12 is not for this symptom\.$/, nextStep: { step: 'show', ticket: 7 } },
    ],
    [
      'ESC-2 what was escalated rests until it is accepted',
      exhausted,
      12,
      ana,
      apply('SF-1'),
      {
        clause: 'ESC-2',
        reason: /waits for Tier 2 Support to accept it/,
        whoMay: { kind: 'role', atLeast: 'tier2' },
        nextStep: { step: 'show', ticket: 7 },
      },
    ],
    [
      'T1-5 one that no playbook has',
      signIn,
      5,
      ana,
      apply('SF-13'),
      { clause: 'T1-5', reason: /no fix SF-13/ },
    ],
    [
      'T1-5 the name of no fix at all',
      signIn,
      5,
      ana,
      apply('constructor'),
      { clause: 'T1-5', reason: /no fix constructor/ },
    ],
    [
      'T1-6 while another is under way',
      running,
      6,
      ana,
      apply('SF-2'),
      { clause: 'T1-6', reason: /^SF-1 is under way/, nextStep: { step: 'recordResult', ticket: 7 } },
    ],
    [
      'T1-6 the same while it is under way',
      running,
      6,
      ana,
      apply('SF-1', 'once more'),
      { clause: 'T1-6', reason: /^SF-1 is under way/ },
    ],
    [
      'T1-8 while one waits to be verified',
      unverified,
      7,
      ana,
      apply('SF-2'),
      { clause: 'T1-8', reason: /that is to be verified/, nextStep: { step: 'verify', ticket: 7 } },
    ],
    [
      'T1-9 when it is solved',
      solved,
      11,
      ana,
      apply('SF-2'),
      {
        clause: 'T1-9',
        reason: /it is to be closed\. If the issue persists after all, record that with \/ticket verify 7\.$/,
        nextStep: { step: 'close', ticket: 7 },
      },
    ],
    [
      'T1-9 when it is closed',
      () => having(solved(), 11, ana, close),
      12,
      ana,
      apply('SF-2'),
      { clause: 'T1-9', reason: /closed/ },
    ],
    ['T1-3 before classification', taken, 5, ana, apply('SF-1'), { clause: 'T1-3', reason: /no category/ }],
    [
      'T1-4 before the acknowledgement',
      classified,
      5,
      ana,
      apply('SF-1'),
      { clause: 'T1-4', reason: /acknowledgement/ },
    ],
    ['T1-1 a queued one', queued, 5, ana, apply('SF-1'), { clause: 'T1-1', reason: /Nobody has taken/ }],
    ['T1-1 somebody else’s', signIn, 5, ben, apply('SF-1'), { clause: 'T1-1', reason: /belongs to <@UANA>/ }],
    [
      'T1-1 somebody else’s, also for a lead',
      signIn,
      5,
      lena,
      apply('SF-1'),
      { clause: 'T1-1', reason: /belongs to <@UANA>/ },
    ],
    ['AU-1 without a role', signIn, 5, otto, apply('SF-1'), { clause: 'AU-1', reason: /roster/ }],
    ['AU-2 by the system', signIn, 5, system, apply('SF-1'), { clause: 'AU-2', reason: /by itself/ }],
    [
      'HO-2 while it waits',
      waiting,
      6,
      ana,
      apply('SF-1'),
      { clause: 'HO-2', reason: /resume it first/, nextStep: { step: 'resume', ticket: 7 } },
    ],
    [
      'AU-3 an Extended Fix by tier 1',
      signIn,
      5,
      ana,
      apply('EF-1'),
      { clause: 'AU-3', reason: /Extended Fix/ },
    ],
  ]);

  test('T1-5 the ladder is the playbook’s for the symptom, in its order', () => {
    for (const { code, symptoms } of defaultPack.matrix.categories) {
      if (code === 'OTHER') continue;
      for (const { code: symptom } of symptoms) {
        const documented = defaultPack.playbook.standardFixes.filter((fix) => fix.symptoms.includes(symptom));
        let now = withSymptom(code, symptom);
        for (const fix of documented) {
          expect(stepWords(now.state, now.pack)?.words).toContain(`${fix.id} ${fix.title}`);
          if (fix.irreversible) now = having(now, 20, ana, state(fix.id));
          now = played(now, [20, ana, apply(fix.id)], [20, ana, persists]);
        }
        expect(nextStep(now.state, now.pack)).toBe('acceptEscalation');
        expect(now.state).toMatchObject({ tier: 'tier2', escalation: { trigger: 'ESC-2', at: past9(20) } });
      }
    }
  });

  test('T1-6 what was begun is by the owner, and its result is owed', () => {
    expect(running().state.fixes).toEqual([
      {
        fix: 'SF-1',
        status: 'running',
        verified: false,
        verification: null,
        by: 'UANA',
        startedAt: past9(5),
        settledAt: null,
      },
    ]);
    expect(nextStep(running().state, defaultPack)).toBe('recordResult');
  });
});

describe('setting a fix aside', () => {
  rows([
    ['T1-6 the one that is owed', signIn, 5, ana, setAside('SF-1'), ['fixSetAside']],
    [
      'ESC-2 the last one: the ladder is exhausted',
      second,
      9,
      ana,
      setAside('SF-3'),
      ['fixSetAside', 'escalated'],
    ],
    ['T1-6 a later one', signIn, 5, ana, setAside('SF-2'), { clause: 'T1-6', reason: /^SF-1 / }],
    [
      'T1-6 one that was done',
      first,
      7,
      ana,
      setAside('SF-1'),
      { clause: 'T1-6', reason: /already done by <@UANA>/, action: 'fix.setAside' },
    ],
    [
      'T1-6 one that was set aside',
      () => having(signIn(), 5, ana, setAside('SF-1')),
      6,
      ana,
      setAside('SF-1'),
      { clause: 'T1-6', reason: /already set aside as not applicable/ },
    ],
    ['T1-6 the one under way', running, 6, ana, setAside('SF-1'), { clause: 'T1-6', reason: /SF-1/ }],
    [
      'T1-5 one for another symptom',
      signIn,
      5,
      ana,
      setAside('SF-12'),
      { clause: 'T1-5', reason: /not for this symptom/ },
    ],
    [
      'T2-6 an Extended Fix',
      escalated,
      20,
      tess,
      setAside('EF-1'),
      { clause: 'T2-6', reason: /Only Standard Fixes stand in a sequence/ },
    ],
    [
      'T1-1 on somebody else’s ticket',
      signIn,
      5,
      ben,
      setAside('SF-1'),
      { clause: 'T1-1', reason: /belongs to/ },
    ],
    [
      'T1-7 one that cannot be undone takes no statement to be set aside',
      beforeReset,
      7,
      ana,
      setAside('SF-7'),
      ['fixSetAside', 'escalated'],
    ],
    [
      'T1-6 one that was set aside turns out to apply after all: with a reason',
      () => having(signIn(), 5, ana, setAside('SF-1')),
      6,
      ana,
      apply('SF-1', 'the account is locked after all'),
      ['fixStarted'],
    ],
    [
      'T1-6 and not without one',
      () => having(signIn(), 5, ana, setAside('SF-1')),
      6,
      ana,
      apply('SF-1'),
      {
        clause: 'T2-1',
        reason:
          /^SF-1 was already set aside as not applicable by <@UANA>\. Applying it after all needs a reason\.$/,
      },
    ],
  ]);

  test('ESC-2 it goes to tier 2, whichever way the ladder was exhausted', () => {
    for (const given of [exhausted(), having(second(), 9, ana, setAside('SF-3'))]) {
      expect(given.state.escalation?.trigger).toBe('ESC-2');
      expect(given.events.at(-1)).toMatchObject({ type: 'escalated', clause: 'ESC-2' });
      const over = having(given, 12, tess, acceptance(given));
      expect(over.state).toMatchObject({ tier: 'tier2', owner: 'UTESS' });
      expect(nextStep(over.state, over.pack)).toBe('pullDiagnostics');
    }
  });

  test('ESC-2 a new symptom whose fixes were all tried leaves the ladder exhausted, too', () => {
    const given = played(withSymptom('AUTH', 'reset-link-missing'), [5, ana, setAside('SF-2')]);
    expect(given.state.escalation?.trigger).toBe('ESC-2');
    const tried = played(signIn(), [5, ana, apply('SF-1')], [6, ana, persists]);
    const anew = having(tried, 7, ana, { ...classify, symptom: 'account-locked' });
    expect(anew.events.slice(-2).map(({ type }) => type)).toEqual(['classified', 'escalated']);
    expect(anew.state.escalation).toMatchObject({ trigger: 'ESC-2', at: past9(7) });
  });

  test('ESC-2 a symptom for which the playbook has no fix goes on to tier 2', () => {
    const standardFixes = defaultPack.playbook.standardFixes.map((fix) => ({
      ...fix,
      symptoms: fix.symptoms.filter((symptom) => symptom !== 'cannot-sign-in'),
    }));
    const pack = { ...defaultPack, playbook: { ...defaultPack.playbook, standardFixes } };
    const given = having({ ...taken(), pack }, 2, ana, classify);
    expect(given.state.escalation?.trigger).toBe('ESC-2');
  });
});

/** A moment after 09:07, when it was stated that no transaction is active. */
describe('fixes that cannot be undone', () => {
  const stated = () => having(beforeReset(), 7, ana, state('SF-7'));
  const then =
    (...steps: Parameters<typeof played> extends [Case, ...infer Steps] ? Steps : never) =>
    () =>
      played(stated(), ...steps);
  const changed = { clause: 'T1-7', reason: /changed after the statement/, whoMay: onlyAna } as const;
  const go = apply('SF-7');
  const purge = () => played(withSymptom('PERF', 'slow-pages'), [5, ana, apply('SF-5')], [6, ana, persists]);

  const changes: readonly Row[] = (
    [
      ['the owner’s own note', then([7.5, ana, note])],
      ['somebody else’s note', then([7.5, theo, note])],
      ['a further account', then([7.5, ben, { type: 'linkAccount', account: 'BETA' }])],
      ['an offered transfer', then([7.5, ana, toTess])],
      [
        'a transfer that was withdrawn',
        then([7.5, ana, toTess], [7.6, ana, { type: 'declineTransfer', reason: null }]),
      ],
      ['another symptom with the same fix', then([7.5, ana, { ...classify, symptom: 'access-outdated' }])],
      [
        'a wait',
        then([7.5, ana, { type: 'startWait', on: 'the customer' }], [7.6, ana, { type: 'endWait' }]),
      ],
    ] as const
  ).map(([name, given]) => [`T1-7 void by ${name}`, given, 8, ana, go, changed]);

  rows([
    [
      'T1-7 without a statement',
      beforeReset,
      7,
      ana,
      go,
      { clause: 'T1-7', reason: /^SF-7 Force Session Reset cannot be undone\. First state/, whoMay: onlyAna },
    ],
    [
      'T1-7 SF-11 without a statement',
      purge,
      7,
      ana,
      apply('SF-11'),
      { clause: 'T1-7', reason: /^SF-11 Cache Purge, Account-Wide cannot be undone/ },
    ],
    ['T1-7 the statement', beforeReset, 7, ana, state('SF-7'), ['noTransactionStated']],
    ['T1-7 at once after it', stated, 7, ana, go, ['fixStarted']],
    [
      'T1-7 SF-11 after it',
      () => having(purge(), 7, ana, state('SF-11')),
      8,
      ana,
      apply('SF-11'),
      ['fixStarted'],
    ],
    ['T1-7 at exactly the limit', stated, 7 + limit, ana, go, ['fixStarted']],
    [
      'T1-7 a millisecond later',
      stated,
      7 + limit + ms,
      ana,
      go,
      { clause: 'T1-7', reason: /older than 5 min: make sure again/ },
    ],
    [
      'T1-7 a statement made anew counts from then',
      then([20, ana, state('SF-7')]),
      20 + limit,
      ana,
      go,
      ['fixStarted'],
    ],
    [
      'T1-7 what the clock tells voids nothing',
      () =>
        having(unhurried(having(beforeReset(), 1 + 361, ana, state('SF-7'))), 1 + 362, system, {
          type: 'clockStruck',
        }),
      1 + 363,
      ana,
      go,
      ['fixStarted'],
    ],
    ...changes,
    [
      'T1-7 for another account',
      beforeReset,
      7,
      ana,
      state('SF-7', 'ACME-2'),
      { clause: 'T1-7', reason: /another account/ },
    ],
    [
      'T1-7 for a linked account, which is not this customer’s',
      () => having(beforeReset(), 7, ana, { type: 'linkAccount', account: 'BETA' }),
      8,
      ana,
      state('SF-7', 'BETA'),
      { clause: 'T1-7', reason: /another account/ },
    ],
    [
      'T1-7 a fix that can be undone takes none',
      signIn,
      5,
      ana,
      state('SF-1'),
      { clause: 'T1-7', reason: /^SF-1 waits for no such statement/ },
    ],
    [
      'T1-6 stated before its turn',
      () => withSymptom('AUTH', 'access-outdated'),
      5,
      ana,
      state('SF-7'),
      { clause: 'T1-6', reason: /^SF-3 / },
    ],
    [
      'T1-1 stated by somebody else',
      beforeReset,
      7,
      ben,
      state('SF-7'),
      { clause: 'T1-1', reason: /belongs to/ },
    ],
    [
      'T2-1 stated for one that was done, without a reason',
      escalated,
      20,
      tess,
      state('SF-7'),
      { clause: 'T2-1', reason: /needs a reason/ },
    ],
  ]);

  test('T1-7 a statement is used up by the fix', () => {
    const exhausted = played(stated(), [8, ana, go], [9, ana, persists]);
    const given = having(exhausted, 10, tess, acceptance(exhausted));
    expect(given.state.statement).toBeNull();
    const again = { ...apply('SF-7'), repeatReason: 'sessions came back' };
    expect(() => having(given, 10, tess, again)).toThrow(/First state/);
    const anew = having(given, 10, tess, { ...state('SF-7'), repeatReason: 'sessions came back' });
    expect(having(anew, 11, tess, again).state.fixes.at(-1)).toMatchObject({
      fix: 'SF-7',
      status: 'running',
      by: 'UTESS',
    });
  });

  test('T1-7 a refused attempt leaves the statement good', () => {
    const refused = played(stated());
    expect(() => having(refused, 7.5, ben, go)).toThrow(/belongs to/);
    expect(having(refused, 8, ana, go).state.fixes.at(-1)?.status).toBe('running');
  });

  test('T1-7 a statement for one fix is none for another', () => {
    const symptoms = ['signed-out-repeatedly'];
    const standardFixes = defaultPack.playbook.standardFixes.map((fix) =>
      fix.id === 'SF-11' ? { ...fix, symptoms } : fix,
    );
    const pack = { ...defaultPack, playbook: { ...defaultPack.playbook, standardFixes } };
    const given = played({ ...stated(), pack }, [8, ana, setAside('SF-7')]);
    expect(() => having(given, 9, ana, apply('SF-11'))).toThrow(/First state/);
  });
});

describe('recording what a fix did', () => {
  const evidence = (text: string | null) => ({ ...verified('sign-in-logged'), evidence: text });
  rows([
    ['T1-8 it persists', running, 6, ana, persists, ['fixResultRecorded']],
    ['T1-8 it seems resolved: to be verified', running, 6, ana, seemsResolved, ['fixResultRecorded']],
    ['T1-8 verified at once', running, 6, ana, verified('status-active'), ['fixResultRecorded']],
    ['T1-8 verified later', unverified, 9, ana, verified('sign-in-logged'), ['fixResultRecorded']],
    ['T1-8 not verified after all', unverified, 9, ana, persists, ['fixResultRecorded']],
    [
      'ESC-2 the last one persists',
      () => having(second(), 9, ana, apply('SF-3')),
      10,
      ana,
      persists,
      ['fixResultRecorded', 'escalated'],
    ],
    [
      'T1-6 one of which the result is on record',
      first,
      7,
      ana,
      persists,
      { clause: 'T1-6', reason: /No fix of T-7 is waiting for its result/ },
    ],
    [
      'T1-9 one that is verified, once more',
      solved,
      11,
      ana,
      verified('status-active'),
      { clause: 'T1-9', reason: /to be closed/, nextStep: { step: 'close', ticket: 7 } },
    ],
    ['T1-8 it persists after it was verified', solved, 11, ana, backAgain, ['fixResultRecorded']],
    [
      'T1-8 it persists after it was verified, without what shows it',
      solved,
      11,
      ana,
      persists,
      {
        clause: 'T1-8',
        reason: /^SF-1 is verified as resolving T-7\. Write what shows/,
        nextStep: { step: 'verify', ticket: 7 },
      },
    ],
    [
      'T1-8 it persists after it was verified, with blank evidence',
      solved,
      11,
      ana,
      { ...backAgain, evidence: ' \n' },
      { clause: 'T1-8', reason: /Write what shows/ },
    ],
    [
      'T1-1 it persists after it was verified, says somebody else',
      solved,
      11,
      ben,
      backAgain,
      { clause: 'T1-1', reason: /belongs to <@UANA>/ },
    ],
    [
      'T1-9 it persists after it was closed: that is for reopening',
      () => having(solved(), 11, ana, close),
      12,
      ana,
      backAgain,
      { clause: 'T1-9', reason: /^T-7 is closed\.$/ },
    ],
    [
      'ESC-2 the last one persists after it was verified',
      () => played(second(), [9, ana, apply('SF-3')], [10, ana, verified('session-holds')]),
      11,
      ana,
      backAgain,
      ['fixResultRecorded', 'markedForEscalation'],
    ],
    [
      'T1-6 nothing was begun',
      acknowledged,
      5,
      ana,
      verified('sign-in-logged'),
      { clause: 'T1-6', reason: /No fix/ },
    ],
    [
      'T1-6 the form of a fix that has its result meanwhile',
      () => having(first(), 7, ana, apply('SF-2')),
      8,
      ana,
      { ...persists, fix: 'SF-1' },
      { clause: 'T1-6', reason: /^The result of SF-1 is on record already: SF-2/ },
    ],
    [
      'T1-8 by a step of another fix',
      running,
      6,
      ana,
      verified('mail-accepted'),
      { clause: 'T1-8', reason: /not a verification step documented with SF-1/, action: 'ticket.verify' },
    ],
    [
      'T1-8 by no step of any fix',
      running,
      6,
      ana,
      verified('constructor'),
      { clause: 'T1-8', reason: /documented with SF-1/ },
    ],
    [
      'T1-8 without evidence',
      running,
      6,
      ana,
      evidence(null),
      { clause: 'T1-8', reason: /needs its evidence/ },
    ],
    [
      'T1-8 with empty evidence',
      running,
      6,
      ana,
      evidence(''),
      { clause: 'T1-8', reason: /needs its evidence/ },
    ],
    [
      'T1-8 with blank evidence',
      running,
      6,
      ana,
      evidence(' \n\t '),
      { clause: 'T1-8', reason: /needs its evidence/ },
    ],
    [
      'T1-8 by the customer’s word alone',
      running,
      6,
      ana,
      evidence('Customer confirmed that it works again.'),
      { clause: 'T1-8', reason: /^The customer’s word alone is no verification/, whoMay: onlyAna },
    ],
    [
      'T1-8 by the customer’s word beside what was seen',
      running,
      6,
      ana,
      evidence('Customer confirmed. Log shows success 10:42.'),
      ['fixResultRecorded'],
    ],
    [
      'T1-8 the same again without having verified it',
      unverified,
      7,
      ana,
      seemsResolved,
      { clause: 'T1-8', reason: /Choose the verification step/ },
    ],
    ['T1-1 by somebody else', running, 6, lena, persists, { clause: 'T1-1', reason: /belongs to/ }],
    ['AU-1 by nobody on the desk', running, 6, otto, persists, { clause: 'AU-1', reason: /roster/ }],
    [
      'HO-2 while it waits',
      () => having(running(), 6, ana, { type: 'startWait', on: 'the customer' }),
      7,
      ana,
      persists,
      { clause: 'HO-2', reason: /resume it first/ },
    ],
  ]);

  test('T1-8 only what was verified by the fix’s own step is resolved', () => {
    expect(unverified().state.status).toBe('open');
    expect(nextStep(unverified().state, defaultPack)).toBe('verify');
    expect(solved().state).toMatchObject({
      status: 'resolved',
      fixes: [{ verified: true, verification: 'sign-in-logged' }],
    });
    expect(nextStep(solved().state, defaultPack)).toBe('close');
    const back = having(unverified(), 7, ana, persists);
    expect(nextStep(back.state, back.pack)).toBe('applyFix');
  });

  test('T1-8 a verification that is withdrawn counts no more: the ladder goes on, and nothing closes before another', () => {
    const back = having(solved(), 11, ana, backAgain);
    expect(back.events.at(-1)?.payload).toMatchObject({
      fix: 'SF-1',
      outcome: 'persists',
      evidence: 'The sign-in log shows a refusal at 10:51',
      withdrawsVerification: true,
    });
    expect(back.state).toMatchObject({ status: 'open', fixes: [{ status: 'persists', verified: false }] });
    expect(nextStep(back.state, back.pack)).toBe('applyFix');
    expect(() => having(back, 12, ana, close)).toThrow(/Nothing on record has resolved/);
    expect(
      explainTicket(back.state, back.events, new Date(past9(12)), inForce(back)).history.at(-1)?.words,
    ).toBe('<@UANA> withdrew the verification of SF-1: the issue persists after all.');
    const anew = played(back, [12, ana, apply('SF-2')], [13, ana, verified('link-used')]);
    expect(having(anew, 14, ana, close).events.at(-1)?.payload).toMatchObject({
      fix: 'SF-2',
      verification: 'link-used',
    });
  });

  test('T1-8 after a withdrawn verification nobody is reminded to close it', () => {
    const back = having(solved(), 11, ana, backAgain);
    expect(obligations(back.state, back.pack).map(({ kind }) => kind)).not.toContain('closingReminder');
  });

  test('T1-9 a solved ticket that waited in between is solved still', () => {
    const given = played(
      solved(),
      [11, ana, { type: 'startWait', on: 'the customer' }],
      [20, ana, { type: 'endWait' }],
    );
    expect(given.state.status).toBe('resolved');
    expect(given.state.clocks.resolution?.pauses).toEqual([{ from: past9(11), to: past9(20) }]);
  });

  test('T1-4 the acknowledgement may still be on its way', () => {
    for (const via of ['hand', 'webhook'] as const)
      expect(having(composed(via), 5, ana, apply('SF-1')).state.fixes).toHaveLength(1);
  });
});

describe('repeating', () => {
  const over = () => having(exhausted(), 12, tess, acceptance(exhausted()));
  rows([
    [
      'T2-1 what tier 1 did, without a reason',
      over,
      13,
      tess,
      apply('SF-1'),
      {
        clause: 'T2-1',
        reason: /^SF-1 was already done by <@UANA>\. Doing it again needs a reason\.$/,
        action: 'fix.repeat',
      },
    ],
    [
      'T2-1 with an empty reason',
      over,
      13,
      tess,
      apply('SF-1', ''),
      { clause: 'T2-1', reason: /needs a reason/ },
    ],
    ['T2-1 with a reason', over, 13, tess, apply('SF-1', 'the lock came back'), ['fixStarted']],
    [
      'AU-3 by tier 1, whatever the reason',
      first,
      7,
      ana,
      apply('SF-1', 'to be sure'),
      {
        clause: 'AU-3',
        reason: /repeat a step already done/,
        action: 'fix.repeat',
        whoMay: { kind: 'role', atLeast: 'tier2' },
        nextStep: { step: 'applyFix', ticket: 7 },
      },
    ],
    [
      'AU-3 by tier 1, when nothing of the ladder is left',
      exhausted,
      12,
      ana,
      apply('SF-1', 'to be sure'),
      { clause: 'AU-3', reason: /repeat a step already done/, nextStep: { step: 'show', ticket: 7 } },
    ],
    [
      'T1-5 one that is not for the symptom, with a reason',
      over,
      13,
      tess,
      apply('SF-12', 'why not'),
      { clause: 'T1-5', reason: /not for this symptom/ },
    ],
  ]);

  test('T2-1 the reason is in the record of a repeated fix, and of none else', () => {
    const again = having(over(), 13, tess, apply('SF-1', 'the lock came back'));
    expect(again.events.at(-1)?.payload).toEqual({ fix: 'SF-1', repeatReason: 'the lock came back' });
    const once = having(signIn(), 5, ana, apply('SF-1', 'no reason at all'));
    expect(once.events.at(-1)?.payload).toEqual({ fix: 'SF-1', repeatReason: null });
  });

  test('T2-1 the result is that of the latest attempt', () => {
    const again = played(over(), [13, tess, apply('SF-2', 'r')], [14, tess, verified('link-used')]);
    expect(again.state.fixes.map(({ fix, status }) => `${fix} ${status}`)).toEqual([
      'SF-1 persists',
      'SF-2 persists',
      'SF-3 persists',
      'SF-2 resolved',
    ]);
  });
});
