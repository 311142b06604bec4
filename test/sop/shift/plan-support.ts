import type { Cover, ShiftPattern, ShiftPlan } from '../../../src/sop/shift/plan.ts';
import { weekdays } from '../../../src/sop/shift/plan.ts';

/** Ana's, every day from 08:00 to 16:00 in Berlin, unless a test says otherwise. */
export function pattern(change: Partial<ShiftPattern>): ShiftPattern {
  return {
    name: 'Day',
    days: weekdays,
    start: '08:00',
    end: '16:00',
    timeZone: 'Europe/Berlin',
    members: ['UANA'],
    positions: ['tier1'],
    channel: null,
    ...change,
  };
}

export function plan(patterns: readonly ShiftPattern[], change: Partial<ShiftPlan> = {}): ShiftPlan {
  return { patterns, days: [], covers: [], ...change };
}

let agreed = 0;

/** `by` for `of`, agreed after all those before it. */
export function cover(by: string, of: string, from: string, to: string): Cover {
  agreed += 1;
  return { seq: agreed, by, of, from, to };
}
