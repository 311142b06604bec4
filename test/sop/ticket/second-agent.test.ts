import { describe, expect, test } from 'vitest';
import { type Actor, type Role, system } from '../../../src/sop/actor.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import type { TicketCommand } from '../../../src/sop/ticket/decide.ts';
import { nextStep } from '../../../src/sop/ticket/next-step.ts';
import { noticesOfTicketEvent } from '../../../src/sop/ticket/notices.ts';
import { nextDueAt } from '../../../src/sop/ticket/obligations.ts';
import {
  apply,
  asked,
  caused,
  escalated,
  givenBack,
  note,
  packageLinks,
  persists,
  played,
  requestIn,
  requestOf,
  root,
  theo,
  tova,
  verified,
  withPack,
} from './journey.ts';
import {
  ana,
  ben,
  type Case,
  classify,
  decide,
  guest,
  having,
  lena,
  max,
  otto,
  past9,
  refusalOf,
  tess,
} from './support.ts';
import { type Row, rows } from './tables.ts';

const ms = 1 / 60_000;
const limit = defaultPack.limits.secondAgent / 60_000;
const confirm = (given: Case): TicketCommand => ({
  type: 'confirmFix',
  request: requestIn(given),
  requesterRole: 'tier2',
});
const decline = (given: Case): TicketCommand => ({
  type: 'declineFix',
  request: requestIn(given),
  reason: 'a job still runs',
});
/** The button of a request that may be open no more. */
const answer = (type: 'confirmFix' | 'declineFix', request: number): TicketCommand =>
  type === 'confirmFix' ? { type, request, requesterRole: 'tier2' } : { type, request, reason: 'no' };
const begun = ({ events }: Case) =>
  events.filter(({ type, payload }) => type === 'fixStarted' && 'fix' in payload && payload.fix === 'EF-5');
const noLonger = { clause: 'T2-7', reason: /no longer open/, whoMay: { kind: 'nobody' } } as const;
const tier2 = { kind: 'role', atLeast: 'tier2' } as const;

describe('asking a second agent', () => {
  rows([
    ['T2-7 for EF-5', caused, 20, tess, requestOf('EF-5'), ['confirmationRequested']],
    [
      'T2-7 for EF-8',
      () => caused('token-outlived-owner'),
      20,
      tess,
      requestOf('EF-8'),
      ['confirmationRequested'],
    ],
    [
      'T2-7 EF-5 never begins without',
      caused,
      20,
      tess,
      apply('EF-5'),
      {
        clause: 'T2-7',
        reason: /^EF-5 Account Permission Rebuild waits for a second agent's confirmation/,
        whoMay: tier2,
      },
    ],
    [
      'T2-7 nor does EF-8',
      () => caused('token-scope-outdated'),
      20,
      tess,
      apply('EF-8'),
      { clause: 'T2-7', reason: /^EF-8 / },
    ],
    [
      'T2-7 nor while somebody is asked',
      asked,
      21,
      tess,
      apply('EF-5'),
      { clause: 'T2-7', reason: /waits for a second agent/ },
    ],
    [
      'T2-7 twice at once',
      asked,
      21,
      tess,
      requestOf('EF-5'),
      { clause: 'T2-7', reason: /already asked to confirm EF-5/ },
    ],
    [
      'T2-7 one that can be undone',
      () => caused('sync-conflict'),
      20,
      tess,
      requestOf('EF-1'),
      { clause: 'T2-7', reason: /^EF-1 waits for no second agent/ },
    ],
    [
      'T2-6 one that is not for the root cause',
      caused,
      20,
      tess,
      requestOf('EF-8'),
      { clause: 'T2-6', reason: /^EF-8 is not for the root cause on record; EF-5/ },
    ],
    [
      'T2-6 before the root cause is known',
      escalated,
      20,
      tess,
      requestOf('EF-5'),
      { clause: 'T2-6', reason: /No root cause/ },
    ],
    [
      'T1-1 on somebody else’s ticket',
      caused,
      20,
      theo,
      requestOf('EF-5'),
      { clause: 'T1-1', reason: /belongs to <@UTESS>/ },
    ],
    ['AU-3 by tier 1', caused, 20, ana, requestOf('EF-5'), { clause: 'AU-3', reason: /Extended Fix/ }],
    [
      'T2-1 for one that was done, without a reason',
      () => givenBack(played(asked(), [21, theo, confirm(asked())], [22, tess, persists]), 22),
      23,
      tess,
      requestOf('EF-5'),
      { clause: 'T2-1', reason: /needs a reason/ },
    ],
    [
      'T2-1 with one',
      () => givenBack(played(asked(), [21, theo, confirm(asked())], [22, tess, persists]), 22),
      23,
      tess,
      requestOf('EF-5', 'roles were changed'),
      ['confirmationRequested'],
    ],
  ]);

  test('T2-7 it is open until the limit, and the clock ends it there', () => {
    const given = asked();
    expect(given.state.confirmation).toMatchObject({
      fix: 'EF-5',
      requestedBy: 'UTESS',
      seq: given.events.length,
      expiresAt: past9(20 + limit),
    });
    expect(nextStep(given.state, given.pack)).toBe('awaitSecondAgent');
    expect(nextDueAt(given.state, given.pack)).toBe(past9(20 + limit));
    expect(decide(given, 20 + limit - ms, system, { type: 'clockStruck' })).toEqual({
      kind: 'accepted',
      events: [],
    });
    const ended = having(given, 20 + limit, system, { type: 'clockStruck' });
    expect(ended.events.at(-1)).toMatchObject({ type: 'confirmationExpired', payload: { fix: 'EF-5' } });
    expect(ended.state.confirmation).toBeNull();
    expect(nextStep(ended.state, ended.pack)).toBe('applyFix');
  });
});

describe('answering', () => {
  rows([
    [
      'T2-7 another agent of tier 2 confirms, and it begins',
      asked,
      21,
      theo,
      confirm,
      ['confirmationGiven', 'fixStarted'],
    ],
    ['T2-7 at once', asked, 20, theo, confirm, ['confirmationGiven', 'fixStarted']],
    ['AU-1 a lead confirms', asked, 21, lena, confirm, ['confirmationGiven', 'fixStarted']],
    ['AU-1 a manager confirms', asked, 21, max, confirm, ['confirmationGiven', 'fixStarted']],
    [
      'T2-7 a millisecond before it runs out',
      asked,
      20 + limit - ms,
      theo,
      confirm,
      ['confirmationGiven', 'fixStarted'],
    ],
    [
      'T2-7 at the instant at which it runs out',
      asked,
      20 + limit,
      theo,
      confirm,
      { clause: 'T2-7', reason: /^This request ran out/, whoMay: { kind: 'people', ids: ['UTESS'] } },
    ],
    [
      'T2-7 declining it then',
      asked,
      20 + limit,
      theo,
      decline,
      { clause: 'T2-7', reason: /^This request ran out/ },
    ],
    [
      'AU-7 who asked confirms',
      asked,
      21,
      tess,
      confirm,
      { clause: 'AU-7', reason: /^You asked for this confirmation yourself/, whoMay: tier2 },
    ],
    ['T2-7 who asked takes it back', asked, 21, tess, decline, ['confirmationDeclined']],
    ['T2-7 another agent declines', asked, 21, theo, decline, ['confirmationDeclined']],
    [
      'AU-3 tier 1 confirms',
      asked,
      21,
      ana,
      confirm,
      { clause: 'AU-3', reason: /confirm an Extended Fix/, whoMay: tier2 },
    ],
    ['AU-3 tier 1 declines', asked, 21, ben, decline, { clause: 'AU-3', reason: /confirm an Extended Fix/ }],
    ['AU-1 somebody without a role', asked, 21, otto, confirm, { clause: 'AU-1', reason: /roster/ }],
    ['AU-1 a guest', asked, 21, guest, confirm, { clause: 'AU-1', reason: /Guests/ }],
    ['AU-3 the system', asked, 21, system, confirm, { clause: 'AU-3', reason: /by itself/ }],
    [
      'AU-7 who asked, and is a lead now',
      asked,
      21,
      { ...tess, role: 'lead' },
      confirm,
      { clause: 'AU-7', reason: /yourself/ },
    ],
    [
      'AU-1 who was taken off the roster',
      asked,
      21,
      { ...theo, role: null },
      confirm,
      { clause: 'AU-1', reason: /roster/ },
    ],
    ['T2-7 another request', asked, 21, theo, answer('confirmFix', requestIn(asked()) - 1), noLonger],
    ['T2-7 when nobody is asked', caused, 21, theo, answer('confirmFix', requestIn(asked())), noLonger],
  ]);

  test('T2-7 confirmed, it is begun once, by who asked, with both names in the record', () => {
    const given = asked();
    const now = having(given, 21, theo, confirm(given));
    expect(begun(now)).toHaveLength(1);
    expect(now.state).toMatchObject({
      confirmation: null,
      fixes: expect.arrayContaining([
        expect.objectContaining({ fix: 'EF-5', status: 'running', by: 'UTESS' }),
      ]),
    });
    expect(now.events.slice(-2)).toMatchObject([
      {
        type: 'confirmationGiven',
        actor: 'UTHEO',
        clause: 'T2-7',
        payload: { fix: 'EF-5', request: requestIn(given) },
      },
      { type: 'fixStarted', payload: { fix: 'EF-5', repeatReason: null } },
    ]);
  });

  test('T2-7 of two who confirm, the second is told that it is answered', () => {
    const given = asked();
    const now = having(given, 21, theo, confirm(given));
    for (const at of [21, 22])
      expect(refusalOf(decide(now, at, tova, confirm(given)))).toMatchObject({
        clause: 'T2-7',
        reason: expect.stringMatching(/no longer open: it was answered.*EF-5 is under way/),
        whoMay: { kind: 'nobody' },
      });
    expect(begun(now)).toHaveLength(1);
  });

  test('T2-7 a button answers its own request, and none that came after', () => {
    const given = asked();
    const old = requestIn(given);
    const declined = having(given, 21, theo, decline(given));
    const anew = having(declined, 22, tess, requestOf('EF-5'));
    for (const type of ['confirmFix', 'declineFix'] as const)
      expect(refusalOf(decide(anew, 23, theo, answer(type, old))).reason).toMatch(/no longer open/);
    expect(having(anew, 23, theo, confirm(anew)).state.fixes.at(-1)?.fix).toBe('EF-5');
    expect(refusalOf(decide(declined, 22, theo, answer('confirmFix', old))).reason).toMatch(/no longer open/);
  });

  test('T2-7 two requests of the same millisecond are two', () => {
    const first = asked();
    const second = having(having(first, 20, tess, decline(first)), 20, tess, requestOf('EF-5'));
    expect(refusalOf(decide(second, 20, theo, confirm(first))).reason).toMatch(/no longer open/);
    expect(begun(having(second, 20, theo, confirm(second)))).toHaveLength(1);
  });

  test('T2-7 one that was confirmed goes on like any other', () => {
    const given = asked();
    const now = having(having(given, 21, theo, confirm(given)), 30, tess, verified('roles-agree'));
    expect(nextStep(now.state, now.pack)).toBe('close');
  });
});

describe('whoever asked, looked at again when it is confirmed', () => {
  const confirmed = (given: Case, requesterRole: Role | null) =>
    having(given, 21, theo, { type: 'confirmFix', request: requestIn(given), requesterRole });
  const otherwise: Case['pack'] = {
    ...defaultPack,
    playbook: {
      ...defaultPack.playbook,
      extendedFixes: defaultPack.playbook.extendedFixes.map((fix) =>
        fix.rootCauses.includes('permission-drift') ? { ...fix, rootCauses: ['sync-conflict'] } : fix,
      ),
    },
  };
  const without: Case['pack'] = {
    ...defaultPack,
    playbook: {
      ...defaultPack.playbook,
      extendedFixes: defaultPack.playbook.extendedFixes.filter(({ id }) => id !== 'EF-5'),
    },
  };

  test.each([
    [
      'is not on the roster any more',
      asked(),
      null,
      /^<@UTESS>, who asked, may apply no Extended Fix any more/,
    ],
    ['is of tier 1 by now', asked(), 'tier1', /^<@UTESS>, who asked/],
    ['works under a pack without the fix', withPack(asked(), without), 'tier2', /has no fix EF-5/],
    [
      'works under a pack without one for the cause',
      withPack(asked(), otherwise),
      'tier2',
      /no Extended Fix/,
    ],
  ] as const)('T2-7 the request is void when who asked %s', (_, given, role, reason) => {
    const now = confirmed(given, role);
    expect(begun(now)).toEqual([]);
    expect(now.state.confirmation).toBeNull();
    const event = now.events.at(-1);
    if (event?.type !== 'confirmationVoided') throw new Error('the request is void');
    expect(event).toMatchObject({ clause: 'T2-7', actor: 'UTHEO', payload: { fix: 'EF-5' } });
    expect(event.payload.reason).toMatch(reason);
    expect(noticesOfTicketEvent(event, given.state).map(({ kind }) => kind)).toEqual([
      'confirmation',
      'confirmationAnswered',
      'card',
    ]);
  });

  test('T2-7 who asked and leads by now may go on', () => {
    expect(begun(confirmed(asked(), 'lead'))).toHaveLength(1);
  });
});

describe('a ticket that changed meanwhile', () => {
  const changes: readonly (readonly [string, Actor, TicketCommand])[] = [
    ['a note of who asked', tess, note],
    ['a note of who would confirm', theo, note],
    ['a note of tier 1', ana, note],
    ['a further account', ben, { type: 'linkAccount', account: 'BETA' }],
    ['a finding', theo, { type: 'recordFinding', point: 'auth-reach', text: 'One role.' }],
    ['another root cause', tess, root('role-change-half-applied')],
    [
      'a proximate cause',
      tess,
      { type: 'recordCause', kind: 'proximate', text: 'Stored permissions differ.' },
    ],
    ['another symptom', tess, { ...classify, symptom: 'cannot-sign-in' }],
    ['another package', tess, { type: 'recordDiagnostics', generatedAt: past9(20), links: packageLinks }],
    ['a package asked for', tess, { type: 'requestDiagnostics', tool: true }],
    [
      'an offered transfer',
      tess,
      { type: 'offerTransfer', to: 'UTHEO', receiverRole: 'tier2', reason: null },
    ],
    [
      'a lead who takes it over',
      lena,
      { type: 'offerTransfer', to: 'ULENA', receiverRole: 'lead', reason: 'urgent' },
    ],
    ['a wait', tess, { type: 'startWait', on: 'the customer' }],
    [
      'a Standard Fix that was begun',
      tess,
      { type: 'applyFix', fix: 'SF-3', repeatReason: 'cookies came back' },
    ],
    ['the yes of somebody else', tova, answer('confirmFix', requestIn(asked()))],
    ['the no of somebody else', tova, answer('declineFix', requestIn(asked()))],
    ['its end', system, { type: 'clockStruck' }],
  ];
  const minuteOf = (command: TicketCommand) => (command.type === 'clockStruck' ? 20 + limit : 21);
  const changed = (actor: Actor, command: TicketCommand) => () =>
    having(asked(), minuteOf(command), actor, command);

  rows(
    changes.flatMap(([name, actor, command]): readonly Row[] =>
      (['confirmFix', 'declineFix'] as const).map((type) => [
        `T2-7 ${type} is void by ${name}`,
        changed(actor, command),
        minuteOf(command) + 1,
        theo,
        answer(type, requestIn(asked())),
        noLonger,
      ]),
    ),
  );

  test.each(changes)('T2-7 the request shows that it ended: %s', (_, actor, command) => {
    const before = asked();
    const [event] = changed(actor, command)().events.slice(before.events.length);
    if (!event) throw new Error('nothing happened');
    const surface = `confirmation:${before.state.confirmation?.seq}`;
    expect(noticesOfTicketEvent(event, before.state)).toContainEqual(
      expect.objectContaining({ kind: 'confirmation', surface }),
    );
  });

  test.each(changes)('T2-7 who asked is called, unless it was their own doing: %s', (_, actor, command) => {
    const before = asked();
    const [event] = changed(actor, command)().events.slice(before.events.length);
    if (!event) throw new Error('nothing happened');
    const kinds = noticesOfTicketEvent(event, before.state).map(({ kind }) => kind);
    expect(kinds.includes('confirmationAnswered')).toBe(event.actor !== 'UTESS');
  });

  test('T2-7 what the clock tells of it leaves the request open', () => {
    const late = having(caused(), 355, tess, requestOf('EF-5'));
    const told = having(late, 361, system, { type: 'clockStruck' });
    expect(told.events.at(-1)?.type).toBe('clockAtRisk');
    expect(having(told, 362, theo, confirm(late)).state.fixes.at(-1)).toMatchObject({
      fix: 'EF-5',
      status: 'running',
    });
    const later = having(caused(), 475, tess, requestOf('EF-5'));
    const breached = having(having(later, 481, system, { type: 'clockStruck' }), 482, theo, confirm(later));
    expect(begun(breached)).toHaveLength(1);
  });

  test('T2-7 a refused attempt leaves it open', () => {
    const given = asked();
    expect(refusalOf(decide(given, 21, ana, apply('SF-3'))).clause).toBe('T1-1');
    expect(having(given, 22, theo, confirm(given)).state.fixes.at(-1)?.fix).toBe('EF-5');
  });
});
