import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant } from '../../../src/sop/instant.ts';
import { type ShiftPattern, type ShiftPlan, weekdays } from '../../../src/sop/shift/plan.ts';
import { stretchAt, stretchesBetween } from '../../../src/sop/shift/stretches.ts';
import { type WallClock, wallClock } from '../minute-oracle.ts';

/** Raise with SHIFT_RUNS; repeat a run with SHIFT_SEED. */
const runs = Number(process.env.SHIFT_RUNS ?? 300);
const seed = Number(process.env.SHIFT_SEED ?? randomInt(2 ** 31));
console.info(`shift properties: SHIFT_SEED=${seed} SHIFT_RUNS=${runs}`);

const minute = 60_000;
const people = ['UANA', 'UBEN', 'UTESS'] as const;
const places = [
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['America/St_Johns', '2010-11-07'],
  ['Pacific/Apia', '2011-12-30'],
  ['Asia/Kathmandu', '2026-01-01'],
] as const;
const clocks = places.map(([zone, around]) => wallClock(zone, around, 10));

/** Days of the oracle on which all is known of what runs: what began before them is known too. */
const inner = 3 * 86_400_000;

/** The first minute at which the wall shows this time of this date, or, where it never does, one beyond it. */
function seenAt(clock: WallClock, date: string, minuteOfDay: number): number {
  for (let index = 0; index < clock.date.length; index += 1) {
    const shown = clock.dates[clock.date[index] ?? 0] ?? '';
    if (shown > date || (shown === date && (clock.minuteOfDay[index] ?? 0) >= minuteOfDay))
      return clock.from + index * minute;
  }
  return clock.to;
}

/** Who is on at each minute, found by looking at every date and every minute. */
function whoIsOn(clock: WallClock, plan: ShiftPlan): ReadonlyMap<number, ReadonlySet<string>> {
  const on = new Map<number, Set<string>>();
  const dates = datesOf(clock);
  for (const pattern of plan.patterns)
    for (const date of dates) {
      const change = plan.days.find((one) => one.pattern === pattern.name && one.date === date);
      const weekday = weekdays[(new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7];
      if (!change && !(weekday && pattern.days.includes(weekday))) continue;
      const { start, end, members } = change ?? pattern;
      const next = new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
      const from = seenAt(clock, date, minutes(start));
      const to = seenAt(clock, minutes(end) > minutes(start) ? date : next, minutes(end));
      for (let at = from; at < to; at += minute)
        for (const member of members) {
          let holder: string = member;
          for (const cover of plan.covers)
            if (cover.of === holder && cover.from <= instant(at) && instant(at) < cover.to) holder = cover.by;
          on.set(at, (on.get(at) ?? new Set()).add(holder));
        }
    }
  return on;
}

/** Every date of the clock, and those that it skipped. */
function datesOf(clock: WallClock): readonly string[] {
  const days = Math.round((clock.to - clock.from) / 86_400_000) + 2;
  const first = Date.parse(`${clock.dates[0]}T00:00:00Z`);
  return Array.from({ length: days }, (_, index) =>
    new Date(first + index * 86_400_000).toISOString().slice(0, 10),
  );
}

function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(':').map(Number);
  return hours * 60 + rest;
}

const time = fc
  .integer({ min: 0, max: 95 })
  .map(
    (quarter) =>
      `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${['00', '15', '30', '45'][quarter % 4]}`,
  );
const members = fc.uniqueArray(fc.constantFrom(...people), { maxLength: 2 });
const hours = (zone: string) => ({ start: time, end: time, timeZone: fc.constant(zone), members });

const planIn = (clock: WallClock): fc.Arbitrary<ShiftPlan> => {
  const pattern = (name: string) =>
    fc.record({
      name: fc.constant(name),
      days: fc.subarray([...weekdays]),
      ...hours(clock.timeZone),
      positions: fc.constant([]),
      channel: fc.constant(null),
    }) as fc.Arbitrary<ShiftPattern>;
  const at = fc
    .integer({ min: clock.from / minute, max: clock.to / minute })
    .map((one) => instant(one * minute));
  return fc.record({
    patterns: fc.tuple(pattern('A'), pattern('B')),
    days: fc.array(
      fc.record({
        pattern: fc.constantFrom('A', 'B'),
        date: fc.constantFrom(...datesOf(clock)),
        start: time,
        end: time,
        members,
      }),
      { maxLength: 2 },
    ),
    covers: fc.array(
      fc.record({
        seq: fc.constant(1),
        by: fc.constantFrom(...people),
        of: fc.constantFrom(...people),
        from: at,
        to: at,
      }),
      { maxLength: 3 },
    ),
  });
};

const cases = fc.constantFrom(...clocks).chain((clock) => planIn(clock).map((plan) => ({ clock, plan })));

describe('HO-1: the plan, against every minute looked at one by one', () => {
  test('the same people are on at every minute, each in one stretch at a time', () => {
    fc.assert(
      fc.property(cases, ({ clock, plan }) => {
        const on = whoIsOn(clock, plan);
        const [from, to] = [clock.from + inner, clock.to - inner];
        const stretches = stretchesBetween(plan, instant(from), instant(to));
        for (let at = from; at < to; at += 15 * minute) {
          const now = stretches.filter((one) => one.from <= instant(at) && instant(at) < one.to);
          expect(now.map(({ person }) => person).sort(), instant(at)).toEqual([...(on.get(at) ?? [])].sort());
        }
        // Back-to-back stretches of one person are one.
        for (const one of stretches)
          expect(stretches.some(({ person, from: next }) => person === one.person && next === one.to)).toBe(
            false,
          );
      }),
      { numRuns: runs, seed },
    );
  });

  test('a stretch is the same whole whenever it is asked for', () => {
    fc.assert(
      fc.property(cases, ({ clock, plan }) => {
        const [from, to] = [clock.from + inner, clock.to - inner];
        const all = stretchesBetween(plan, instant(from), instant(to));
        for (const one of all.filter(
          (each) => Date.parse(each.to) - Date.parse(each.from) < 40 * 60 * minute,
        )) {
          const middle = instant((Date.parse(one.from) + Date.parse(one.to)) / 2);
          expect(stretchAt(plan, one.person, middle)).toEqual(one);
          expect(stretchAt(plan, one.person, one.from)).toEqual(one);
        }
      }),
      { numRuns: runs, seed },
    );
  });
});
