import type { CalendarSpec } from '../../src/sop/pack/schema.ts';

const minute = 60_000;
const day = 86_400_000;
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

type Weekly = Extract<CalendarSpec, { kind: 'weekly' }>;

/** Every minute of some days in a zone, with what its wall clock shows: read one by one from the platform. */
export type WallClock = {
  timeZone: string;
  from: number;
  to: number;
  dates: readonly string[];
  /** Of the n-th minute since `from`: which of the dates it shows, which weekday, how many minutes since 00:00. */
  date: Uint16Array;
  weekday: Uint8Array;
  minuteOfDay: Uint16Array;
  /** Where the wall clock does not show the next minute: by how many minutes it is put forward or back. */
  changes: readonly { at: number; by: number }[];
  /** Where another date begins. */
  midnights: readonly number[];
};

/** `days` days around 00:00 UTC of a date. Nothing is assumed about how the offsets of a zone behave. */
export function wallClock(timeZone: string, around: string, days: number): WallClock {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const from = Date.parse(`${around}T00:00:00Z`) - (days * day) / 2;
  const count = (days * day) / minute;
  const clock = {
    timeZone,
    from,
    to: from + days * day,
    dates: [] as string[],
    date: new Uint16Array(count),
    weekday: new Uint8Array(count),
    minuteOfDay: new Uint16Array(count),
    changes: [] as { at: number; by: number }[],
    midnights: [] as number[],
  };
  let shown = Number.NaN;
  for (let index = 0; index < count; index += 1) {
    const at = from + index * minute;
    // "2026-03-29, 03:00"
    const text = format.format(at);
    const [date, hours, minutes] = [text.slice(0, 10), Number(text.slice(-5, -3)), Number(text.slice(-2))];
    if (!clock.dates.includes(date)) clock.dates.push(date);
    clock.date[index] = clock.dates.indexOf(date);
    clock.weekday[index] = new Date(`${date}T12:00:00Z`).getUTCDay();
    clock.minuteOfDay[index] = hours * 60 + minutes;
    if (index > 0 && clock.date[index] !== clock.date[index - 1]) clock.midnights.push(at);
    const before = shown;
    shown = Date.parse(`${date}T00:00:00Z`) + (hours * 60 + minutes) * minute;
    if (index > 0 && shown !== before + minute) clock.changes.push({ at, by: (shown - before) / minute - 1 });
  }
  return clock;
}

/** How a calendar stands to every minute of a wall clock. */
export type Count = {
  clock: WallClock;
  /** Minutes worked before the n-th. */
  before: Uint32Array;
  /** Where work begins or ends. */
  edges: readonly number[];
};

/** Asks of each minute whether its weekday has a window that holds it, and its date is no holiday. */
export function countMinutes(clock: WallClock, { week, holidays }: Weekly): Count {
  const isOpen = weekdays.map((weekday) => {
    const minutes = new Uint8Array(1440);
    for (const window of week[weekday] ?? []) {
      const [opens, closes] = [minutesOf(window.slice(0, 5)), minutesOf(window.slice(6))];
      for (let index = opens; index < closes; index += 1) minutes[index] = 1;
    }
    return minutes;
  });
  const isHoliday = clock.dates.map((date) => holidays.includes(date));
  const count = clock.date.length;
  const before = new Uint32Array(count + 1);
  const edges: number[] = [];
  let last = 0;
  for (let index = 0; index < count; index += 1) {
    const open = isOpen[clock.weekday[index] ?? 0]?.[clock.minuteOfDay[index] ?? 0] ?? 0;
    const worked = open === 1 && !isHoliday[clock.date[index] ?? 0] ? 1 : 0;
    before[index + 1] = (before[index] ?? 0) + worked;
    if (worked !== last) edges.push(clock.from + index * minute);
    last = worked;
  }
  return { clock, before, edges };
}

/** Working time between two instants of the wall clock's days: whole minutes, and the parts at both ends. */
export function countedTime(count: Count, from: number, to: number): number {
  return countedSince(count, to) - countedSince(count, from);
}

function countedSince({ clock, before }: Count, at: number): number {
  const passed = at - clock.from;
  const index = Math.floor(passed / minute);
  const [whole, next] = [before[index], before[index + 1]];
  if (whole === undefined) throw new RangeError('that instant lies outside the wall clock');
  const worked = next !== undefined && next > whole;
  return whole * minute + (worked ? passed - index * minute : 0);
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
