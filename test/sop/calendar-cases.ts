import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import type { CalendarSpec } from '../../src/sop/pack/schema.ts';
import { type Count, countMinutes, type WallClock, wallClock } from './minute-oracle.ts';

/** Raise with CALENDAR_RUNS; repeat a run with CALENDAR_SEED. */
export const runs = Number(process.env.CALENDAR_RUNS ?? 10_000);
export const seed = Number(process.env.CALENDAR_SEED ?? randomInt(2 ** 31));

export type Weekly = Extract<CalendarSpec, { kind: 'weekly' }>;

/** Clock changes of every kind with the minutes they are put forward, and zones without any. */
export const places = [
  ['Europe/Berlin', '2026-03-29', 60],
  ['Europe/Berlin', '2026-10-25', -60],
  ['America/New_York', '2026-03-08', 60],
  ['America/New_York', '2026-11-01', -60],
  // The southern hemisphere: clocks go back in April.
  ['Pacific/Auckland', '2026-04-05', -60],
  ['Pacific/Auckland', '2026-09-27', 60],
  // Half an hour, and two hours.
  ['Australia/Lord_Howe', '2026-04-05', -30],
  ['Australia/Lord_Howe', '2026-10-04', 30],
  ['Antarctica/Troll', '2026-03-29', 120],
  // Odd offsets with a change, at a quarter to.
  ['Pacific/Chatham', '2026-04-05', -60],
  ['Pacific/Chatham', '2026-09-27', 60],
  ['Africa/Casablanca', '2026-02-15', -60],
  // Clocks went back at 00:01 into the day before, so that two dates interleave.
  ['America/St_Johns', '2010-11-07', -60],
  // Midnight itself is skipped, or repeated.
  ['America/Sao_Paulo', '2018-11-04', 60],
  ['America/Sao_Paulo', '2018-02-18', -60],
  ['America/Santiago', '2026-04-05', -60],
  ['Africa/Cairo', '2026-04-24', 60],
  // By decree: half an hour back and forth, a quarter of an hour, a whole day.
  ['Asia/Pyongyang', '2015-08-15', -30],
  ['Asia/Pyongyang', '2018-05-05', 30],
  ['Asia/Kathmandu', '1986-01-01', 15],
  ['Pacific/Apia', '2011-12-30', 1440],
  ['Pacific/Kwajalein', '1993-08-21', 1440],
  // No change at all, and before 1970.
  ['Asia/Kathmandu', '2026-01-01', 0],
  ['Asia/Kolkata', '2026-06-01', 0],
  ['America/Phoenix', '2026-03-08', 0],
  ['UTC', '1969-12-15', 0],
] as const;

export const clocks = places.map(([timeZone, around]) => printable(wallClock(timeZone, around, 6)));

/** Weeks around a change: holidays and weekends in between. */
export const longClocks = (
  [
    ['Europe/Berlin', '2026-03-29'],
    ['America/New_York', '2026-11-01'],
    ['Australia/Lord_Howe', '2026-04-05'],
    ['Australia/Lord_Howe', '2026-10-04'],
    ['Pacific/Apia', '2011-12-30'],
    ['Asia/Kathmandu', '2026-01-01'],
  ] as const
).map(([timeZone, around]) => printable(wallClock(timeZone, around, 30)));

/** A counterexample names a clock instead of printing its minutes. */
function printable(clock: WallClock): WallClock {
  const words = `${clock.timeZone} from ${new Date(clock.from).toISOString()}`;
  return Object.assign(clock, { [fc.toStringMethod]: () => words });
}

const time = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Often where clocks are changed. */
const minuteOfDay = fc.oneof(
  fc.integer({ min: 0, max: 1440 }),
  fc.integer({ min: 0, max: 16 }).map((n) => n * 15),
);
/** Up to three apart; or up to three in any order that may overlap or touch, as a pack may write them. */
const apart = fc.uniqueArray(minuteOfDay, { maxLength: 6 }).map((edges) => {
  const sorted = edges.toSorted((a, b) => a - b);
  return sorted.flatMap((start, index) => {
    const end = sorted[index + 1];
    return index % 2 === 0 && end !== undefined ? [`${time(start)}-${time(end)}`] : [];
  });
});
const anyhow = fc
  .array(fc.uniqueArray(minuteOfDay, { minLength: 2, maxLength: 2 }), { maxLength: 3 })
  .map((pairs) =>
    pairs.map(([one = 0, other = 0]) => `${time(Math.min(one, other))}-${time(Math.max(one, other))}`),
  );
const windows = fc.oneof(
  { weight: 6, arbitrary: apart },
  { weight: 2, arbitrary: anyhow },
  { weight: 1, arbitrary: fc.constant<string[]>(['00:00-24:00']) },
);

/** Any week that is worked at all, with holidays of which some fall where the clock changes. */
export const specFor = (clock: WallClock): fc.Arbitrary<Weekly> =>
  fc
    .record({
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
      holidays: fc.subarray([...clock.dates], { maxLength: Math.ceil(clock.dates.length / 4) }),
    })
    .filter(({ week }) => Object.values(week).some((list) => list.length > 0));

export const anyClock = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...clocks) },
  { weight: 1, arbitrary: fc.constantFrom(...longClocks) },
);

/** An instant as a number that only means something with a calendar at hand: see `instantIn`. */
export type Point = { kind: 'any' | 'change' | 'midnight' | 'edge'; nth: number; beside: number };

/** Mostly at, or a millisecond, a second or some minutes beside, a change, a midnight or the edge of a window. */
export const point: fc.Arbitrary<Point> = fc.record({
  kind: fc.constantFrom('any', 'change', 'midnight', 'edge', 'edge'),
  nth: fc.nat(2 ** 31),
  beside: fc.oneof(
    fc.constantFrom(0, 0, -1, 1, -1000, 1000),
    fc.integer({ min: -90 * 60, max: 90 * 60 }).map((seconds) => seconds * 1000),
  ),
});

export function instantIn({ clock, edges }: Count, { kind, nth, beside }: Point): number {
  const near = { any: [], change: clock.changes.map(({ at }) => at), midnight: clock.midnights, edge: edges }[
    kind
  ];
  const at = near[nth % near.length];
  const free = clock.from + (nth % (clock.to - clock.from));
  return Math.min(clock.to - 1, Math.max(clock.from, at === undefined ? free : at + beside));
}

/** A calendar with its count, and instants within it. */
export const situation = anyClock
  .chain((clock) => fc.record({ clock: fc.constant(clock), spec: specFor(clock), one: point, other: point }))
  .map(({ clock, spec, one, other }) => {
    const count = countMinutes(clock, spec);
    const [a, b] = [instantIn(count, one), instantIn(count, other)];
    const words = () => JSON.stringify({ spec, a: new Date(a), b: new Date(b) });
    return { spec, count, a, b, [fc.toStringMethod]: words };
  });
