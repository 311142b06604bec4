import { describe, expect, test } from 'vitest';
import { system } from '../../../src/sop/actor.ts';
import { instant } from '../../../src/sop/instant.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import type { PriorityCode } from '../../../src/sop/pack/schema.ts';
import { clockTargets, endPause, pauseClock, retargetClock, startClock } from '../../../src/sop/sla-clock.ts';
import { explainTicket } from '../../../src/sop/ticket/explain.ts';
import { noticesOfTicketEvent } from '../../../src/sop/ticket/notices.ts';
import { nextDueAt, obligations, owedAt } from '../../../src/sop/ticket/obligations.ts';
import { close, solved } from './journey.ts';
import {
  acknowledged,
  ana,
  ben,
  type Case,
  classified,
  classify,
  composed,
  decide,
  having,
  lena,
  minute,
  monday,
  offered,
  opened,
  past9,
  queued,
  taken,
  typesOf,
  unhurried,
  waiting,
} from './support.ts';

const strike = { type: 'clockStruck' } as const;
const ms = 1 / 60_000;

/** What the clock does at an instant, as `type` and what it is about, but for active work (ESC-1). */
function struckAt(given: Case, minutes: number): readonly string[] {
  const decision = decide(unhurried(given), minutes, system, strike);
  if (decision.kind === 'refused') throw new Error(decision.refusal.reason);
  return decision.events.map(({ type, payload }) =>
    'clock' in payload ? `${type} ${payload.clock}` : 'of' in payload ? `${type} ${payload.of}` : type,
  );
}

describe('what the clock owes', () => {
  test.each<[string, () => Case, number, readonly string[]]>([
    ['nothing while it is queued and the limit is ahead', queued, 15 - ms, []],
    ['that nobody has taken it, at the limit', queued, 15, ['leftUnassigned']],
    ['nothing of the queue once somebody has taken it', taken, 16, []],
    ['nothing a millisecond before it is at risk', taken, 21 - ms, []],
    ['the warning at that instant', taken, 21, ['clockAtRisk response']],
    ['only the warning a millisecond before it is due', taken, 31 - ms, ['clockAtRisk response']],
    ['only the breach at that instant, after a downtime', taken, 31, ['clockBreached response']],
    ['nothing of a clock that was stopped', acknowledged, 100, []],
    ['nothing of a clock that is paused', waiting, 100_000, []],
    [
      'the breach of one that was answered late, before the clock could tell of it',
      () => having(composed('hand'), 31 + ms, ana, { type: 'confirmAcknowledgementSent' }),
      32,
      ['clockBreached response'],
    ],
    [
      'the breach of one that had run out when it was paused, before the clock could tell of it',
      () => having(unhurried(acknowledged()), 10_000, ana, { type: 'startWait', on: 'the customer' }),
      10_001,
      ['clockBreached resolution'],
    ],
    ['a reminder of the transfer after ten minutes', offered, 12, ['reminded transfer']],
    ['no reminder a millisecond before', offered, 12 - ms, []],
    [
      'a reminder of the message to be sent by hand',
      () => composed('hand'),
      13,
      ['reminded acknowledgement'],
    ],
    ['no reminder of one that is on its way', () => composed('webhook'), 13, []],
    ['several at once, earliest first', offered, 25, ['reminded transfer', 'clockAtRisk response']],
    ['each clock by itself', classified, 400, ['clockBreached response', 'clockAtRisk resolution']],
    [
      'the breach of one that was closed before the clock could tell of it',
      () => having(unhurried(solved()), 10_000, ana, close),
      10_001,
      ['clockBreached resolution'],
    ],
    ['nothing of one that was closed in time', () => having(unhurried(solved()), 11, ana, close), 10_000, []],
    ['nothing of a closed ticket’s clocks that run', () => closed(classified()), 10_000, []],
  ])('ESL-1 %s', (_, given, minutes, events) => {
    expect(struckAt(given(), minutes)).toEqual(events);
  });

  test.each<[string, () => Case, readonly number[], readonly string[]]>([
    [
      'the warning, then the breach, each once',
      taken,
      [21, 21, 30, 31, 31, 40],
      ['clockAtRisk', 'clockBreached'],
    ],
    ['a breach told late is followed by no warning', taken, [31, 32], ['clockBreached']],
    ['one reminder of a transfer', offered, [12, 13, 20], ['reminded']],
    ['once that nobody has taken it', queued, [15, 16, 10_000], ['leftUnassigned']],
  ])('ESL-1 %s', (_, given, minutes, types) => {
    let now = unhurried(given());
    const before = now.events.length;
    for (const at of minutes) now = having(now, at, system, strike);
    expect(now.events.slice(before).map(({ type }) => type)).toEqual(types);
  });

  test('T1-1 an offer made anew is reminded of anew', () => {
    const again = having(
      having(having(offered(), 12, system, strike), 13, ben, { type: 'declineTransfer', reason: null }),
      14,
      ana,
      { type: 'offerTransfer', to: 'UBEN', receiverRole: 'tier1', reason: null },
    );
    expect(struckAt(again, 20.9)).toEqual([]);
    expect(struckAt(again, 24)).toEqual(['clockAtRisk response', 'reminded transfer']);
  });

  test('ESL-1 the next instant is the earliest of all, and moves on as each is done', () => {
    let now = unhurried(offered());
    const instants = [];
    for (let next = nextDueAt(now.state, now.pack); next; next = nextDueAt(now.state, now.pack)) {
      instants.push(next);
      now = having(now, (Date.parse(next) - monday) / minute, system, strike);
    }
    expect(instants).toEqual([past9(12), past9(21), past9(31), past9(361), past9(481)]);
    expect(obligations(now.state, now.pack)).toEqual([]);
    expect(owedAt(now.state, now.pack, new Date('2100-01-01'))).toEqual([]);
  });

  test('ESL-1 what fell due while it waited is owed from the moment it is resumed, later by the wait', () => {
    // Due after eight hours: at 481 minutes; it waits from 5 to 505.
    const resumed = unhurried(having(waiting(), 505, ana, { type: 'endWait' }));
    expect(nextDueAt(resumed.state, resumed.pack)).toBe(past9(861));
    expect(resumed.state.clocks.resolution).toMatchObject({ atRiskAt: past9(861), dueAt: past9(981) });
  });
});

describe('a ticket that nobody takes', () => {
  const evening = Date.parse('2026-03-06T16:00:00.000Z');
  const reported = (reportedPriority: PriorityCode | null, at = monday) =>
    opened({ reportedPriority }, defaultPack, at);

  test.each<[string, Case, string]>([
    ['P1 after five minutes', reported('P1'), past9(5)],
    ['P2 after a quarter of an hour', reported('P2'), past9(15)],
    ['P3 after two hours', reported('P3'), past9(120)],
    // Four hours of work, with the break from 12:30 to 13:15.
    ['P4 after four hours of work', reported('P4'), past9(285)],
    ['without a priority after as long as the assumed one', reported(null), past9(120)],
    // Friday 17:00: 45 minutes are left of the day, and the rest is Monday's.
    ['P3 at the weekend, in working time', reported('P3', evening), '2026-03-09T09:15:00.000Z'],
    ['P1 at the weekend, round the clock', reported('P1', evening), '2026-03-06T16:05:00.000Z'],
  ])('T1-1 %s', (_, given, at) => {
    expect(obligations(given.state, given.pack)).toEqual([{ kind: 'unassigned', at }]);
  });

  test('T1-1 another priority counts from when it reached the desk', () => {
    const raised = having(reported('P4'), 10, lena, {
      type: 'overridePriority',
      priority: 'P2',
      criterion: 'wider-impact',
      impact: 'Two hundred users at three sites cannot invoice.',
      displaced: [],
    });
    expect(nextDueAt(raised.state, raised.pack)).toBe(past9(15));
  });

  test('T1-1 the record says since when, and by when; the thread and the leads are told', () => {
    const told = having(reported('P3'), 125, system, strike);
    const event = told.events.at(-1);
    expect(event).toMatchObject({
      type: 'leftUnassigned',
      clause: 'T1-1',
      payload: { since: past9(0), limitAt: past9(120), priority: 'P3' },
    });
    if (!event) throw new Error('it was not told');
    expect(noticesOfTicketEvent(event, queued().state)).toMatchObject([
      { kind: 'leftUnassigned', destination: { to: 'thread' }, urgency: 'digest' },
      { kind: 'leftUnassigned', destination: { to: 'channel', role: 'leads' }, urgency: 'digest' },
      { kind: 'card', urgency: 'quiet' },
    ]);
    // A confirmation, or what somebody read, is not outdated by it.
    expect(told.state.version).toBe(queued().state.version);
  });

  test('T1-1 /ticket why says until when it may wait, and since when it was told', () => {
    const why = ({ state, events, pack }: Case) =>
      explainTicket(state, events, new Date(monday + 125 * minute), { pack, hash: 'hash' }).clocks[0]?.words;
    const waits = reported('P3');
    expect(why(waits)).toBe(
      'In the queue: the leads are told if nobody has taken it by Mon 2 Mar, 11:00 CET.',
    );
    expect(why(having(waits, 125, system, strike))).toBe(
      'In the queue: nobody has taken it. The leads were told at Mon 2 Mar, 11:05 CET.',
    );
    expect(why(taken())).toContain('Response clock');
  });

  test('SEC-2 a restricted one is not called for in a channel', () => {
    const restricted = having(reported('P3'), 1, ana, { type: 'reportSecurity', note: null });
    expect(obligations(restricted.state, restricted.pack).map(({ kind }) => kind)).not.toContain(
      'unassigned',
    );
  });
});

describe('a clock whose priority changes', () => {
  const classifiedAs = (given: Case, minutes: number, priority: PriorityCode) =>
    having(given, minutes, ana, { ...classify, priority });

  test('T1-3 upward: what has passed already is told at once', () => {
    const urgent = classifiedAs(classified(), 20, 'P1');
    expect(urgent.state.clocks.response).toMatchObject({ dueAt: past9(16), atRiskAt: past9(11) });
    expect(struckAt(urgent, 20)).toEqual(['clockBreached response']);
  });

  test('T1-3 downward: a warning that was told is owed again, at its new instant', () => {
    const told = having(unhurried(classified()), 25, system, strike);
    const calm = classifiedAs(told, 26, 'P3');
    expect(calm.state.clocks.response).toMatchObject({ atRiskTold: false, breachTold: false });
    // Four working hours from 09:01 with the break from 12:30 to 13:15; at risk one hour before.
    expect(nextDueAt(calm.state, calm.pack)).toBe(past9(181));
    expect(struckAt(calm, 286)).toEqual(['clockBreached response']);
  });

  test('T1-3 downward before it was missed: what lies ahead again is told again', () => {
    const told = having(classifiedAs(unhurried(classified()), 3, 'P1'), 12, system, strike);
    expect(told.state.clocks.response?.atRiskTold).toBe(true);
    const back = having(told, 14, ana, { ...classify, priority: 'P2' });
    expect(back.state.clocks.response).toMatchObject({ atRiskTold: false, breachTold: false });
    expect(struckAt(back, 21 - ms)).toEqual([]);
    expect(struckAt(back, 31)).toEqual(['clockBreached response']);
  });

  test.each<[string, (given: Case) => Case, number]>([
    ['what was missed and told stays missed', (given) => having(given, 31, system, strike), 32],
    ['what was missed and not told yet is told, and stays missed', (given) => given, 31 + ms],
  ])('LD-3 downward: %s', (_, told, at) => {
    const before = told(unhurried(classified()));
    const calm = classifiedAs(before, at, 'P3');
    const after = having(calm, at, system, strike).state.clocks.response;
    expect(after).toMatchObject({ dueAt: past9(31), breachTold: true });
    expect(calm.state.clocks.response).toEqual(before.state.clocks.response);
    // The other clock is not missed, and follows the priority: three working days.
    expect(calm.state.clocks.resolution?.dueAt).toBe('2026-03-05T08:01:00.000Z');
  });

  test('LD-3 downward at the very instant it is due: it is not missed yet', () => {
    const calm = classifiedAs(unhurried(classified()), 31, 'P3');
    expect(calm.state.clocks.response?.dueAt).toBe(past9(286));
  });

  test('LD-3 upward: what was told is not told again, and what has passed is told as missed', () => {
    const calm = having(classifiedAs(unhurried(classified()), 3, 'P3'), 185, system, strike);
    expect(calm.state.clocks.response?.atRiskTold).toBe(true);
    const urgent = classifiedAs(calm, 186, 'P2');
    expect(urgent.state.clocks.response).toMatchObject({ atRiskTold: true, breachTold: false });
    expect(struckAt(urgent, 186)).toEqual(['clockBreached response']);
  });
});

describe('pauses', () => {
  const start = past9(0);
  const clock = startClock(clockTargets(defaultPack, 'P3', 'resolution', start, []));
  /** Minutes from Monday 09:00 of each pause; what they add, in working minutes. */
  test.each<[string, readonly (readonly [number, number])[], number]>([
    ['none', [], 0],
    ['within the morning', [[10, 40]], 30],
    ['over lunch', [[200, 260]], 15],
    ['over the night', [[500, 24 * 60 + 30]], 55],
    ['only in the night', [[600, 700]], 0],
    [
      'several',
      [
        [10, 20],
        [30, 40],
        [600, 700],
      ],
      20,
    ],
    ['of no length', [[10, 10]], 0],
  ])('HO-2 cost the working time in them: %s', (_, spans, added) => {
    const pauses = spans.map(([from, to]) => ({ from: past9(from), to: past9(to) }));
    const paused = clockTargets(defaultPack, 'P3', 'resolution', start, pauses);
    const plain = clockTargets(
      {
        ...defaultPack,
        targets: {
          ...defaultPack.targets,
          P3: { ...defaultPack.targets.P3, resolution: defaultPack.targets.P3.resolution + added * minute },
        },
      },
      'P3',
      'resolution',
      start,
      [],
    );
    expect(paused.dueAt).toBe(plain.dueAt);
  });

  test('HO-2 one that is still open costs nothing yet', () => {
    const paused = pauseClock(clock, past9(10));
    expect(clockTargets(defaultPack, 'P3', 'resolution', start, paused.pauses)).toEqual(
      clockTargets(defaultPack, 'P3', 'resolution', start, []),
    );
    expect(endPause(paused, past9(20))).toEqual([{ from: past9(10), to: past9(20) }]);
    expect(endPause({ ...paused, pauses: endPause(paused, past9(20)) }, past9(30))).toEqual([
      { from: past9(10), to: past9(20) },
    ]);
  });

  test('HO-2 a stopped clock is neither paused nor set anew', () => {
    const stopped = { ...clock, stoppedAt: past9(5), outcome: 'met' as const };
    expect(pauseClock(stopped, past9(10))).toBe(stopped);
    expect(retargetClock(stopped, clockTargets(defaultPack, 'P1', 'resolution', start, []), past9(10))).toBe(
      stopped,
    );
  });

  test('LD-3 a change of priority keeps the earlier pauses', () => {
    const resumed = having(waiting(), 65, ana, { type: 'endWait' });
    const { resolution } = resumed.state.clocks;
    if (!resolution) throw new Error('the resolution clock runs');
    const p1 = clockTargets(defaultPack, 'P1', 'resolution', resolution.startedAt, resolution.pauses);
    expect(p1.dueAt).toBe(past9(1 + 240 + 60));
  });

  test('HO-2 across the change of clocks a night costs what is worked in it', () => {
    // Friday 17:15 to Monday 09:30 in Berlin, with clocks going forward on Sunday: 30 minutes on either side.
    const pauses = [
      { from: instant(Date.parse('2026-03-27T16:15:00Z')), to: instant(Date.parse('2026-03-30T07:30:00Z')) },
    ];
    const started = instant(Date.parse('2026-03-27T13:00:00Z'));
    const paused = clockTargets(defaultPack, 'P3', 'response', started, pauses);
    // 14:00 to 17:15 are three and a quarter hours; the rest of four from Monday 09:30 on.
    expect(paused.dueAt).toBe('2026-03-30T08:15:00.000Z');
  });
});

test('T1-4 the promise to answer is in the record: the text’s own response time', () => {
  expect(typesOf(decide(classified(), 10, ana, { type: 'prepareForm', form: 'acknowledge' }))).toEqual([]);
});

function closed(given: Case): Case {
  return { ...given, state: { ...given.state, status: 'closed' } };
}
