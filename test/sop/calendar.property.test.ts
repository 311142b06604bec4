import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addWorkingTime, workingTimeBetween } from '../../src/sop/calendar.ts';
import { clocks, places, runs, seed, situation, specFor } from './calendar-cases.ts';
import { countedTime } from './minute-oracle.ts';

console.info(`calendar properties: CALENDAR_SEED=${seed} CALENDAR_RUNS=${runs}`);

const limit = 120_000;
const all = { numRuns: runs, seed };
const few = { numRuns: Math.ceil(runs / 10), seed };

test.each(places.map(([timeZone, around, by], index) => ({ timeZone, around, by, index })))(
  'the platform knows that the clocks of $timeZone were put forward by $by min about $around',
  ({ by, index }) => {
    expect(clocks[index]?.changes.map((change) => change.by)).toEqual(by === 0 ? [] : [by]);
  },
);

describe('working time, against a minute-by-minute count', () => {
  test('between two instants', { timeout: limit }, () => {
    fc.assert(
      fc.property(situation, ({ spec, count, a, b }) => {
        expect(workingTimeBetween(spec, a, b)).toBe(countedTime(count, a, b));
      }),
      all,
    );
  });

  test('added: the earliest instant by which it has passed', { timeout: limit }, () => {
    const share = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(situation, share, ({ spec, count, a, b }, part) => {
        // As much as to another instant, or to just before it: the edges are drawn there.
        const [from, to] = a < b ? [a, b] : [b, a];
        const working = Math.floor(countedTime(count, from, to) * part);
        const end = addWorkingTime(spec, from, working);
        expect(countedTime(count, from, end)).toBe(working);
        if (working > 0) expect(countedTime(count, from, end - 1)).toBe(working - 1);
        else expect(end).toBe(from);
      }),
      all,
    );
  });
});

describe('laws over years', () => {
  const start = fc.integer({ min: Date.UTC(2010, 0), max: Date.UTC(2020, 0) });
  const anySpec = fc.constantFrom(...clocks).chain(specFor);
  const length = fc.integer({ min: 0, max: 60 * 3_600_000 });

  test('what was added lies between', { timeout: limit }, () => {
    fc.assert(
      fc.property(anySpec, start, length, (spec, from, working) => {
        expect(workingTimeBetween(spec, from, addWorkingTime(spec, from, working))).toBe(working);
      }),
      few,
    );
  });

  test('added at once or one part after the other, it ends at the same instant', { timeout: limit }, () => {
    fc.assert(
      fc.property(anySpec, start, length, length, (spec, from, one, other) => {
        fc.pre(other > 0);
        const end = addWorkingTime(spec, addWorkingTime(spec, from, one), other);
        expect(addWorkingTime(spec, from, one + other)).toBe(end);
      }),
      few,
    );
  });

  test('more working time ends later, and so does a later start', { timeout: limit }, () => {
    fc.assert(
      fc.property(anySpec, start, length, length, fc.nat(10 ** 9), (spec, from, one, other, later) => {
        const [less, more] = one < other ? [one, other] : [other, one];
        const end = addWorkingTime(spec, from, less);
        expect(addWorkingTime(spec, from, more)).toBeGreaterThanOrEqual(end);
        expect(addWorkingTime(spec, from + later, less)).toBeGreaterThanOrEqual(end);
      }),
      few,
    );
  });

  test('parts add up to the whole, in any order', { timeout: limit }, () => {
    fc.assert(
      fc.property(anySpec, start, start, start, (spec, a, b, c) => {
        const sum = workingTimeBetween(spec, a, b) + workingTimeBetween(spec, b, c);
        expect(sum).toBe(workingTimeBetween(spec, a, c));
      }),
      few,
    );
  });
});
