import { describe, expect, test } from 'vitest';
import { system } from '../../../src/sop/actor.ts';
import { activeWorkDue } from '../../../src/sop/escalation/active-work.ts';
import type { triggers } from '../../../src/sop/escalation/index.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import { nextStep } from '../../../src/sop/ticket/next-step.ts';
import { noticesOfTicketEvent } from '../../../src/sop/ticket/notices.ts';
import { nextDueAt } from '../../../src/sop/ticket/obligations.ts';
import {
  acceptance,
  acceptedByTess,
  apply,
  caused,
  close,
  escalated,
  givenBack,
  investigated,
  note,
  persists,
  played,
  root,
  setAside,
  solved,
  theo,
  toBeAccepted,
  verified,
  withPack,
  withSymptom,
} from './journey.ts';
import {
  acknowledged,
  ana,
  append,
  ben,
  type Case,
  classify,
  composed,
  decide,
  fold,
  guest,
  having,
  lena,
  lou,
  max,
  minute,
  monday,
  offered,
  otto,
  past9,
  queued,
  refusalOf,
  taken,
  tess,
  typesOf,
  waiting,
} from './support.ts';
import { rows } from './tables.ts';

const strike = { type: 'clockStruck' } as const;
const ms = 1 / 60_000;
const second = 1 / 60;
const signIn = () => withSymptom('AUTH', 'cannot-sign-in');
const escalate = (trigger: keyof typeof triggers, reason = 'I saw it.') =>
  ({ type: 'escalate', trigger, reason }) as const;
/** At tier 1, escalated by Ana at 09:06 for ESC-4: nobody has accepted it yet. */
const pending = () => having(acknowledged(), 6, ana, escalate('ESC-4'));
/** At tier 2 with Tess, escalated by her at 09:20 for ESL-4. */
const toLead = () => having(escalated(), 20, tess, escalate('ESL-4'));
const ledBy = () => having(toLead(), 21, lena, acceptance(toLead()));
const redirect = { type: 'redirect', code: 'infrastructure', note: 'A server.' } as const;
const unread = (given: Case) => ({ ...acceptance(given), read: false });
const offerTo = (id: string, role: 'tier1' | 'tier2' | 'lead', reason: string | null) =>
  ({ type: 'offerTransfer', to: id, receiverRole: role, reason }) as const;

describe('active work', () => {
  /** Taken at 09:01. */
  test.each<[string, () => Case, number, readonly string[]]>([
    ['14:59 nothing', taken, 1 + 15 - second, []],
    ['15:00 the warning', taken, 1 + 15, ['activeWorkWarned']],
    ['19:59 still the warning alone', taken, 1 + 20 - second, ['activeWorkWarned']],
    ['a millisecond before 20:00', taken, 1 + 20 - ms, ['activeWorkWarned']],
    ['20:00 it moves, with nothing left to warn of', taken, 1 + 20, ['escalated']],
    ['in the queue nothing counts', queued, 14, []],
    ['while it is offered nothing counts', offered, 2 + 9, []],
    ['while it waits nothing counts', waiting, 5000, []],
    ['once it is solved nothing counts', solved, 19, []],
  ])('ESC-1 %s', (_, given, minutes, types) => {
    const decision = decide(given(), minutes, system, strike);
    expect(typesOf(decision).filter((type) => !['clockAtRisk', 'reminded'].includes(type))).toEqual(types);
  });

  test('ESC-1 warned once, then moved once', () => {
    const minutes = [16, 17, 20.9, 21, 22, 30];
    const now = minutes.reduce((given, at) => having(given, at, system, strike), taken());
    const types = now.events.map(({ type }) => type);
    expect(types.filter((type) => type === 'activeWorkWarned')).toHaveLength(1);
    expect(now.events.filter(({ type }) => type === 'escalated')).toMatchObject([
      {
        at: past9(21),
        clause: 'ESC-1',
        actor: null,
        payload: { trigger: 'ESC-1', from: 'tier1', to: 'tier2', reason: null, automatic: true },
      },
    ]);
    expect(now.state).toMatchObject({ tier: 'tier2', owner: 'UANA', status: 'open' });
  });

  test('ESC-1 whoever gets it after the warning is warned as well', () => {
    const warned = played(
      having(taken(), 16, system, strike),
      [17, ana, offerTo('UBEN', 'tier1', null)],
      [30, ben, { type: 'acceptTransfer' }],
    );
    const types = (at: number) => typesOf(decide(warned, at, system, strike));
    expect(types(30).filter((type) => type !== 'clockAtRisk')).toEqual(['activeWorkWarned']);
    const again = having(warned, 30, system, strike);
    expect(again.events.at(-1)?.payload).toMatchObject({ dueAt: past9(34) });
    expect(typesOf(decide(again, 31, system, strike))).not.toContain('activeWorkWarned');
  });

  /** The minute at which it moves, and the minutes that did not count before. */
  test.each<[string, () => Case, number]>([
    ['without a pause', acknowledged, 21],
    ['a wait of ten minutes', () => having(waiting(), 15, ana, { type: 'endWait' }), 31],
    [
      'an offer declined after eight minutes',
      () => played(offered(), [10, ben, { type: 'declineTransfer', reason: null }]),
      29,
    ],
    [
      'a transfer accepted after eight minutes: the new owner’s work counts on',
      () => played(offered(), [10, ben, { type: 'acceptTransfer' }]),
      29,
    ],
    [
      'a wait within an offer counts once',
      () =>
        played(
          acknowledged(),
          [6, ana, offerTo('UBEN', 'tier1', null)],
          [8, ana, { type: 'startWait', on: 'the customer' }],
          [12, ben, { type: 'acceptTransfer' }],
          [16, ben, { type: 'endWait' }],
        ),
      31,
    ],
    [
      'solved, and not after all: only what was worked counts',
      () => played(solved(), [40, ana, { ...persists, evidence: 'Locked again in the profile.' }]),
      51,
    ],
    [
      'closed and reopened: it is counted anew',
      () => played(solved(), [11, ana, close], [60, ana, { type: 'reopen', reason: 'It came back.' }]),
      80,
    ],
  ])('ESC-1 with %s', (_, given, limit) => {
    const now = given();
    expect(fold(now.events).activeWork).toEqual(now.state.activeWork);
    expect(activeWorkDue(now.state, now.pack)?.limit).toBe(past9(limit));
    const types = (at: number) => typesOf(decide(now, at, system, strike));
    expect(types(limit - second)).not.toContain('escalated');
    expect(types(limit)).toContain('escalated');
  });

  /** Each after 20 minutes of work from 09:01, before the clock has struck. */
  test.each<[string, () => Case, readonly string[]]>([
    [
      'set waiting a second before',
      () => having(acknowledged(), 21 - second, ana, { type: 'startWait', on: 'the customer' }),
      [],
    ],
    [
      'set waiting at 20:00',
      () => having(acknowledged(), 21, ana, { type: 'startWait', on: 'the customer' }),
      ['escalated'],
    ],
    [
      'offered at 20:00',
      () => having(acknowledged(), 21, ana, offerTo('UBEN', 'tier1', null)),
      ['escalated'],
    ],
    [
      'solved after the limit, and offered',
      () =>
        played(
          withSymptom('AUTH', 'cannot-sign-in'),
          [5, ana, apply('SF-1')],
          [22, ana, verified('sign-in-logged')],
          [23, ana, offerTo('UBEN', 'tier1', null)],
        ),
      [],
    ],
    [
      'solved after the limit, and set waiting',
      () =>
        played(
          withSymptom('AUTH', 'cannot-sign-in'),
          [5, ana, apply('SF-1')],
          [22, ana, verified('sign-in-logged')],
          [23, ana, { type: 'startWait', on: 'a call back' }],
        ),
      [],
    ],
  ])('ESC-1 a clock that comes late finds it %s', (_, given, types) => {
    const now = given();
    const decision = decide(now, 25, system, strike);
    expect(typesOf(decision).filter((type) => type === 'escalated')).toEqual(types);
    const due = nextDueAt(now.state, now.pack) ?? '';
    if (types.length > 0) expect(due <= past9(21)).toBe(true);
    expect(typesOf(decide(append(now, monday + 25 * minute, system, decision), 25, system, strike))).toEqual(
      [],
    );
  });

  test('ESC-1 the figures are the pack’s', () => {
    const limits = { ...defaultPack.limits, activeWork: 60_000, activeWorkWarning: 20_000 };
    const given = withPack(taken(), { ...defaultPack, limits });
    expect(nextDueAt(given.state, given.pack)).toBe(past9(1 + 40 / 60));
    expect(typesOf(decide(given, 2, system, strike))).toEqual(['escalated']);
  });

  test('ESC-1 at tier 2 it is counted no longer', () => {
    expect(escalated().state.activeWork.since).toBeNull();
    expect(typesOf(decide(escalated(), 100, system, strike))).toEqual([]);
  });
});

describe('what the software sees in the record', () => {
  test('ESC-2 in the same decision as what exhausted the ladder, once', () => {
    const given = toBeAccepted();
    expect(given.events.slice(-2).map(({ type }) => type)).toEqual(['fixResultRecorded', 'escalated']);
    expect(given.state.escalation).toMatchObject({ trigger: 'ESC-2', by: null, reason: null });
    const after = having(given, 12, ana, note);
    expect(after.events.filter(({ type }) => type === 'escalated')).toHaveLength(1);
  });

  test('ESC-2 a new pack that leaves nothing of the ladder: the clock moves it', () => {
    const standardFixes = defaultPack.playbook.standardFixes.map((fix) => ({
      ...fix,
      symptoms: fix.symptoms.filter((symptom) => symptom !== 'cannot-sign-in'),
    }));
    const pack = { ...defaultPack, playbook: { ...defaultPack.playbook, standardFixes } };
    const given = withPack(signIn(), pack);
    expect(nextStep(given.state, given.pack)).toBe('escalate');
    expect(nextDueAt(given.state, given.pack)).toBe(past9(2));
    const moved = having(given, 5, system, strike);
    expect(moved.state).toMatchObject({ tier: 'tier2', escalation: { trigger: 'ESC-2' } });
  });

  test('ESC-2 and ESC-1 at once are one escalation', () => {
    const given = played(withSymptom('AUTH', 'account-locked'), [5, ana, apply('SF-1')]);
    const late = having(given, 21, ana, persists);
    expect(late.events.filter(({ type }) => type === 'escalated')).toHaveLength(1);
    expect(typesOf(decide(late, 21, system, strike))).not.toContain('escalated');
  });

  rows([
    [
      'ESC-3 matches no category',
      taken,
      2,
      ana,
      { ...classify, category: 'OTHER', symptom: 'unclear' },
      ['classified', 'escalated'],
    ],
    [
      'ESL-2 a root cause without an Extended Fix',
      investigated,
      15,
      tess,
      root('product-defect'),
      ['causeRecorded', 'escalated'],
    ],
    [
      'ESL-2 not where the library has one',
      investigated,
      15,
      tess,
      root('permission-drift'),
      ['causeRecorded'],
    ],
    [
      'ESL-2 the last Extended Fix persists',
      () => having(caused('sync-conflict'), 20, tess, apply('EF-1')),
      21,
      tess,
      persists,
      ['fixResultRecorded', 'escalated'],
    ],
    [
      'ESL-2 what a lead gave back goes up again with a new cause that has none',
      () => givenBack(caused('product-defect'), 16),
      20,
      tess,
      root('outside-dependency'),
      ['causeRecorded', 'escalated'],
    ],
    [
      'ESL-2 and not by anything else',
      () => givenBack(caused('product-defect'), 16),
      20,
      tess,
      note,
      ['noteAdded'],
    ],
    [
      'ESL-2 with the root cause unidentified, by a click',
      investigated,
      15,
      tess,
      escalate('ESL-2', 'We cannot find it.'),
      ['escalated'],
    ],
  ]);

  test('ESL-1 at the at-risk point the leads are told, and nothing moves', () => {
    const given = escalated();
    const told = having(given, 361, system, strike);
    expect(told.events.slice(given.events.length)).toMatchObject([{ type: 'clockAtRisk', clause: 'ESL-1' }]);
    expect(told.state).toMatchObject({ tier: 'tier2', owner: 'UTESS', escalation: given.state.escalation });
    const [event] = told.events.slice(-1);
    if (!event) throw new Error('it was told');
    expect(noticesOfTicketEvent(event, given.state)).toContainEqual(
      expect.objectContaining({ kind: 'clockAtRisk', destination: { to: 'channel', role: 'leads' } }),
    );
  });
});

describe('what a person sees', () => {
  rows([
    ['ESC-4 at tier 1', acknowledged, 6, ana, escalate('ESC-4'), ['escalated']],
    ['ESC-5 at tier 1', acknowledged, 6, ana, escalate('ESC-5'), ['escalated']],
    ['ESC-4 while it waits', waiting, 6, ana, escalate('ESC-4'), ['escalated']],
    ['ESL-4 at tier 2', escalated, 20, tess, escalate('ESL-4'), ['escalated']],
    ['ESL-5 at tier 2', escalated, 20, tess, escalate('ESL-5'), ['escalated']],
    ['LD-4 by the lead', ledBy, 22, lena, escalate('LD-4'), ['escalated']],
    ['AU-4 by a lead in the owner’s place', acknowledged, 6, lena, escalate('ESC-4'), ['escalated']],
    [
      'T1-1 by somebody else',
      acknowledged,
      6,
      ben,
      escalate('ESC-4'),
      { clause: 'T1-1', reason: /belongs to <@UANA>/ },
    ],
    [
      'T1-1 out of the queue',
      queued,
      6,
      lena,
      escalate('ESC-4'),
      { clause: 'T1-1', reason: /Nobody has taken/, nextStep: { step: 'take', ticket: 7 } },
    ],
    [
      'T1-3 before it is classified',
      taken,
      6,
      ana,
      escalate('ESC-4'),
      { clause: 'T1-3', reason: /no category/ },
    ],
    [
      'ESC-1 what the software sees is not said by a person',
      acknowledged,
      6,
      ana,
      escalate('ESC-1'),
      { clause: 'ESC-1', reason: /Handrail finds that by itself/, whoMay: { kind: 'nobody' } },
    ],
    [
      'ESC-4 at another tier',
      escalated,
      20,
      tess,
      escalate('ESC-4'),
      { clause: 'ESC-4', reason: /does not count/, nextStep: { step: 'escalate', ticket: 7 } },
    ],
    [
      'SEC-1 has a way of its own',
      acknowledged,
      6,
      ana,
      escalate('SEC-1'),
      { clause: 'SEC-1', reason: /\.$/ },
    ],
    [
      'LD-4 by tier 2',
      ledBy,
      22,
      tess,
      escalate('LD-4'),
      { clause: 'AU-4', reason: /escalate to the Operations Manager/, action: 'escalation.toManager' },
    ],
    [
      'AU-5 with the manager it ends',
      () => {
        const given = having(ledBy(), 22, lena, escalate('LD-4'));
        return having(given, 23, max, acceptance(given));
      },
      24,
      max,
      escalate('LD-4'),
      { clause: 'AU-5', reason: /no tier above/ },
    ],
    [
      'T1-9 when it is closed',
      () => having(solved(), 11, ana, close),
      12,
      ana,
      escalate('ESC-4'),
      { clause: 'T1-9', reason: /is closed/ },
    ],
    [
      'ESC-4 once more, while it waits to be accepted',
      pending,
      7,
      ana,
      escalate('ESC-5'),
      { clause: 'ESC-4', reason: /waits for Tier 2 Support to accept it/ },
    ],
    [
      'AU-1 by nobody on the desk',
      acknowledged,
      6,
      otto,
      escalate('ESC-4'),
      { clause: 'AU-1', reason: /roster/ },
    ],
  ]);
});

describe('until it is accepted', () => {
  const rests = {
    clause: 'ESC-4',
    reason: /waits for Tier 2 Support to accept it\. Meanwhile <@UANA> keeps it/,
    whoMay: { kind: 'role', atLeast: 'tier2' },
    nextStep: { step: 'show', ticket: 7 },
  } as const;
  rows([
    ['T1-1 it is not classified', pending, 7, ana, { ...classify, symptom: 'account-locked' }, rests],
    ['T1-1 no fix is begun', pending, 7, ana, apply('SF-1'), rests],
    ['T1-1 nor set aside', pending, 7, ana, setAside('SF-1'), rests],
    ['T1-1 it is not set waiting', pending, 7, ana, { type: 'startWait', on: 'the customer' }, rests],
    ['T1-1 it is not transferred', pending, 7, ana, offerTo('UBEN', 'tier1', null), rests],
    [
      'T1-1 a lead does not step in but accepts it',
      pending,
      7,
      lena,
      offerTo('ULENA', 'lead', 'Ana is ill'),
      { ...rests, nextStep: { step: 'acceptEscalation', ticket: 7 } },
    ],
    [
      'T1-1 it is not taken by who is to accept it',
      pending,
      7,
      tess,
      { type: 'take', reason: null, queueHead: 7 },
      { ...rests, nextStep: { step: 'acceptEscalation', ticket: 7 } },
    ],
    [
      'T1-1 it is not closed',
      () =>
        played(
          having(acknowledged(), 5, ana, apply('SF-1')),
          [6, ana, escalate('ESC-4')],
          [7, ana, verified('sign-in-logged')],
        ),
      8,
      ana,
      close,
      rests,
    ],
    ['HO-1 notes are added', pending, 7, ana, note, ['noteAdded']],
    [
      'ESL-3 accounts are linked',
      pending,
      7,
      ana,
      { type: 'linkAccount', account: 'BETA' },
      ['accountLinked'],
    ],
    [
      'T1-8 the result of a fix under way is recorded',
      () => played(having(acknowledged(), 5, ana, apply('SF-1')), [6, ana, escalate('ESC-4')]),
      7,
      ana,
      persists,
      ['fixResultRecorded'],
    ],
    [
      'T1-4 the customer is acknowledged',
      () => having(composed('hand'), 4, ana, escalate('ESC-4')),
      5,
      ana,
      { type: 'confirmAcknowledgementSent' },
      ['acknowledgementSent'],
    ],
  ]);

  test('T1-1 the owner stays, at the new tier, and an unanswered offer ends', () => {
    const given = having(offered(), 11, ana, { type: 'declineTransfer', reason: null });
    const again = having(given, 21, ana, { ...offerTo('UBEN', 'tier1', null) });
    expect(again.state.transfer).not.toBeNull();
    const classified = having(acknowledged(), 5, ana, offerTo('UBEN', 'tier1', null));
    const now = having(classified, 6, ana, escalate('ESC-4'));
    expect(now.state).toMatchObject({ owner: 'UANA', tier: 'tier2', transfer: null });
    const [event] = now.events.slice(-1);
    if (!event) throw new Error('it was escalated');
    expect(noticesOfTicketEvent(event, classified.state)).toContainEqual(
      expect.objectContaining({
        kind: 'transferOffered',
        surface: `transfer:${classified.state.transfer?.seq}`,
      }),
    );
  });
});

describe('accepting', () => {
  rows([
    ['T2-1 by tier 2', pending, 7, tess, acceptance, ['escalationAccepted']],
    ['T2-1 by a lead', pending, 7, lena, acceptance, ['escalationAccepted']],
    [
      'T2-1 without having read the record',
      pending,
      7,
      tess,
      unread,
      { clause: 'T2-1', reason: /Read the whole record/, nextStep: { step: 'acceptEscalation', ticket: 7 } },
    ],
    [
      'LD-1 likewise by a lead',
      toLead,
      21,
      lena,
      unread,
      { clause: 'LD-1', reason: /Read the whole record/ },
    ],
    ['LD-1 having read it', toLead, 21, lena, acceptance, ['escalationAccepted']],
    [
      'AU-3 below the tier',
      pending,
      7,
      ben,
      acceptance,
      { clause: 'AU-3', reason: /Tier 2 Support or a role above/ },
    ],
    [
      'AU-3 by its owner of tier 1',
      pending,
      7,
      ana,
      acceptance,
      { clause: 'AU-3', reason: /accept a ticket/ },
    ],
    ['AU-4 below the lead', toLead, 21, theo, acceptance, { clause: 'AU-4', reason: /accept a ticket/ }],
    ['AU-1 by a guest', pending, 7, guest, acceptance, { clause: 'AU-1', reason: /Guests/ }],
    [
      'T2-1 of two, the second is told who has it',
      () => having(pending(), 7, tess, acceptance(pending())),
      7,
      lena,
      acceptance(pending()),
      { clause: 'T2-1', reason: /no longer open: <@UTESS> accepted it\.$/, whoMay: { kind: 'nobody' } },
    ],
    [
      'T2-1 an old button does not accept the newer one',
      toLead,
      21,
      lena,
      acceptance(toBeAccepted()),
      { clause: 'T2-1', reason: /escalated once more/ },
    ],
  ]);

  test('T2-1 from then on it is theirs, and goes on there', () => {
    const given = having(toBeAccepted(), 12, tess, acceptance(toBeAccepted()));
    expect(given.state).toMatchObject({
      owner: 'UTESS',
      tier: 'tier2',
      escalation: { accepted: { by: 'UTESS', at: past9(12), from: 'UANA' } },
      watch: null,
    });
    expect(nextStep(given.state, given.pack)).toBe('acknowledge');
    const answered = acceptedByTess(toBeAccepted(), 12);
    expect(nextStep(answered.state, answered.pack)).toBe('pullDiagnostics');
  });

  test('LD-1, LD-4 a lead who accepts it watches it, until it goes on or back', () => {
    expect(ledBy().state.watch).toMatchObject({ lead: 'ULENA', since: past9(21) });
    const lou2 = played(
      ledBy(),
      [22, lena, offerTo('ULOU', 'lead', null)],
      [23, lou, { type: 'acceptTransfer' }],
    );
    expect(lou2.state).toMatchObject({ tier: 'lead', watch: { lead: 'ULOU' } });
    expect(having(ledBy(), 22, lena, escalate('LD-4')).state.watch).toBeNull();
    expect(givenBack(toLead(), 22).state).toMatchObject({ tier: 'tier2', owner: 'UTESS', watch: null });
  });

  test('T2-1 not in time: a reminder, the next tier, and so on; the manager is only reminded, ever less often', () => {
    let now = pending();
    const told: string[] = [];
    for (const minutes of [16 - ms, 16, 26 - ms, 26, 36, 46, 56, 66 - ms, 66, 76, 86 - ms, 86, 126]) {
      const struck = having(now, minutes, system, strike);
      for (const { type } of struck.events.slice(now.events.length)) {
        if (type === 'reminded' || type === 'escalationPassedOn')
          told.push(`${minutes} ${type} ${struck.state.tier}`);
      }
      now = struck;
    }
    expect(told).toEqual([
      '16 reminded tier2',
      '26 escalationPassedOn lead',
      '36 reminded lead',
      '46 escalationPassedOn manager',
      '56 reminded manager',
      '66 reminded manager',
      '86 reminded manager',
      '126 reminded manager',
    ]);
    expect(refusalOf(decide(now, 127, lena, acceptance(now))).whoMay).toEqual({
      kind: 'role',
      atLeast: 'manager',
    });
    expect(having(now, 127, max, acceptance(now)).state.owner).toBe('UMAX');
  });

  /** Called at 09:06, and reminded of at 09:16. */
  test.each<[string, (now: Case) => Case, readonly [string, string][]]>([
    [
      'when it is reminded of, one',
      (now) => now,
      [
        ['shift', `call:${past9(6)}`],
        ['shift', `call:${past9(16)}`],
      ],
    ],
    ['accepted, none', (now) => having(now, 17, tess, acceptance(now)), [['shift', `call:${past9(16)}`]]],
    [
      'passed on, one where it went',
      (now) => having(now, 26, system, strike),
      [
        ['shift', `call:${past9(16)}`],
        ['leads', `call:${past9(26)}`],
      ],
    ],
    ['redirected, none', (now) => having(now, 17, ana, redirect), [['shift', `call:${past9(16)}`]]],
    [
      'and reopened, one anew',
      (now) => having(having(now, 17, ana, redirect), 18, ana, { type: 'reopen', reason: 'Ours.' }),
      [['shift', `call:${past9(18)}`]],
    ],
  ])('T2-1 only the latest call can be answered: %s', (_, after, calls) => {
    const given = after(having(pending(), 16, system, strike));
    const [event] = given.events.slice(-1);
    if (!event) throw new Error('something happened');
    const told = noticesOfTicketEvent(event, fold(given.events.slice(0, -1)));
    expect(
      told.flatMap(({ kind, destination, surface }) =>
        kind === 'escalationCall' && destination.to === 'channel' ? [[destination.role, surface]] : [],
      ),
    ).toEqual(calls);
  });

  /** Escalated to tier 2 at 09:06, where nobody accepts it. */
  test.each<[string, Partial<typeof classify>, readonly string[]]>([
    [
      'LD-3 what is critical and passed on to a lead starts the protocol, once',
      { priority: 'P1' },
      ['escalationPassedOn', 'p1Started'],
    ],
    ['LD-3 what is not starts none', {}, ['escalationPassedOn']],
  ])('%s', (_, change, types) => {
    const given = played(taken(), [2, ana, { ...classify, ...change }], [6, ana, escalate('ESC-4')]);
    const late = having(given, 16, system, strike);
    const passed = having(late, 26, system, strike);
    const added = passed.events.slice(late.events.length).map(({ type }) => type);
    expect(added.filter((type) => !type.startsWith('clock'))).toEqual(types);
    const further = having(having(passed, 36, system, strike), 46, system, strike);
    expect(further.state.tier).toBe('manager');
    expect(further.events.filter(({ type }) => type === 'p1Started')).toHaveLength(types.length - 1);
  });
});

describe('giving it back', () => {
  rows([
    [
      'LD-1 to tier 2, with a reason',
      ledBy,
      22,
      lena,
      offerTo('UTESS', 'tier2', 'agreed'),
      ['transferOffered'],
    ],
    [
      'LD-1 not without one',
      ledBy,
      22,
      lena,
      offerTo('UTESS', 'tier2', null),
      { clause: 'T1-1', reason: /needs a reason for the record/ },
    ],
    [
      'T1-1 never to tier 1',
      ledBy,
      22,
      lena,
      offerTo('UANA', 'tier1', 'here'),
      { clause: 'T1-1', reason: /cannot take over T-7/, whoMay: { kind: 'role', atLeast: 'tier2' } },
    ],
    [
      'T1-1 from tier 2 neither',
      escalated,
      22,
      tess,
      offerTo('UANA', 'tier1', 'here'),
      { clause: 'T1-1', reason: /cannot take over/ },
    ],
    [
      'T1-1 to a lead it stays at tier 2',
      escalated,
      22,
      tess,
      offerTo('ULENA', 'lead', null),
      ['transferOffered'],
    ],
  ]);

  test('AU-4 a lead who steps in keeps it at its tier', () => {
    const now = having(escalated(), 22, lena, offerTo('ULENA', 'lead', 'Tess is ill'));
    expect(now.state).toMatchObject({ owner: 'ULENA', tier: 'tier2' });
    expect(nextStep(now.state, now.pack)).toBe('pullDiagnostics');
  });
});

describe('the verbal handoff', () => {
  const acceptedAt = (minutes: number) => () => having(pending(), minutes, tess, acceptance(pending()));
  test.each([
    ['at once', 6, 'UANA'],
    ['a second before 30:00', 36 - second, 'UANA'],
    ['at 30:00', 36, null],
    ['later', 60, null],
  ])('T2-2 accepted %s', (_, minutes, asked) => {
    const given = acceptedAt(minutes)();
    const event = given.events.findLast(({ type }) => type === 'escalationAccepted');
    expect(event?.payload).toMatchObject({ briefing: asked });
    expect(given.state.escalation?.briefing).toBe(asked ? 'prompted' : null);
  });

  test('T2-2 nobody is asked to speak with themselves', () => {
    const own = played(
      having(queued(), 1, tess, { type: 'take', reason: null, queueHead: 7 }),
      [2, tess, classify],
      [3, tess, escalate('ESC-4')],
    );
    expect(having(own, 4, tess, acceptance(own)).state.escalation?.briefing).toBeNull();
  });

  const recorded = (held: boolean) => (given: Case) =>
    ({ type: 'recordBriefing', escalation: given.state.escalation?.seq ?? 0, held }) as const;
  rows([
    ['T2-2 held, by who escalated it', acceptedAt(7), 8, ana, recorded(true), ['briefingRecorded']],
    ['T2-2 unavailable, by who accepted it', acceptedAt(7), 8, tess, recorded(false), ['briefingRecorded']],
    ['T2-2 by a lead', acceptedAt(7), 8, lena, recorded(true), ['briefingRecorded']],
    [
      'T2-2 by nobody else',
      acceptedAt(7),
      8,
      ben,
      recorded(true),
      { clause: 'T2-2', reason: /between others/, whoMay: { kind: 'people', ids: ['UANA', 'UTESS'] } },
    ],
    [
      'T2-2 once',
      () => having(acceptedAt(7)(), 8, ana, recorded(true)(pending())),
      9,
      tess,
      recorded(false),
      { clause: 'T2-2', reason: /on record already/ },
    ],
    [
      'T2-2 where none is prompted',
      acceptedAt(40),
      41,
      ana,
      recorded(true),
      { clause: 'T2-2', reason: /to be recorded/ },
    ],
  ]);

  test('T2-2 it holds nothing up', () => {
    const given = acceptedByTess(toBeAccepted(), 7);
    expect(given.state.escalation?.briefing).toBe('prompted');
    expect(typesOf(decide(given, 8, tess, { type: 'startWait', on: 'an export' }))).toEqual(['waitStarted']);
  });
});
