import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addWorkingTime, nextWorkingInstant, workingTimeBetween } from '../../src/sop/calendar.ts';
import type { CalendarSpec } from '../../src/sop/pack/schema.ts';
import { countedTime, type WallClock, wallClock } from './minute-oracle.ts';

/** Raise with CALENDAR_RUNS; repeat a run with CALENDAR_SEED. */
const runs = Number(process.env.CALENDAR_RUNS ?? 2000);
const seed = Number(process.env.CALENDAR_SEED ?? randomInt(2 ** 31));
console.info(`calendar properties: CALENDAR_SEED=${seed} CALENDAR_RUNS=${runs}`);

type Weekly = Extract<CalendarSpec, { kind: 'weekly' }>;

/** Clock changes of every kind, and zones without any. */
const places = [
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Pacific/Chatham', '2026-09-27'],
  ['Africa/Casablanca', '2026-02-15'],
  // Clocks go back at 00:01 into the day before, so that two dates interleave.
  ['America/St_Johns', '2010-11-07'],
  // Midnight itself is skipped, or repeated.
  ['America/Sao_Paulo', '2018-11-04'],
  ['America/Sao_Paulo', '2018-02-18'],
  // A whole day is skipped, or repeated.
  ['Pacific/Apia', '2011-12-30'],
  ['Pacific/Kwajalein', '1993-08-21'],
  ['Asia/Kolkata', '2026-06-01'],
  ['Asia/Kathmandu', '2026-01-01'],
  ['UTC', '2026-02-28'],
] as const;

const clocks = places.map(([timeZone, around]) => wallClock(timeZone, around, 6));

const time = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Up to three windows, often with their edges where clocks are changed. */
const minuteOfDay = fc.oneof(
  fc.integer({ min: 0, max: 1440 }),
  fc.integer({ min: 0, max: 16 }).map((n) => n * 15),
);
const windows = fc.uniqueArray(minuteOfDay, { maxLength: 6 }).map((edges) => {
  const sorted = edges.toSorted((a, b) => a - b);
  return sorted.flatMap((start, index) => {
    const end = sorted[index + 1];
    return index % 2 === 0 && end !== undefined ? [`${time(start)}-${time(end)}`] : [];
  });
});

const specFor = (clock: WallClock): fc.Arbitrary<Weekly> =>
  fc.record({
    kind: fc.constant('weekly' as const),
    timeZone: fc.constant(clock.timeZone),
    week: fc.record({
      monday: windows,
      tuesday: windows,
      wednesday: windows,
      thursday: windows,
      friday: windows,
      saturday: windows,
      sunday: windows,
    }),
    holidays: fc.subarray([...new Set(clock.minutes.map((minute) => minute.date))], { maxLength: 2 }),
  });

const situation = fc.constantFrom(...clocks).chain((clock) => {
  const instant = fc.integer({ min: clock.from, max: clock.to });
  return fc.record({ clock: fc.constant(clock), spec: specFor(clock), a: instant, b: instant });
});

const isWorked = ({ week }: Weekly) =>
  Object.values(week).some((list) => list !== undefined && list.length > 0);
const check = { numRuns: runs, seed };

describe('working time, against a minute-by-minute count', () => {
  test('between two instants', () => {
    fc.assert(
      fc.property(situation, ({ clock, spec, a, b }) => {
        fc.pre(isWorked(spec));
        const [from, to] = a < b ? [a, b] : [b, a];
        expect(workingTimeBetween(spec, from, to)).toBe(countedTime(clock, spec, from, to));
      }),
      check,
    );
  });

  test('added: the earliest instant by which it has passed', () => {
    fc.assert(
      fc.property(situation, fc.double({ min: 0, max: 1, noNaN: true }), ({ clock, spec, a }, share) => {
        fc.pre(isWorked(spec));
        const working = Math.floor(countedTime(clock, spec, a, clock.to) * share);
        const end = addWorkingTime(spec, a, working);
        expect(countedTime(clock, spec, a, end)).toBe(working);
        if (working > 0) expect(countedTime(clock, spec, a, end - 1)).toBe(working - 1);
        else expect(end).toBe(a);
      }),
      check,
    );
  });

  test('next working instant: nothing is worked before it, and the millisecond after it is', () => {
    fc.assert(
      fc.property(situation, ({ clock, spec, a }) => {
        fc.pre(isWorked(spec) && countedTime(clock, spec, a, clock.to) > 0);
        const next = nextWorkingInstant(spec, a);
        expect(countedTime(clock, spec, a, next)).toBe(0);
        expect(countedTime(clock, spec, next, next + 1)).toBe(1);
      }),
      check,
    );
  });
});

describe('laws over years', () => {
  const start = fc.integer({ min: Date.UTC(2010, 0), max: Date.UTC(2020, 0) });
  const anySpec = fc.constantFrom(...clocks).chain(specFor);
  const few = { numRuns: Math.ceil(runs / 10), seed };

  test('what was added lies between', () => {
    fc.assert(
      fc.property(anySpec, start, fc.integer({ min: 0, max: 60 * 3_600_000 }), (spec, from, working) => {
        fc.pre(isWorked(spec));
        expect(workingTimeBetween(spec, from, addWorkingTime(spec, from, working))).toBe(working);
      }),
      few,
    );
  });

  test('more working time ends later, and so does a later start', () => {
    const length = fc.integer({ min: 0, max: 60 * 3_600_000 });
    fc.assert(
      fc.property(anySpec, start, length, length, fc.nat(10 ** 9), (spec, from, one, other, later) => {
        fc.pre(isWorked(spec));
        const [less, more] = one < other ? [one, other] : [other, one];
        const end = addWorkingTime(spec, from, less);
        expect(addWorkingTime(spec, from, more)).toBeGreaterThanOrEqual(end);
        expect(addWorkingTime(spec, from + later, less)).toBeGreaterThanOrEqual(end);
      }),
      few,
    );
  });

  test('parts add up to the whole, in any order', () => {
    fc.assert(
      fc.property(anySpec, start, start, start, (spec, a, b, c) => {
        fc.pre(isWorked(spec));
        const sum = workingTimeBetween(spec, a, b) + workingTimeBetween(spec, b, c);
        expect(sum).toBe(workingTimeBetween(spec, a, c));
      }),
      few,
    );
  });
});
