import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../src/sop/actor.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import type { Recorded } from '../../../src/sop/recorded.ts';
import {
  decidePlan,
  evolvePlan,
  type PlanCommand,
  type PlanEvent,
} from '../../../src/sop/shift/change-plan.ts';
import { patternProblems } from '../../../src/sop/shift/pattern-input.ts';
import { noPlan, type ShiftPlan } from '../../../src/sop/shift/plan.ts';
import { noticesOfPlanEvent } from '../../../src/sop/shift/plan-notices.ts';
import { ana, ben, lena, max, otto, tess } from '../ticket/support.ts';
import { cover, pattern, plan } from './plan-support.ts';

const members = { UANA: 'tier1', UBEN: 'tier1', UTESS: 'tier2', ULENA: 'lead', UMAX: 'manager' } as const;
const now = '2026-03-02T09:00:00.000Z';
/** Monday 2 March, on the wall of Berlin. */
const at = (time: string) => new Date(`2026-03-02T${time}:00+01:00`).toISOString();

function decide(command: PlanCommand, given: ShiftPlan, actor: Actor) {
  return decidePlan(command, { plan: given, members }, { now: new Date(now), actor, pack: defaultPack });
}

function recorded(event: PlanEvent, seq: number, when = now): Recorded<PlanEvent> {
  return { ...event, seq, at: when, actor: 'ULENA', role: 'lead', packVersion: '1', packHash: 'h' };
}

/** The plan after commands of a lead, all accepted. */
function having(given: ShiftPlan, ...commands: readonly PlanCommand[]): ShiftPlan {
  let seq = 0;
  return commands.reduce((before, command) => {
    const decision = decide(command, before, lena);
    if (decision.kind === 'refused') throw new Error(decision.refusal.reason);
    return decision.events.reduce((state, event) => {
      seq += 1;
      return evolvePlan(state, recorded(event, seq));
    }, before);
  }, given);
}

const day = pattern({});
const late = pattern({
  name: 'Late',
  start: '16:00',
  end: '23:00',
  members: ['UBEN', 'UTESS'],
  channel: 'CLATE',
});
const usual = plan([day, late]);
const agree = (by: string, of: string, from: string, to: string): PlanCommand => ({
  type: 'agreeCover',
  by,
  of,
  from: at(from),
  to: at(to),
});

describe('CK-3 who plans the shifts', () => {
  test.each<[string, PlanCommand]>([
    ['sets a shift', { type: 'setShiftPattern', pattern: day }],
    ['removes one', { type: 'removeShiftPattern', name: 'Day' }],
    [
      'changes a day',
      {
        type: 'setShiftDay',
        change: { pattern: 'Day', date: '2026-03-03', start: '09:00', end: '10:00', members: [] },
      },
    ],
    ['has it as usual again', { type: 'resetShiftDay', pattern: 'Day', date: '2026-03-03' }],
    ['agrees a cover for others', agree('UBEN', 'UANA', '12:00', '13:00')],
  ])('a lead or the manager %s, nobody below', (_, command) => {
    for (const actor of [lena, max]) expect(decide(command, usual, actor).kind).toBe('accepted');
    for (const actor of [ana, tess, otto]) expect(decide(command, usual, actor).kind).toBe('refused');
  });
});

describe('HO-1 covering a part of a shift', () => {
  test.each<[string, Actor, PlanCommand, string, RegExp]>([
    ['for oneself', ana, agree('UANA', 'UANA', '12:00', '13:00'), 'HO-1', /their own shift/],
    [
      'by somebody not on the roster',
      lena,
      agree('UOTTO', 'UANA', '12:00', '13:00'),
      'AU-1',
      /not on the roster/,
    ],
    [
      'for somebody not on the roster',
      ben,
      agree('UBEN', 'UOTTO', '12:00', '13:00'),
      'AU-1',
      /not on the roster/,
    ],
    ['of a higher role', ana, agree('UANA', 'UTESS', '17:00', '18:00'), 'AU-1', /this role or a higher/],
    ['that is over', ben, agree('UBEN', 'UANA', '08:00', '09:00'), 'HO-1', /over/],
    [
      'that ends before it begins',
      ben,
      agree('UBEN', 'UANA', '13:00', '12:00'),
      'HO-1',
      /ends after it begins/,
    ],
    [
      'of a time at which the other is not on',
      ben,
      agree('UBEN', 'UANA', '18:00', '19:00'),
      'HO-1',
      /nothing to cover/,
    ],
    [
      'of a part that somebody else covers already',
      ben,
      agree('UBEN', 'UANA', '12:00', '13:00'),
      'HO-1',
      /nothing to cover/,
    ],
  ])('not %s', (_, actor, command, clause, reason) => {
    const covered = plan([day, late], { covers: [cover('UTESS', 'UANA', at('11:30'), at('13:30'))] });
    const decision = decide(command, covered, actor);
    expect(decision).toMatchObject({ kind: 'refused', refusal: { action: 'shift.cover', clause } });
    if (decision.kind === 'refused') expect(decision.refusal.reason).toMatch(reason);
  });

  test('whoever takes the place agrees to it alone; what has passed stays as it was', () => {
    expect(decide(agree('UBEN', 'UANA', '09:00', '11:00'), usual, ben)).toMatchObject({
      events: [{ type: 'coverAgreed', payload: { by: 'UBEN', of: 'UANA', from: now, to: at('11:00') } }],
    });
  });

  test('a cover of somebody who covers', () => {
    const covered = plan([day, late], { covers: [cover('UTESS', 'UANA', at('12:00'), at('14:00'))] });
    expect(decide(agree('ULENA', 'UTESS', '12:30', '13:00'), covered, lena).kind).toBe('accepted');
  });

  test('either of the two withdraws it, or a lead', () => {
    const covered = having(usual, agree('UBEN', 'UANA', '12:00', '13:00'));
    const [agreed] = covered.covers;
    const withdraw: PlanCommand = { type: 'withdrawCover', cover: agreed?.seq ?? 0 };
    for (const actor of [ana, ben, lena]) expect(decide(withdraw, covered, actor).kind).toBe('accepted');
    for (const actor of [tess, otto]) expect(decide(withdraw, covered, actor).kind).toBe('refused');
    const gone = having(covered, withdraw);
    expect(gone.covers).toEqual([]);
    expect(decide(withdraw, gone, ana)).toEqual({ kind: 'accepted', events: [] });
  });

  const swap = (change: object): PlanCommand => ({
    type: 'agreeSwap',
    one: 'UBEN',
    other: 'UANA',
    ofOther: { from: at('12:00'), to: at('16:00') },
    ofOne: { from: at('16:00'), to: at('20:00') },
    ...change,
  });

  test('a swap is two covers, or none', () => {
    expect(having(usual, swap({})).covers).toMatchObject([
      { by: 'UBEN', of: 'UANA' },
      { by: 'UANA', of: 'UBEN' },
    ]);
    const none = { ofOne: { from: at('23:30'), to: at('23:45') } };
    expect(decide(swap(none), usual, lena).kind).toBe('refused');
    expect(decide(swap({}), usual, ana).kind).toBe('refused');
  });

  test('nobody swaps what they would have to do at once', () => {
    const both = plan([day, { ...late, start: '08:00' }]);
    const atOnce = { ofOne: { from: at('13:00'), to: at('17:00') } };
    expect(decide(swap(atOnce), both, lena)).toMatchObject({ refusal: { clause: 'HO-1' } });
  });

  test('the other is told, or both by a lead, and where that shift is briefed', () => {
    const told = (actor: string, of: string, from: string, to: string) => {
      const payload = { by: 'ULENA', of, from: at(from), to: at(to) };
      const event = { ...recorded({ type: 'coverAgreed', clause: 'HO-1', payload }, 1), actor };
      return noticesOfPlanEvent(event, usual).map(({ destination }) => destination);
    };
    expect(told('ULENA', 'UANA', '12:00', '13:00')).toEqual([
      { to: 'person', id: 'UANA' },
      { to: 'channel', role: 'shift' },
    ]);
    expect(told('UMAX', 'UBEN', '17:00', '18:00')).toEqual([
      { to: 'person', id: 'ULENA' },
      { to: 'person', id: 'UBEN' },
      { to: 'conversation', id: 'CLATE' },
    ]);
  });
});

describe('the plan after its changes', () => {
  const change = (date: string) => ({
    pattern: 'Day',
    date,
    start: '09:00',
    end: '12:00',
    members: ['UBEN'],
  });

  test('a shift of the same name takes the place of the old one, in its place', () => {
    const longer = { ...day, end: '17:00' };
    expect(having(usual, { type: 'setShiftPattern', pattern: longer }).patterns).toEqual([longer, late]);
  });

  test('with a shift its changed days go', () => {
    const changed = having(usual, { type: 'setShiftDay', change: change('2026-03-03') });
    expect(having(changed, { type: 'removeShiftPattern', name: 'Day' })).toEqual(plan([late]));
  });

  test('a day is changed once, and as usual again', () => {
    const other = { ...change('2026-03-03'), members: ['UTESS'] };
    const changed = having(
      usual,
      { type: 'setShiftDay', change: change('2026-03-03') },
      { type: 'setShiftDay', change: other },
    );
    expect(changed.days).toEqual([other]);
    expect(having(changed, { type: 'resetShiftDay', pattern: 'Day', date: '2026-03-03' })).toEqual(usual);
  });

  test('what is long gone by is not kept', () => {
    const old = plan([day], {
      days: [change('2026-01-10')],
      covers: [cover('UBEN', 'UANA', '2026-01-10T09:00:00.000Z', '2026-01-10T10:00:00.000Z')],
    });
    expect(having(old, { type: 'setShiftPattern', pattern: late })).toEqual(usual);
  });
});

describe('a shift as it is entered', () => {
  const good = {
    name: 'Early',
    days: ['monday'],
    start: '06:00',
    end: '14:00',
    timeZone: 'Europe/Berlin',
    members: ['UANA'],
  } as const;
  test.each<[string, object, readonly string[]]>([
    ['good', {}, []],
    ['past midnight', { start: '22:00', end: '06:00' }, []],
    ['no name', { name: '' }, ['name']],
    ['a name that is taken, however it is written', { name: 'DAY' }, ['name']],
    ['a name too long', { name: 'x'.repeat(41) }, ['name']],
    ['no day', { days: [] }, ['days']],
    ['no times', { start: null, end: null }, ['start', 'end']],
    ['no time at all', { start: '24:00' }, ['start']],
    ['an end that is the start', { end: '06:00' }, ['end']],
    ['a zone that is none', { timeZone: 'Europe/Atlantis' }, ['timeZone']],
    ['an offset', { timeZone: '+02:00' }, ['timeZone']],
    ['no zone', { timeZone: '' }, ['timeZone']],
    ['nobody', { members: [] }, ['people']],
    ['too many', { members: Array.from({ length: 51 }, (_, index) => `U${index}`) }, ['people']],
  ])('%s', (_, input, fields) => {
    const problems = patternProblems({ ...good, ...input }, ['Day']);
    expect(Object.keys(problems)).toEqual(fields);
    for (const words of Object.values(problems)) expect(words).toMatch(/^[A-Z].*\.$/s);
  });

  test('a desk has so many shifts at most', () => {
    const taken = Array.from({ length: 40 }, (_, index) => `S${index}`);
    expect(patternProblems(good, taken)).toHaveProperty('name');
    expect(noPlan.patterns).toEqual([]);
  });
});
