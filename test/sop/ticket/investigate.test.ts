import { describe, expect, test } from 'vitest';
import { system } from '../../../src/sop/actor.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import { pathwayOf, questionAt } from '../../../src/sop/ticket/commands/investigate.ts';
import type { TicketCommand } from '../../../src/sop/ticket/decide.ts';
import { nextStep, stepWords } from '../../../src/sop/ticket/next-step.ts';
import {
  acceptance,
  apply,
  asked,
  caused,
  close,
  escalated,
  givenBack,
  investigated,
  persists,
  played,
  root,
  solvedAtTier2,
  theo,
  withPack,
  withSymptom,
} from './journey.ts';
import {
  ana,
  ben,
  type Case,
  classify,
  decide,
  having,
  lena,
  otto,
  past9,
  queued,
  take,
  taken,
  tess,
  typesOf,
} from './support.ts';
import { rows } from './tables.ts';

const ms = 1 / 60_000;
const pull = { type: 'requestDiagnostics', tool: true } as const;
const links = [{ part: 'Session logs (48 h)', url: 'https://example.test/1' }];
const byHand = (generatedAt: string) => ({ type: 'recordDiagnostics', generatedAt, links }) as const;
const outcome = (of: Extract<TicketCommand, { type: 'diagnosticsOutcome' }>['outcome']) =>
  ({ type: 'diagnosticsOutcome', request: requested().state.diagnostics?.seq ?? 0, outcome: of }) as const;
const delivered = () => outcome({ generatedAt: past9(14), links });
const failed = () => outcome({ failure: 'http 503' });
const outcomeOf = (generatedAt: string) => outcome({ generatedAt, links });
const finding = (point: string) => ({ type: 'recordFinding', point, text: 'Looked at.' }) as const;
const proximate = { type: 'recordCause', kind: 'proximate', text: 'Stored permissions differ.' } as const;
const requested = () => having(escalated(), 13, tess, pull);
const packaged = () => having(escalated(), 13, tess, byHand(past9(12)));
const other = { ...classify, category: 'OTHER', symptom: 'unclear' } as const;
/** Fits no category: with Tess of tier 2 since 09:05. */
const unclassified = () => {
  const given = played(
    taken(),
    [2, ana, other],
    [
      3,
      ana,
      {
        type: 'acknowledge',
        text: 'You will hear from us within 30 minutes.',
        preparedFor: past9(2),
        customerChannel: 'hand',
      },
    ],
    [3, ana, { type: 'confirmAcknowledgementSent' }],
  );
  return having(given, 5, tess, acceptance(given));
};

describe('the diagnostic package', () => {
  rows([
    ['T2-4 is asked of the tool', escalated, 13, tess, pull, ['diagnosticsRequested']],
    ['T2-4 comes from the tool', requested, 15, system, delivered(), ['diagnosticsRecorded']],
    ['T2-4 does not come', requested, 15, system, failed(), ['diagnosticsFailed']],
    [
      'T2-4 is asked for again after that',
      () => having(requested(), 15, system, failed()),
      16,
      tess,
      pull,
      ['diagnosticsRequested'],
    ],
    ['T2-4 is recorded by hand', escalated, 13, tess, byHand(past9(13)), ['diagnosticsRecorded']],
    [
      'T2-4 is recorded by hand while the tool is silent',
      requested,
      15,
      tess,
      byHand(past9(14)),
      ['diagnosticsRecorded'],
    ],
    [
      'T2-4 comes late: nothing happens',
      () => having(requested(), 15, tess, byHand(past9(14))),
      16,
      system,
      delivered(),
      [],
    ],
    ['T2-4 fails late: nothing happens', packaged, 16, system, failed(), []],
    [
      'T2-4 is asked for twice',
      requested,
      14,
      tess,
      pull,
      { clause: 'T2-4', reason: /already being pulled/ },
    ],
    [
      'T2-4 without a tool',
      escalated,
      13,
      tess,
      { ...pull, tool: false },
      {
        clause: 'T2-4',
        reason: /No diagnostics tool is set up/,
        nextStep: { step: 'investigate', ticket: 7 },
      },
    ],
    [
      'T2-4 from the future',
      escalated,
      13,
      tess,
      byHand(past9(14 + ms)),
      { clause: 'T2-4', reason: /in the future, so check its time/ },
    ],
    [
      'T2-4 of no time at all',
      escalated,
      13,
      tess,
      byHand('yesterday'),
      { clause: 'T2-4', reason: /nobody can tell when/ },
    ],
    [
      'T2-4 by a clock that is a minute ahead',
      escalated,
      13,
      tess,
      byHand(past9(14)),
      ['diagnosticsRecorded'],
    ],
    [
      'T2-4 from two days before it was taken',
      escalated,
      13,
      tess,
      byHand(past9(1 - 48 * 60)),
      ['diagnosticsRecorded'],
    ],
    [
      'T2-4 from before that',
      escalated,
      13,
      tess,
      byHand(past9(1 - 48 * 60 - ms)),
      { clause: 'T2-4', reason: /more than 2 d before the ticket was taken, so pull a new one/ },
    ],
    [
      'T2-4 that is nowhere',
      escalated,
      13,
      tess,
      { ...byHand(past9(13)), links: [] },
      { clause: 'T2-4', reason: /no web address/, nextStep: { step: 'investigate', ticket: 7 } },
    ],
    [
      'T2-4 that is no web address',
      escalated,
      13,
      tess,
      { ...byHand(past9(13)), links: [{ part: 'all', url: 'file:///tmp/7' }] },
      { clause: 'T2-4', reason: /no web address/ },
    ],
    ['T2-4 from the tool, of the future', requested, 15, system, outcomeOf(past9(17)), ['diagnosticsFailed']],
    [
      'T2-4 from the tool, of last week',
      requested,
      15,
      system,
      outcomeOf(past9(-7 * 24 * 60)),
      ['diagnosticsFailed'],
    ],
    [
      'T1-3 before classification',
      () => having(queued(), 1, tess, take),
      2,
      tess,
      pull,
      { clause: 'T1-3', reason: /no category/ },
    ],
    [
      'T1-3 by hand before classification',
      () => having(queued(), 1, tess, take),
      2,
      tess,
      byHand(past9(1)),
      { clause: 'T1-3', reason: /no category/ },
    ],
    [
      'AU-3 by tier 1',
      () => withSymptom('AUTH', 'cannot-sign-in'),
      13,
      ana,
      pull,
      { clause: 'AU-3', reason: /diagnostic package/ },
    ],
    [
      'T1-1 on somebody else’s ticket',
      escalated,
      13,
      theo,
      pull,
      { clause: 'T1-1', reason: /belongs to <@UTESS>/ },
    ],
    [
      'T1-1 by hand on somebody else’s',
      escalated,
      13,
      lena,
      byHand(past9(13)),
      { clause: 'T1-1', reason: /belongs to/ },
    ],
    [
      'T1-9 on a closed ticket',
      () =>
        having(solvedAtTier2(), 26, tess, {
          ...close,
          resolutionCode: 'root-cause-fixed',
          rootCause: 'sync-conflict',
        }),
      27,
      tess,
      pull,
      { clause: 'T1-9', reason: /closed/ },
    ],
  ]);

  test('T2-4 the answer to an earlier request is not taken for this one’s', () => {
    const again = played(requested(), [14, tess, byHand(past9(13))], [15, tess, pull]);
    for (const late of [failed(), delivered()])
      expect(decide(again, 16, system, late)).toEqual({ kind: 'accepted', events: [] });
    const own = { ...delivered(), request: again.state.diagnostics?.seq ?? 0 };
    expect(having(again, 16, system, own).state.diagnostics?.status).toBe('recorded');
  });

  test('T2-5 a finding keeps its question when the ticket is classified anew', () => {
    const question = questionAt('auth-stage', defaultPack);
    expect(question).toMatch(/^At which stage/);
    const found = having(packaged(), 14, tess, finding('auth-stage'));
    const { state } = having(found, 15, tess, { ...classify, category: 'PERF', symptom: 'slow-pages' });
    expect(pathwayOf(state, defaultPack).map((point) => point.question)).not.toContain(question);
    expect(questionAt('dropped-since', defaultPack)).toBe('dropped-since');
  });

  test('T2-4 its time is in the record, and whether the tool or a person brought it', () => {
    expect(having(requested(), 15, system, delivered()).events.at(-1)).toMatchObject({
      actor: null,
      payload: { generatedAt: past9(14), links, via: 'tool' },
    });
    expect(packaged().events.at(-1)).toMatchObject({
      actor: 'UTESS',
      payload: { generatedAt: past9(12), links, via: 'hand' },
    });
  });

  test('T2-4 what comes from the tool is no person’s to say', () => {
    expect(() => decide(requested(), 15, tess, delivered())).toThrow(/only the system/);
  });
});

describe('findings', () => {
  rows([
    ['T2-5 at a point of the pathway', packaged, 14, tess, finding('auth-stage'), ['findingRecorded']],
    ['T2-5 by another agent', packaged, 14, theo, finding('auth-reach'), ['findingRecorded']],
    [
      'T2-5 once more at the same point',
      () => having(packaged(), 14, tess, finding('auth-stage')),
      15,
      tess,
      finding('auth-stage'),
      ['findingRecorded'],
    ],
    [
      'T2-5 at another category’s point',
      packaged,
      14,
      tess,
      finding('perf-plan'),
      { clause: 'T2-5', reason: /no such decision point/, nextStep: { step: 'investigate', ticket: 7 } },
    ],
    [
      'T2-5 at no point of any',
      packaged,
      14,
      tess,
      finding('constructor'),
      { clause: 'T2-5', reason: /no such decision point/ },
    ],
    ['AU-3 by tier 1', packaged, 14, ana, finding('auth-stage'), { clause: 'AU-3', reason: /finding/ }],
    [
      'AU-1 by nobody on the desk',
      packaged,
      14,
      otto,
      finding('auth-stage'),
      { clause: 'AU-1', reason: /roster/ },
    ],
    [
      'T1-3 before classification',
      () => having(queued(), 1, tess, take),
      2,
      tess,
      finding('auth-stage'),
      { clause: 'T1-3', reason: /no category/ },
    ],
    [
      'ESC-3 in no category',
      unclassified,
      6,
      tess,
      finding('auth-stage'),
      { clause: 'T2-5', reason: /no such decision point/ },
    ],
  ]);
});

describe('causes', () => {
  const [lastPoint] = defaultPack.playbook.pathways[0]?.points.slice(-1) ?? [];
  const butOne = (): Case =>
    played(
      packaged(),
      ...(['auth-stage', 'auth-reach', 'auth-change', 'auth-stored'] as const).map(
        (point) => [14, tess, finding(point)] as const,
      ),
    );
  rows([
    [
      'T2-5 the root cause, after a finding at every point',
      investigated,
      15,
      tess,
      root('permission-drift'),
      ['causeRecorded'],
    ],
    ['T2-5 the proximate cause', investigated, 15, tess, proximate, ['causeRecorded']],
    ['T2-5 another root cause in its place', caused, 16, tess, root('sync-conflict'), ['causeRecorded']],
    [
      'T2-4 before the package',
      escalated,
      15,
      tess,
      root('permission-drift'),
      { clause: 'T2-4', reason: /pulled before a cause is named/ },
    ],
    [
      'T2-4 while the package is awaited',
      requested,
      15,
      tess,
      root('permission-drift'),
      { clause: 'T2-4', reason: /pulled before/ },
    ],
    [
      'T2-4 after it failed',
      () => having(requested(), 14, system, failed()),
      15,
      tess,
      root('permission-drift'),
      { clause: 'T2-4', reason: /pulled before/ },
    ],
    [
      'T2-5 without any finding',
      packaged,
      15,
      tess,
      root('permission-drift'),
      { clause: 'T2-5', reason: /^There is no finding yet at the decision point “At which stage/ },
    ],
    [
      'T2-5 with one missing',
      butOne,
      15,
      tess,
      root('permission-drift'),
      { clause: 'T2-5', reason: new RegExp(lastPoint?.question.slice(0, 30) ?? '-') },
    ],
    [
      'T2-5 the proximate one with one missing',
      butOne,
      15,
      tess,
      proximate,
      { clause: 'T2-5', reason: /no finding yet/ },
    ],
    [
      'T2-5 one that the framework has not',
      investigated,
      15,
      tess,
      root('moon'),
      { clause: 'T2-5', reason: /not one of the framework/ },
    ],
    [
      'T2-5 a symptom in its place',
      investigated,
      15,
      tess,
      root('cannot-sign-in'),
      { clause: 'T2-5', reason: /not one of the framework/ },
    ],
    [
      'T1-1 on somebody else’s ticket',
      investigated,
      15,
      theo,
      root('permission-drift'),
      { clause: 'T1-1', reason: /belongs to <@UTESS>/ },
    ],
    ['AU-3 by tier 1', investigated, 15, ben, root('permission-drift'), { clause: 'AU-3', reason: /cause/ }],
    [
      'ESC-3 of what fits no category',
      () => having(unclassified(), 6, tess, byHand(past9(6))),
      7,
      tess,
      root('permission-drift'),
      { clause: 'ESC-3', reason: /classified first/, nextStep: { step: 'classify', ticket: 7 } },
    ],
  ]);

  test('T2-5 proximate and root cause are two records', () => {
    const both = played(investigated(), [15, tess, proximate], [16, tess, root('permission-drift')]);
    expect(both.state.causes).toEqual({
      proximate: { seq: both.events.length - 1 },
      root: { code: 'permission-drift', seq: both.events.length },
    });
    const again = having(both, 17, tess, proximate);
    expect(again.state.causes.root).toEqual(both.state.causes.root);
  });
});

describe('the Extended Fix for the root cause', () => {
  rows([
    ['T2-6 the one that fits', () => caused('sync-conflict'), 20, tess, apply('EF-1'), ['fixStarted']],
    [
      'T2-6 another one',
      () => caused('sync-conflict'),
      20,
      tess,
      apply('EF-2'),
      {
        clause: 'T2-6',
        reason: /^EF-2 is not for the root cause on record; EF-1 Record Reconciliation is/,
        nextStep: { step: 'applyFix', ticket: 7 },
      },
    ],
    [
      'T2-6 before the root cause is known',
      investigated,
      20,
      tess,
      apply('EF-1'),
      {
        clause: 'T2-6',
        reason: /No root cause of T-7 is recorded yet/,
        nextStep: { step: 'investigate', ticket: 7 },
      },
    ],
    [
      'T2-6 none fits: no improvising',
      () => givenBack(caused('product-defect'), 16),
      20,
      tess,
      apply('EF-1'),
      {
        clause: 'T2-6',
        reason: /Do not improvise: escalate it with the findings/,
        nextStep: { step: 'show', ticket: 7 },
      },
    ],
    [
      'T2-6 one that the library has not',
      () => caused('sync-conflict'),
      20,
      tess,
      apply('EF-9'),
      { clause: 'T1-5', reason: /no fix EF-9/ },
    ],
    [
      'T2-5 after another category, on whose pathway nothing was found yet',
      () =>
        having(caused('sync-conflict'), 16, tess, {
          ...classify,
          category: 'DATA',
          symptom: 'stale-records',
        }),
      20,
      tess,
      apply('EF-1'),
      { clause: 'T2-5', reason: /no finding yet/, nextStep: { step: 'investigate', ticket: 7 } },
    ],
    [
      'T1-6 a ticket at tier 1 has its Standard Fixes first, whoever holds it',
      () =>
        played(
          having(queued(), 1, tess, take),
          [2, tess, classify],
          [
            2,
            tess,
            {
              type: 'acknowledge',
              text: 'You will hear from us within 30 minutes.',
              preparedFor: past9(2),
              customerChannel: 'hand',
            },
          ],
        ),
      20,
      tess,
      apply('EF-1'),
      { clause: 'T1-6', reason: /^SF-1 Account Status Check comes first/ },
    ],
    [
      'T2-1 one that was done, without a reason',
      () => givenBack(played(caused('sync-conflict'), [20, tess, apply('EF-1')], [21, tess, persists]), 21.5),
      22,
      tess,
      apply('EF-1'),
      { clause: 'T2-1', reason: /EF-1 was already done/ },
    ],
  ]);

  test('ESL-2 with all tried, or none there, it goes to a lead by itself', () => {
    for (const given of [
      caused('product-defect'),
      played(caused('sync-conflict'), [20, tess, apply('EF-1')], [21, tess, persists]),
    ]) {
      expect(given.state).toMatchObject({ tier: 'lead', owner: 'UTESS', escalation: { trigger: 'ESL-2' } });
      expect(stepWords(given.state, given.pack)).toMatchObject({
        clause: 'LD-1',
        words: expect.stringContaining('Team Lead'),
      });
      const back = givenBack(given, 25);
      expect(back.state).toMatchObject({ tier: 'tier2', owner: 'UTESS', watch: null });
      expect(nextStep(back.state, back.pack)).toBe('escalate');
    }
  });

  test('T2-6 of two that fit, the one that was not tried is next', () => {
    const extendedFixes = defaultPack.playbook.extendedFixes.map((fix) =>
      fix.id === 'EF-2' ? { ...fix, rootCauses: [...fix.rootCauses, 'sync-conflict'] } : fix,
    );
    const pack = { ...defaultPack, playbook: { ...defaultPack.playbook, extendedFixes } };
    const given = played(
      withPack(caused('sync-conflict'), pack),
      [20, tess, apply('EF-1')],
      [21, tess, persists],
    );
    expect(nextStep(given.state, given.pack)).toBe('applyFix');
    expect(stepWords(given.state, given.pack)?.words).toBe('<@UTESS> applies EF-2 Job Lock Release');
    expect(typesOf(decide(given, 22, tess, apply('EF-2')))).toEqual(['fixStarted']);
  });
});

test('T2-4 to T2-6 the steps come one after the other', () => {
  expect(
    [escalated(), requested(), packaged(), investigated(), caused(), asked()].map(({ state, pack }) =>
      nextStep(state, pack),
    ),
  ).toEqual([
    'pullDiagnostics',
    'awaitDiagnostics',
    'recordFindings',
    'recordRootCause',
    'applyFix',
    'awaitSecondAgent',
  ]);
  expect(nextStep(unclassified().state, defaultPack)).toBe('classify');
});
