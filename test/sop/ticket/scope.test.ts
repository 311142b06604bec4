import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../src/sop/actor.ts';
import { system } from '../../../src/sop/actor.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import { explainTicket } from '../../../src/sop/ticket/explain.ts';
import { nextStep } from '../../../src/sop/ticket/next-step.ts';
import { noticesOfTicketEvent } from '../../../src/sop/ticket/notices.ts';
import { nextDueAt, obligations } from '../../../src/sop/ticket/obligations.ts';
import { decidePart } from '../../../src/sop/ticket/scope/commands.ts';
import { asked, beforeReset, caused, solved } from './journey.ts';
import {
  acknowledged,
  ana,
  ben,
  bot,
  type Case,
  classified,
  composed,
  contextAt,
  decide,
  eventsOf,
  fold,
  guest,
  having,
  lena,
  max,
  minute,
  monday,
  offered,
  otto,
  past9,
  queued,
  record,
  refusalOf,
  stranger,
  taken,
  tess,
  typesOf,
  unhurried,
  waiting,
} from './support.ts';
import { type Row, rows } from './tables.ts';

const redirect = { type: 'redirect', code: 'refund-authorization', note: 'Asks for a refund.' } as const;
const split = { type: 'split', code: 'infrastructure', note: 'Also wants a server.', into: 8 } as const;
const reopen = { type: 'reopen', reason: 'It is ours after all.' } as const;

const closed = () => having(taken(), 30, ana, redirect);
const escalated = () =>
  having(acknowledged(), 6, ana, { type: 'escalate', trigger: 'ESC-5', reason: 'needs a change' });
const restricted = (): Case => {
  const given = taken();
  return {
    ...given,
    state: { ...given.state, security: { reportedBy: ana.id, at: past9(2), handedOver: null } },
  };
};

describe('SC-2 who redirects, and when', () => {
  const anyState: readonly (readonly [string, () => Case, Actor])[] = [
    ['just taken', taken, ana],
    ['classified', classified, ana],
    ['its acknowledgement to be sent by hand', () => composed('hand'), ana],
    ['acknowledged', acknowledged, ana],
    ['waiting', waiting, ana],
    ['offered to somebody', offered, ana],
    ['in the middle of its fixes', beforeReset, ana],
    ['solved', solved, ana],
    ['escalated, not accepted', escalated, ana],
    ['with its cause found, at tier 2', caused, tess],
    ['while a second agent is asked', asked, tess],
    ['in the queue, by a lead', queued, lena],
    ['of somebody else, by a lead', acknowledged, lena],
    ['of somebody else, by the manager', acknowledged, max],
  ];
  rows([
    ...anyState.map(
      ([name, given, actor]): Row => [`SC-2 ${name}`, given, 30, actor, redirect, ['redirected']],
    ),
    ...anyState.map(
      ([name, given, actor]): Row => [`SC-2 a part, ${name}`, given, 30, actor, split, ['split']],
    ),
    [
      'T1-1 not by an agent who has not got it',
      acknowledged,
      30,
      ben,
      redirect,
      { clause: 'T1-1', whoMay: { kind: 'people', ids: [ana.id] }, reason: /belongs to/ },
    ],
    [
      'T1-1 not by an agent while it is in the queue',
      queued,
      30,
      ana,
      redirect,
      { clause: 'T1-1', nextStep: { step: 'take', ticket: 7 }, reason: /Nobody has taken/ },
    ],
    ['T1-9 not once it is closed', closed, 31, ana, redirect, { clause: 'T1-9', reason: /is closed/ }],
    [
      'SEC-2 not one that is restricted',
      restricted,
      30,
      ana,
      redirect,
      { clause: 'SEC-2', reason: /restricted/ },
    ],
    ['SEC-3 not even by a lead', restricted, 30, lena, split, { clause: 'SEC-3', reason: /SEC-PCD-001/ }],
    ...[otto, guest, stranger, bot].map(
      (actor): Row => [
        `AU-1 not by whoever holds no role (${actor.kind === 'person' ? actor.id : ''})`,
        taken,
        30,
        actor,
        redirect,
        { clause: 'AU-1', reason: /./ },
      ],
    ),
    [
      'SEC-1 a security incident is reported, not redirected',
      taken,
      30,
      ana,
      { ...redirect, code: 'security-incident' },
      { clause: 'SEC-1', reason: /\/escalate security 7/ },
    ],
    [
      'SEC-1 nor is a part of it',
      taken,
      30,
      lena,
      { ...split, code: 'security-incident' },
      { clause: 'SEC-1', reason: /SEC-PCD-001/ },
    ],
    [
      'SC-2 what is not on the list is not out of scope',
      taken,
      30,
      ana,
      { ...redirect, code: 'too-hard' },
      { clause: 'SC-2', reason: /not on the list/ },
    ],
  ]);

  test('SC-2 the system redirects nothing by itself', () => {
    expect(refusalOf(decide(taken(), 30, system, redirect)).clause).toBe('AU-2');
  });

  test.each(defaultPack.outOfScope.filter(({ document }) => document !== 'SEC-PCD-001'))(
    'SC-2 $code goes on under $document',
    ({ code, document }) => {
      const given = having(taken(), 30, ana, { ...redirect, code });
      expect(given.events.at(-1)).toMatchObject({
        type: 'redirected',
        clause: 'SC-2',
        payload: { code, document },
      });
      expect(given.state.closure).toEqual({
        resolutionCode: 'redirected',
        at: past9(30),
        redirect: { code, document },
      });
    },
  );
});

describe('SC-2 a redirected ticket', () => {
  test('SC-2 is closed, owes nothing, and nothing is next', () => {
    for (const given of [queued(), taken(), offered(), escalated(), asked(), waiting()]) {
      const after = having(given, 30, lena, redirect);
      expect(after.state).toMatchObject({
        status: 'closed',
        transfer: null,
        waiting: null,
        confirmation: null,
      });
      expect(obligations(after.state, after.pack)).toEqual([]);
      expect(nextDueAt(after.state, after.pack)).toBeNull();
      expect(nextStep(after.state, after.pack)).toBe('none');
      expect(fold(after.events)).toEqual(after.state);
    }
  });

  test.each([
    ['in time, with nothing answered', 20, null],
    // P2, reported: thirty minutes from 09:01.
    ['at the instant it was due', 31, null],
    ['after it was due', 32, 'missed'],
  ] as const)('SC-2 its response clock stops as it stands: %s', (_, minutes, outcome) => {
    const { clocks } = having(taken(), minutes, ana, redirect).state;
    expect(clocks.response).toMatchObject({ stoppedAt: past9(minutes), outcome });
    expect(clocks.resolution).toMatchObject({ stoppedAt: past9(minutes), outcome: null });
  });

  test('SC-2 a clock that was met before stays met, and a pause counts for nothing', () => {
    const given = having(waiting(), 9 * 60, ana, redirect);
    expect(given.state.clocks.response).toMatchObject({ outcome: 'met', stoppedAt: past9(4) });
    expect(given.state.clocks.resolution).toMatchObject({
      outcome: null,
      pauses: [{ from: past9(5), to: past9(9 * 60) }],
    });
  });

  test.each([
    ['an offered transfer', offered, 'transferOffered'],
    ['a request to a second agent', asked, 'confirmation'],
    ['an escalation that waits', escalated, 'escalationRedirected'],
    ['a message to be sent by hand', () => composed('hand'), 'acknowledgementByHand'],
  ] as const)('SC-2 %s ends visibly', (_, given, kind) => {
    const before = given();
    const after = having(before, 30, lena, redirect);
    const event = after.events.at(-1);
    if (!event) throw new Error('it was redirected');
    const told = noticesOfTicketEvent(event, before.state);
    expect(told.find((notice) => notice.kind === kind)?.surface).toMatch(/:\d+$/);
    expect(told.map((notice) => notice.kind)).toEqual(expect.arrayContaining(['redirected', 'card']));
  });

  test('SC-2 a message that waited to be sent is not sent, and one that comes back stays unsent', () => {
    const byHand = having(composed('hand'), 30, ana, redirect);
    expect(byHand.state.acknowledgement).toBeNull();
    expect(refusalOf(decide(byHand, 31, ana, { type: 'confirmAcknowledgementSent' })).clause).toBe('T1-4');
    const outcome = { type: 'acknowledgementOutcome', failure: 'http 410' } as const;
    const back = having(having(composed('webhook'), 30, ana, redirect), 31, system, outcome);
    expect(back.state.acknowledgement).toBeNull();
    expect(obligations(back.state, back.pack)).toEqual([]);
    expect(nextStep(having(back, 40, ana, reopen).state, back.pack)).toBe('acknowledge');
  });

  test('SC-2 is explained with its document and the note', () => {
    const { state, events, pack } = closed();
    const { history, clocks } = explainTicket(state, events, new Date(monday + 31 * minute), {
      pack,
      hash: 'hash',
    });
    expect(history.at(-1)?.words).toBe('<@UANA> redirected it under FIN-POL-004: Asks for a refund.');
    expect(clocks[0]?.words).toMatch(/ended, with nothing owed any more/);
  });
});

describe('SC-2 reopening what was redirected by mistake', () => {
  const window = defaultPack.limits.reopening / minute;
  rows([
    ['SC-2 by the agent who had it', closed, 40, ana, reopen, ['reopened']],
    ['SC-2 by a lead', closed, 40, lena, reopen, ['reopened']],
    ['SC-2 at the end of the window', closed, 30 + window, ana, reopen, ['reopened']],
    [
      'SC-2 not after it',
      closed,
      30 + window + 1,
      ana,
      reopen,
      { clause: 'T1-9', reason: /closed more than/, nextStep: { step: 'openTicket' } },
    ],
    [
      'SC-2 not by another agent',
      closed,
      40,
      ben,
      reopen,
      { clause: 'SC-2', whoMay: { kind: 'people', ids: [ana.id] }, reason: /FIN-POL-004/ },
    ],
    [
      'SC-2 one that nobody had, by a lead alone',
      () => having(queued(), 30, lena, redirect),
      40,
      ana,
      reopen,
      { clause: 'SC-2', whoMay: { kind: 'role', atLeast: 'lead' }, reason: /Team Lead/ },
    ],
  ]);

  test('SC-2 it is with its owner again, and what was not answered is owed from when it was', () => {
    const given = having(closed(), 40, ana, reopen);
    expect(given.state).toMatchObject({ status: 'open', owner: ana.id, closure: null });
    expect(given.state.clocks.response).toMatchObject({
      startedAt: past9(1),
      stoppedAt: null,
      outcome: null,
    });
    expect(given.state.clocks.resolution).toMatchObject({ stoppedAt: null });
    const struck = having(given, 41, system, { type: 'clockStruck' });
    expect(struck.state.clocks.response?.breachTold).toBe(true);
    expect(fold(given.events)).toEqual(given.state);
  });

  test('SC-2 its time to be solved went on, and what was missed and told stays so', () => {
    const before = taken().state.clocks.resolution;
    expect(having(closed(), 40, ana, reopen).state.clocks.resolution).toEqual(before);
    const told = having(unhurried(taken()), 10_000, system, { type: 'clockStruck' });
    const again = having(having(told, 10_001, ana, redirect), 10_002, ana, reopen);
    expect(again.state.clocks.resolution).toEqual(told.state.clocks.resolution);
    expect(typesOf(decide(again, 10_003, system, { type: 'clockStruck' }))).not.toContain('clockBreached');
  });

  test('SC-2 one that nobody had is in the queue again', () => {
    const given = having(having(queued(), 30, lena, redirect), 40, lena, reopen);
    expect(given.state).toMatchObject({ status: 'queued', owner: null });
    expect(given.state.clocks).toEqual(queued().state.clocks);
    expect(nextStep(given.state, given.pack)).toBe('take');
  });

  test('SC-2 fixes stand as they stood', () => {
    const given = having(having(solved(), 30, ana, redirect), 40, ana, reopen);
    expect(given.state).toMatchObject({ status: 'resolved', fixes: solved().state.fixes, tier: 'tier1' });
    const exhausted = having(having(taken(), 30, ana, redirect), 40, ana, reopen);
    expect(exhausted.state.escalation).toBeNull();
  });

  test('SC-2 an escalation that waited goes on waiting, from then on', () => {
    const before = having(escalated(), 10, ana, redirect);
    const given = having(before, 40, ana, reopen);
    expect(given.state).toMatchObject({
      tier: 'tier2',
      escalation: { waitingSince: past9(40), remindedAt: null },
    });
    const event = given.events.at(-1);
    if (!event) throw new Error('it was reopened');
    expect(noticesOfTicketEvent(event, before.state).map(({ kind }) => kind)).toContain('escalation');
  });
});

describe('SC-2 splitting', () => {
  const part = {
    number: 8,
    title: 'A new server',
    description: 'Wants one.',
    code: 'infrastructure',
    note: 'n',
  };

  test('SC-2 the first goes on as it was, and names the other', () => {
    const before = acknowledged();
    const { state } = having(before, 30, ana, split);
    expect(state).toEqual({
      ...before.state,
      split: { from: null, into: [8] },
      version: before.state.version + 1,
    });
    expect(having(having(before, 30, ana, split), 31, ana, { ...split, into: 9 }).state.split.into).toEqual([
      8, 9,
    ]);
  });

  test('SC-2 the part is a ticket of its own, redirected at once, never in the queue', () => {
    const given = acknowledged();
    const context = contextAt(given, monday + 30 * minute, ana);
    const decision = decidePart(part, given.state, context);
    const state = fold(record(eventsOf(decision), 0, context));
    expect(state).toMatchObject({
      number: 8,
      status: 'closed',
      owner: null,
      customerAccount: 'ACME-1',
      split: { from: 7, into: [] },
      closure: {
        resolutionCode: 'redirected',
        redirect: { code: 'infrastructure', document: 'INF-PCS-007' },
      },
    });
    expect(obligations(state, given.pack)).toEqual([]);
  });

  test('SC-2 whoever may not open a ticket splits none', () => {
    const given = acknowledged();
    const decision = decidePart(part, given.state, contextAt(given, monday, otto));
    expect(refusalOf(decision).clause).toBe('AU-1');
  });
});
