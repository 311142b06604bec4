import type { CalendarSpec } from '../../src/sop/pack/schema.ts';

const minute = 60_000;
const day = 86_400_000;
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

type Weekly = Extract<CalendarSpec, { kind: 'weekly' }>;
type WallMinute = { start: number; date: string; weekday: (typeof weekdays)[number]; minuteOfDay: number };

/** Every minute of some days in a zone with what its wall clock shows, read one by one from the platform. */
export type WallClock = { timeZone: string; from: number; to: number; minutes: readonly WallMinute[] };

/** `days` days around 00:00 UTC of a date. Slow on purpose: nothing is assumed about how offsets behave. */
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
  const minutes = Array.from({ length: (days * day) / minute }, (_, index): WallMinute => {
    const start = from + index * minute;
    const parts = new Map(format.formatToParts(start).map(({ type, value }) => [type, value]));
    const date = `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
    const weekday = weekdays[new Date(`${date}T12:00:00Z`).getUTCDay()];
    if (!weekday) throw new Error(`no weekday for ${date}`);
    return {
      start,
      date,
      weekday,
      minuteOfDay: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
    };
  });
  return { timeZone, from, to: from + days * day, minutes };
}

/** Working time between two instants of the wall clock's days, minute by minute. */
export function countedTime(clock: WallClock, spec: Weekly, from: number, to: number): number {
  const holidays = new Set(spec.holidays);
  const windows = new Map(
    weekdays.map((weekday) => [
      weekday,
      (spec.week[weekday] ?? []).map((text) => text.split('-').map(minutesOf)),
    ]),
  );
  let total = 0;
  const first = Math.max(0, Math.floor((from - clock.from) / minute));
  const last = Math.ceil((to - clock.from) / minute);
  for (const { start, date, weekday, minuteOfDay } of clock.minutes.slice(first, last)) {
    if (holidays.has(date)) continue;
    const works = windows
      .get(weekday)
      ?.some(([opens = 0, closes = 0]) => opens <= minuteOfDay && minuteOfDay < closes);
    if (works) total += Math.min(start + minute, to) - Math.max(start, from);
  }
  return total;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
