import { describe, expect, test } from 'vitest';
import { system } from '../../../src/sop/actor.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import type { TicketCommand } from '../../../src/sop/ticket/decide.ts';
import { nextStep } from '../../../src/sop/ticket/next-step.ts';
import { nextDueAt } from '../../../src/sop/ticket/obligations.ts';
import {
  apply,
  caused,
  close,
  escalated,
  note,
  persists,
  played,
  seemsResolved,
  solved,
  solvedAtTier2,
  theo,
  verified,
  withPack,
  withSymptom,
} from './journey.ts';
import {
  acknowledged,
  ana,
  ben,
  bot,
  type Case,
  classify,
  composed,
  decide,
  having,
  hour,
  lena,
  minute,
  monday,
  otto,
  past9,
  tess,
  typesOf,
  unhurried,
} from './support.ts';
import { rows } from './tables.ts';

const ms = 1 / 60_000;
const window = defaultPack.limits.reopening / minute;
const closing = (change: Partial<Extract<TicketCommand, { type: 'close' }>> = {}) => ({
  ...close,
  ...change,
});
const tier2 = closing({
  resolutionCode: 'root-cause-fixed',
  rootCause: 'sync-conflict',
  followUps: ['pattern-monitoring'],
});
const reopen = { type: 'reopen', reason: 'It came back.' } as const;
const strike = { type: 'clockStruck' } as const;
const signIn = () => withSymptom('AUTH', 'cannot-sign-in');
const unverified = () => played(signIn(), [5, ana, apply('SF-1')], [6, ana, seemsResolved]);
const closed = () => having(solved(), 11, ana, close);
const continuing = { ...defaultPack, clocks: { ...defaultPack.clocks, reopening: 'continue' as const } };

describe('closing at tier 1', () => {
  rows([
    ['T1-9 what is verified', solved, 11, ana, close, ['closed']],
    [
      'T1-9 by another of tier 1’s codes',
      solved,
      11,
      ana,
      closing({ resolutionCode: 'not-reproduced' }),
      ['closed'],
    ],
    [
      'T1-8 what nothing has resolved',
      acknowledged,
      5,
      ana,
      close,
      { clause: 'T1-8', reason: /Nothing on record has resolved/, nextStep: { step: 'applyFix', ticket: 7 } },
    ],
    [
      'T1-8 what is not verified',
      unverified,
      7,
      ana,
      close,
      { clause: 'T1-8', reason: /not verified yet/, nextStep: { step: 'verify', ticket: 7 } },
    ],
    [
      'T1-8 while a fix is under way',
      () => having(signIn(), 5, ana, apply('SF-1')),
      6,
      ana,
      close,
      { clause: 'T1-8', reason: /Nothing on record/ },
    ],
    [
      'T1-8 what persists',
      () => played(signIn(), [5, ana, apply('SF-1')], [6, ana, persists]),
      7,
      ana,
      close,
      { clause: 'T1-8', reason: /Nothing on record/ },
    ],
    [
      'T1-4 before the customer has the acknowledgement',
      () => played(composed('hand'), [5, ana, apply('SF-1')], [6, ana, verified('sign-in-logged')]),
      7,
      ana,
      close,
      { clause: 'T1-4', reason: /has not got the acknowledgement yet/ },
    ],
    [
      'T1-4 while it is on its way',
      () => played(composed('webhook'), [5, ana, apply('SF-1')], [6, ana, verified('sign-in-logged')]),
      7,
      ana,
      close,
      { clause: 'T1-4', reason: /has not got the acknowledgement yet/ },
    ],
    [
      'HO-2 while it waits',
      () => having(solved(), 11, ana, { type: 'startWait', on: 'the customer' }),
      12,
      ana,
      close,
      { clause: 'HO-2', reason: /resume it first/ },
    ],
    [
      'T1-9 by a code of tier 2',
      solved,
      11,
      ana,
      closing({ resolutionCode: 'root-cause-fixed' }),
      { clause: 'T1-9', reason: /not one of this tier/ },
    ],
    [
      'T1-9 by no code of the pack',
      solved,
      11,
      ana,
      closing({ resolutionCode: 'constructor' }),
      { clause: 'T1-9', reason: /resolution code/ },
    ],
    [
      'SC-2 as redirected',
      solved,
      11,
      ana,
      closing({ resolutionCode: 'redirected' }),
      { clause: 'SC-2', reason: /document that governs it/ },
    ],
    ['T1-9 twice', closed, 12, ana, close, { clause: 'T1-9', reason: /^T-7 is closed\.$/ }],
    ['T1-1 somebody else’s', solved, 11, ben, close, { clause: 'T1-1', reason: /belongs to <@UANA>/ }],
    [
      'T1-1 somebody else’s, also for a lead',
      solved,
      11,
      lena,
      close,
      { clause: 'T1-1', reason: /belongs to <@UANA>/ },
    ],
    ['AU-1 by a bot', solved, 11, bot, close, { clause: 'AU-1', reason: /Apps and bots/ }],
    ['AU-2 by the system', solved, 11, system, close, { clause: 'AU-2', reason: /by itself/ }],
    [
      'T2-8 with a follow-up that the pack has not',
      solved,
      11,
      ana,
      closing({ followUps: ['coffee'] }),
      { clause: 'T2-8', reason: /follow-up/ },
    ],
  ]);

  test('T1-9 fix, verification, outcome and code are in the record, and the resolution clock stops', () => {
    const now = closed();
    expect(now.events.at(-1)).toMatchObject({
      clause: 'T1-9',
      payload: {
        fix: 'SF-1',
        verification: 'sign-in-logged',
        summary: 'Signs in again.',
        resolutionCode: 'fixed',
        rootCause: null,
        followUps: [],
      },
    });
    expect(now.state).toMatchObject({
      status: 'closed',
      closure: { resolutionCode: 'fixed', at: past9(11) },
      clocks: { resolution: { stoppedAt: past9(11), outcome: 'met' } },
    });
    expect(nextStep(now.state, now.pack)).toBe('none');
    expect(nextDueAt(now.state, now.pack)).toBeNull();
  });

  test('T1-9 an offer that nobody answered ends with it', () => {
    const offered = having(solved(), 11, ana, {
      type: 'offerTransfer',
      to: 'UBEN',
      receiverRole: 'tier1',
      reason: null,
    });
    const now = having(offered, 12, ana, close);
    expect(now.state.transfer).toBeNull();
    expect(nextDueAt(now.state, now.pack)).toBeNull();
  });
});

describe('closing at tier 2', () => {
  rows([
    ['T2-8 with root cause and follow-ups', solvedAtTier2, 26, tess, tier2, ['closed']],
    ['T2-8 without follow-ups', solvedAtTier2, 26, tess, { ...tier2, followUps: [] }, ['closed']],
    [
      'T2-8 without its root cause',
      solvedAtTier2,
      26,
      tess,
      { ...tier2, rootCause: null },
      { clause: 'T2-8', reason: /closes with its root cause/, action: 'ticket.closeTier2' },
    ],
    [
      'T2-8 with a root cause that the framework has not',
      solvedAtTier2,
      26,
      tess,
      { ...tier2, rootCause: 'moon' },
      { clause: 'T2-8', reason: /root cause/ },
    ],
    [
      'T2-8 with another root cause than the one on record',
      solvedAtTier2,
      26,
      tess,
      { ...tier2, rootCause: 'index-drift' },
      {
        clause: 'T2-8',
        reason: /Another root cause is on record/,
        nextStep: { step: 'investigate', ticket: 7 },
      },
    ],
    [
      'T2-8 with a follow-up that the pack has not',
      solvedAtTier2,
      26,
      tess,
      { ...tier2, followUps: ['pattern-monitoring', 'coffee'] },
      { clause: 'T2-8', reason: /follow-up/ },
    ],
    [
      'T2-8 solved by a Standard Fix: with a root cause still',
      () => played(escalated(), [20, tess, apply('SF-3', 'cookies')], [21, tess, verified('session-holds')]),
      22,
      tess,
      { ...tier2, rootCause: null },
      { clause: 'T2-8', reason: /root cause/ },
    ],
    [
      'AU-3 by tier 1',
      () =>
        having(solvedAtTier2(), 26, lena, {
          type: 'offerTransfer',
          to: 'ULENA',
          receiverRole: 'lead',
          reason: 'r',
        }),
      27,
      { ...lena, role: 'tier1' },
      tier2,
      { clause: 'AU-3', reason: /root cause record/ },
    ],
    [
      'T1-8 what is not verified',
      () => played(caused('sync-conflict'), [20, tess, apply('EF-1')], [21, tess, seemsResolved]),
      22,
      tess,
      tier2,
      { clause: 'T1-8', reason: /not verified yet/ },
    ],
    [
      'T1-1 somebody else’s',
      solvedAtTier2,
      26,
      theo,
      tier2,
      { clause: 'T1-1', reason: /belongs to <@UTESS>/ },
    ],
  ]);

  test('T2-8 root cause, Extended Fix, verification and follow-ups are in the record', () => {
    const now = having(solvedAtTier2(), 26, tess, tier2);
    expect(now.events.at(-1)?.payload).toMatchObject({
      rootCause: 'sync-conflict',
      fix: 'EF-1',
      verification: 'no-difference',
      followUps: ['pattern-monitoring'],
    });
  });
});

describe('where reopening goes on from the first receipt', () => {
  const goingOn = () => {
    const { pack, ...given } = unhurried(solved());
    return withPack({ pack, ...given }, { ...pack, clocks: { ...pack.clocks, reopening: 'continue' } });
  };

  test('T1-9 what was told stays told', () => {
    const told = having(goingOn(), 10_000, system, strike);
    expect(told.state.clocks.resolution?.breachTold).toBe(true);
    const again = played(told, [10_001, ana, close], [10_010, ana, reopen]);
    expect(again.state.clocks.resolution).toEqual(told.state.clocks.resolution);
  });

  test('AU-4 what a lead set stays set', () => {
    const set = having(goingOn(), 20, lena, {
      type: 'overrideSla',
      clock: 'resolution',
      dueAt: past9(2000),
      reason: 'Agreed with them.',
    });
    const again = played(set, [30, ana, close], [40, ana, reopen]);
    expect(again.state.clocks.resolution).toEqual(set.state.clocks.resolution);
  });
});

describe('a solved ticket that is left open', () => {
  /** When it is reminded of, in minutes after 09:00, if the clock strikes at its instants. */
  const remindedAt = (given: Case, until: number) => {
    const at: number[] = [];
    let now = given;
    for (let next = nextDueAt(now.state, now.pack); next; next = nextDueAt(now.state, now.pack)) {
      const minutes = (Date.parse(next) - monday) / minute;
      if (minutes > until) break;
      now = having(now, minutes, system, strike);
      const last = now.events.at(-1);
      if (last?.type === 'reminded' && last.payload.of === 'closing') at.push(minutes);
    }
    return at;
  };

  test('T1-9 is reminded of every ten minutes until it is closed', () => {
    expect(remindedAt(solved(), 55)).toEqual([20, 30, 40, 50]);
    expect(remindedAt(having(solved(), 25, ana, close), 10_000)).toEqual([]);
    expect(remindedAt(unverified(), 355)).toEqual([]);
  });

  test('T1-9 not a millisecond before, and once after a downtime', () => {
    expect(typesOf(decide(solved(), 20 - ms, system, strike))).toEqual([]);
    const late = having(solved(), 200, system, strike);
    expect(late.events.at(-1)).toMatchObject({
      type: 'reminded',
      clause: 'T1-9',
      payload: { of: 'closing' },
    });
    expect(nextDueAt(late.state, late.pack)).toBe(past9(210));
  });

  test('T1-9 reopened and solved again, it is reminded of from then', () => {
    const again = played(
      having(solved(), 20, system, strike),
      [25, ana, close],
      [60, ana, reopen],
      [61, ana, apply('SF-2')],
      [62, ana, verified('link-used')],
    );
    expect(remindedAt(again, 90)).toEqual([72, 82]);
  });
});

describe('reopening', () => {
  rows([
    ['T1-9 by its owner', closed, 60, ana, reopen, ['reopened']],
    ['T1-9 by another agent, to whom the customer wrote', closed, 60, ben, reopen, ['reopened']],
    ['T1-9 at the last instant of the window', closed, 11 + window, ana, reopen, ['reopened']],
    [
      'T1-9 a millisecond later',
      closed,
      11 + window + ms,
      ana,
      reopen,
      {
        clause: 'T1-9',
        reason: /closed more than 14 d ago\. Open a new ticket/,
        nextStep: { step: 'openTicket' },
      },
    ],
    ['T1-9 one that is open', solved, 60, ana, reopen, { clause: 'T1-9', reason: /^T-7 is not closed\.$/ }],
    [
      'T1-9 one that was reopened already',
      () => having(closed(), 60, ana, reopen),
      61,
      ana,
      reopen,
      { clause: 'T1-9', reason: /not closed/ },
    ],
    ['AU-1 by nobody on the desk', closed, 60, otto, reopen, { clause: 'AU-1', reason: /roster/ }],
    [
      'T1-9 a note in between changes nothing about it',
      () => having(closed(), 30, ben, note),
      11 + window,
      ana,
      reopen,
      ['reopened'],
    ],
    [
      'ESC-2 when nothing of the ladder is left',
      () =>
        played(
          withSymptom('AUTH', 'account-locked'),
          [5, ana, apply('SF-1')],
          [10, ana, verified('status-active')],
          [11, ana, close],
        ),
      60,
      ana,
      reopen,
      ['reopened', 'escalated'],
    ],
  ]);

  test('T1-9 the owner keeps it, what solved it counts as tried, and the ladder goes on', () => {
    const now = having(closed(), 60, ben, reopen);
    expect(now.state).toMatchObject({
      status: 'open',
      owner: 'UANA',
      closure: null,
      fixes: [{ fix: 'SF-1', status: 'persists', verified: false }],
    });
    expect(nextStep(now.state, now.pack)).toBe('applyFix');
    expect(having(now, 61, ana, apply('SF-2')).state.fixes).toHaveLength(2);
    expect(
      typesOf(decide(having(closed(), 60, ana, reopen), 61, ana, { ...classify, symptom: 'account-locked' })),
    ).toEqual(['classified', 'escalated']);
  });

  test('T1-9 the window counts from the last closing', () => {
    const again = played(
      closed(),
      [60, ana, reopen],
      [61, ana, apply('SF-2')],
      [62, ana, verified('link-used')],
      [63, ana, close],
    );
    expect(typesOf(decide(again, 63 + window, ana, reopen))).toEqual(['reopened']);
  });

  test('T1-9 by the rule `restart`, the resolution clock starts from then, without pauses', () => {
    const paused = played(
      signIn(),
      [5, ana, { type: 'startWait', on: 'x' }],
      [65, ana, { type: 'endWait' }],
      [66, ana, apply('SF-1')],
      [67, ana, verified('sign-in-logged')],
      [68, ana, close],
    );
    const { resolution, response } = having(paused, 100, ana, reopen).state.clocks;
    expect(resolution).toMatchObject({
      startedAt: past9(100),
      dueAt: past9(100 + 480),
      pauses: [],
      stoppedAt: null,
      outcome: null,
      atRiskTold: false,
      breachTold: false,
    });
    expect(response).toMatchObject({ outcome: 'met', stoppedAt: past9(4) });
  });

  test('T1-9 by the rule `continue`, it goes on from the first receipt, and keeps its pauses', () => {
    const paused = played(
      withPack(signIn(), continuing),
      [5, ana, { type: 'startWait', on: 'x' }],
      [65, ana, { type: 'endWait' }],
      [66, ana, apply('SF-1')],
      [67, ana, verified('sign-in-logged')],
      [68, ana, close],
    );
    const now = having(paused, 100, ana, reopen);
    expect(now.state.clocks.resolution).toMatchObject({
      startedAt: past9(1),
      dueAt: past9(1 + 480 + 60),
      pauses: [{ from: past9(5), to: past9(65) }],
      stoppedAt: null,
    });
    // A later wait counts beside the earlier one.
    const later = played(now, [110, ana, { type: 'startWait', on: 'x' }], [120, ana, { type: 'endWait' }]);
    expect(later.state.clocks.resolution?.dueAt).toBe(past9(1 + 480 + 60 + 10));
  });

  test('ESL-1 by the rule `continue`, one that comes back too late is missed at once', () => {
    const now = having(withPack(closed(), continuing), 600, ana, reopen);
    expect(typesOf(decide(now, 600, system, strike))).toEqual(['clockBreached']);
  });

  test('ESL-1 by either rule, its clock is told of again', () => {
    for (const pack of [defaultPack, continuing]) {
      const now = unhurried(having(withPack(closed(), pack), 60, ana, reopen));
      const due = nextDueAt(now.state, now.pack);
      expect(due).toBe(pack === continuing ? past9(361) : past9(60 + 360));
    }
    expect(defaultPack.limits.reopening).toBe(14 * 24 * hour);
  });
});
