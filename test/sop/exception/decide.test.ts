import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../src/sop/actor.ts';
import { system } from '../../../src/sop/actor.ts';
import type { ExceptionCommand } from '../../../src/sop/exception/decide.ts';
import { noticesOfExceptionEvent } from '../../../src/sop/exception/notices.ts';
import { exceptionDueAt } from '../../../src/sop/exception/obligations.ts';
import { countedUnder, type LeadNotice } from '../../../src/sop/exception/state.ts';
import { noticeWords } from '../../../src/sop/exception/words.ts';
import { ana, ben, lena, lou, max, otto, past9, person, tess } from '../ticket/support.ts';
import {
  attempt,
  decide,
  drafted,
  type ExceptionCase,
  entry,
  having,
  logged,
  outOfOrder,
} from './support.ts';

const authorize = { type: 'answer', answer: 'authorized', words: 'It was right' } as const;
const note = { type: 'answer', answer: 'noted', words: null } as const;
const dispute = { type: 'answer', answer: 'disputed', words: 'It could have waited' } as const;
const outcome = { type: 'recordOutcome', words: 'The step is missing', change: 'Add it' } as const;
const mia = person('UMIA', 'manager');

function refusalOf(given: ExceptionCase, actor: Actor, command: ExceptionCommand) {
  const decision = decide(given, 1, actor, command);
  if (decision.kind === 'accepted') throw new Error(`${command.type} was accepted`);
  return decision.refusal;
}

test('EX-1 EX-3 what was required, done instead and why is kept, with the documents as they stood', () => {
  const { state } = logged();
  expect(state).toMatchObject({
    status: 'logged',
    author: 'UANA',
    ticket: 7,
    statement: entry().statement,
    documents: [{ id: 'POL00001', version: '1.0', stale: false }],
    sopVersion: '2026.1',
    loggedAt: past9(0),
    flagged: null,
    answer: null,
  });
  expect(countedUnder(state)).toBe('T1-6');
});

describe('EX-2 when the lead was notified', () => {
  test.each<[LeadNotice, boolean, string]>([
    ['before', false, 'the lead was notified before the action'],
    ['before', true, 'the lead was notified before the action'],
    ['told', false, 'the lead was told in person before the action'],
    ['after', true, 'time critical: the lead was notified immediately after the action'],
    ['after', false, 'the lead was notified after the action, though it was not time critical'],
  ])('%s, time critical %s: %s', (notice, timeCritical, words) => {
    expect(noticeWords({ notice, timeCritical })).toBe(words);
  });

  test('EX-2 the leads are told at once, and the manager of a lead’s', () => {
    const toldOf = (given: ExceptionCase) =>
      given.events.flatMap((event) => noticesOfExceptionEvent(event, null));
    expect(toldOf(logged())).toEqual([
      {
        kind: 'exceptionCard',
        destination: { to: 'channel', role: 'leads' },
        urgency: 'urgent',
        surface: 'card',
      },
    ]);
    expect(toldOf(logged(lena))).toContainEqual({
      kind: 'exceptionForManager',
      destination: { to: 'role', role: 'manager' },
      urgency: 'urgent',
      surface: null,
    });
  });
});

describe('EX-2 the answer', () => {
  test.each([authorize, note, dispute])('$answer by a lead stands', (command) => {
    const { state } = having(logged(), 1, lena, command);
    expect(state.answer).toEqual({ answer: command.answer, words: command.words, by: 'ULENA', at: past9(1) });
  });

  test.each<[string, ExceptionCase, Actor, string]>([
    ['AU-7 nobody answers their own', logged(lena), lena, 'AU-7'],
    ['AU-7 not even the manager', logged(max), max, 'AU-7'],
    ['AU-6 another lead does not answer a lead’s', logged(lena), lou, 'AU-6'],
    ['AU-6 a lead does not answer the manager’s', logged(max), lena, 'AU-6'],
    ['AU-4 below lead nobody answers', logged(), ben, 'AU-4'],
    ['AU-4 nor tier 2', logged(), tess, 'AU-4'],
    ['AU-1 who is not on the desk', logged(), otto, 'AU-1'],
    ['EX-3 a draft is not answered', drafted(), lena, 'EX-3'],
    ['EX-2 what was answered already', having(logged(), 0, lou, dispute), lena, 'EX-2'],
  ])('%s', (_, given, actor, clause) => {
    for (const command of [authorize, note, dispute])
      expect(refusalOf(given, actor, command).clause).toBe(clause);
    expect(refusalOf(given, actor, { type: 'prepare', step: 'dispute' }).clause).toBe(clause);
  });

  test('AU-1 the manager answers a lead’s, and another manager the manager’s', () => {
    expect(having(logged(lena), 1, max, authorize).state.answer?.by).toBe('UMAX');
    expect(having(logged(max), 1, mia, note).state.answer?.by).toBe('UMIA');
  });
});

describe('EX-4 the SOP review', () => {
  test('EX-4 where the SOP is silent the entry is flagged by itself', () => {
    expect(logged(ana, entry({ gap: 'silent' })).state.flagged).toEqual({ by: null, at: past9(0) });
  });

  test('EX-4 a deviation by choice is flagged by its author, or by a lead', () => {
    expect(logged(ana, entry({}, true)).state.flagged?.by).toBe('UANA');
    expect(having(logged(), 1, lena, { type: 'flag' }).state.flagged).toEqual({ by: 'ULENA', at: past9(1) });
    expect(refusalOf(logged(), ben, { type: 'flag' }).clause).toBe('AU-4');
    expect(refusalOf(logged(ana, entry({}, true)), lena, { type: 'flag' }).clause).toBe('EX-4');
  });

  test('EX-4 a lead records the outcome and the change proposed; a later one takes its place', () => {
    const flagged = logged(ana, entry({ gap: 'silent' }));
    const first = having(flagged, 1, lena, outcome);
    expect(first.state.outcome).toEqual({
      words: outcome.words,
      change: 'Add it',
      by: 'ULENA',
      at: past9(1),
    });
    expect(having(first, 2, max, { ...outcome, change: null }).state.outcome?.by).toBe('UMAX');
  });

  test.each<[string, ExceptionCase, Actor, string]>([
    ['EX-4 only of what is flagged', logged(), lena, 'EX-4'],
    ['AU-7 nobody of their own', logged(lena, entry({}, true)), lena, 'AU-7'],
    ['AU-4 nobody below lead', logged(ana, entry({}, true)), tess, 'AU-4'],
  ])('%s', (_, given, actor, clause) => {
    expect(refusalOf(given, actor, outcome).clause).toBe(clause);
  });
});

describe('EX-3 a draft', () => {
  test('EX-3 is reminded of, then reported, each once', () => {
    const given = drafted();
    expect(given.state).toMatchObject({ status: 'draft', remindAt: past9(480), dueAt: past9(510) });
    const early = decide(given, 479, system, { type: 'clockStruck' });
    expect(early).toEqual({ kind: 'accepted', events: [] });
    const told = having(given, 480, system, { type: 'clockStruck' });
    expect(told.events.at(-1)?.type).toBe('exceptionsReminded');
    expect(exceptionDueAt(told.state)).toBe(past9(510));
    expect(having(told, 481, system, { type: 'remind' }).events).toHaveLength(2);
    const reported = having(told, 510, system, { type: 'clockStruck' });
    expect(reported.events.at(-1)?.type).toBe('exceptionsOverdue');
    expect(exceptionDueAt(reported.state)).toBeNull();
    for (const type of ['remind', 'reportOverdue', 'clockStruck'] as const)
      expect(having(reported, 600, system, { type }).events).toHaveLength(3);
    expect(reported.state.version).toBe(1);
  });

  test('EX-3 a shift that ends at another time takes what is due with it, until the leads have heard', () => {
    const later = { type: 'followShift', endsAt: past9(600) } as const;
    const due = { remindAt: past9(600), dueAt: past9(630) };
    const moved = having(drafted(), 100, system, later);
    expect(moved.state).toMatchObject({ ...due, version: 1 });
    expect(having(moved, 101, system, later).events).toHaveLength(2);
    expect(exceptionDueAt(having(moved, 600, system, { type: 'clockStruck' }).state)).toBe(past9(630));
    // Reminded at the end it had: that is not said again, and it is not overdue while the shift runs.
    const reminded = having(having(drafted(), 480, system, { type: 'clockStruck' }), 490, system, later);
    expect(exceptionDueAt(reminded.state)).toBe(past9(630));
    const overdue = having(having(drafted(), 480, system, { type: 'clockStruck' }), 510, system, {
      type: 'clockStruck',
    });
    expect(having(overdue, 520, system, later).events).toHaveLength(3);
    // What ends at once reminds by itself.
    expect(having(drafted(), 100, system, { ...later, endsAt: past9(100) }).events).toHaveLength(1);
    expect(having(logged(), 100, system, later).events.at(-1)?.type).toBe('logged');
  });

  test('EX-3 after a downtime only the worse is told; an earlier end of a shift comes first', () => {
    const late = having(drafted(), 600, system, { type: 'clockStruck' });
    expect(late.events.map(({ type }) => type)).toEqual(['drafted', 'exceptionsOverdue']);
    const shift = having(having(drafted(), 100, system, { type: 'remind' }), 130, system, {
      type: 'reportOverdue',
    });
    expect(shift.events.map(({ type }) => type)).toEqual([
      'drafted',
      'exceptionsReminded',
      'exceptionsOverdue',
    ]);
    expect(exceptionDueAt(shift.state)).toBeNull();
  });

  test.each<[string, string | null, string, string]>([
    ['at the end of the shift, due 30 minutes later', past9(200), past9(200), past9(230)],
    ['of what was done after its end', past9(-1), past9(15), past9(30)],
    ['of what was done at its very end', past9(0), past9(15), past9(30)],
    ['where nobody works in shifts', null, past9(480), past9(510)],
  ])('EX-3 its author is reminded %s', (_, shiftEnd, remindAt, dueAt) => {
    expect(drafted(attempt, ana, shiftEnd).state).toMatchObject({ remindAt, dueAt });
  });

  test('EX-3 an early end of the shift brings the due time with it, a late reminder none', () => {
    const early = having(drafted(), 100, system, { type: 'remind' });
    expect(early.state).toMatchObject({ remindedAt: past9(100), dueAt: past9(130) });
    const late = having(drafted(), 500, system, { type: 'remind' });
    expect(late.state.dueAt).toBe(past9(510));
  });

  test('EX-3 its author completes it, and what the software saw stays beside it', () => {
    const { state } = having(drafted(outOfOrder), 5, ana, {
      type: 'complete',
      ...entry({ clause: null, notice: 'after' }),
    });
    expect(state).toMatchObject({
      status: 'logged',
      deviation: outOfOrder,
      draftedAt: past9(0),
      loggedAt: past9(5),
    });
    expect(countedUnder(state)).toBe('T1-1');
    expect(exceptionDueAt(state)).toBeNull();
  });

  test('EX-1 an attempt is withdrawn where nothing was done; what happened is not', () => {
    expect(having(drafted(attempt), 1, ana, { type: 'withdraw' }).state.status).toBe('withdrawn');
    expect(refusalOf(drafted(outOfOrder), ana, { type: 'withdraw' })).toMatchObject({
      clause: 'EX-1',
      reason: 'T-7 was taken out of order: that happened, so EXC-5 is completed and not withdrawn.',
    });
  });

  test('EX-2 what happened is not entered as if the lead heard of it first', () => {
    const complete = (notice: LeadNotice) => ({ type: 'complete', ...entry({ notice }) }) as const;
    expect(refusalOf(drafted(outOfOrder), ana, complete('before'))).toMatchObject({
      clause: 'EX-2',
      reason: expect.stringContaining('T-7 was taken out of order: that happened before EXC-5 is entered'),
    });
    for (const notice of ['told', 'after'] as const)
      expect(having(drafted(outOfOrder), 1, ana, complete(notice)).state.statement?.notice).toBe(notice);
    expect(having(drafted(attempt), 1, ana, complete('before')).state.statement?.notice).toBe('before');
  });

  test('AU-6 an attempt that was authorized after all is no deviation; a completed one stays', () => {
    const excused = having(drafted(attempt), 1, system, { type: 'excuse' });
    expect(excused.state.status).toBe('withdrawn');
    expect(excused.events.at(-1)?.payload).toEqual({ because: 'authorized' });
    expect(having(logged(), 1, system, { type: 'excuse' }).events).toHaveLength(1);
  });

  test.each<[string, ExceptionCase, Actor]>([
    ['somebody else’s', drafted(), ben],
    ['not even by a lead', drafted(), lena],
    ['one that was withdrawn', having(drafted(), 1, ana, { type: 'withdraw' }), ana],
    ['one that is in the register', having(drafted(), 1, ana, { type: 'complete', ...entry() }), ana],
  ])('EX-3 nobody completes %s', (_, given, actor) => {
    expect(refusalOf(given, actor, { type: 'complete', ...entry() }).clause).toBe('EX-3');
    expect(refusalOf(given, actor, { type: 'prepare', step: 'complete' }).clause).toBe('EX-3');
  });
});

test('SEC-2 it is closed when its ticket is, once, and the leads’ card with it', () => {
  const closed = having(logged(), 1, system, { type: 'restrict' });
  expect(closed.state.restricted).toBe(true);
  expect(having(closed, 2, system, { type: 'restrict' }).events).toHaveLength(2);
  const [, event] = closed.events;
  if (!event) throw new Error('it was restricted');
  expect(noticesOfExceptionEvent(event, logged().state).map(({ surface }) => surface)).toEqual(['card']);
});
