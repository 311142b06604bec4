import type { CalendarSpec } from './pack/schema.ts';

const minute = 60_000;
const day = 86_400_000;

export type WeeklyCalendar = Extract<CalendarSpec, { kind: 'weekly' }>;

/** A working window of a day: milliseconds of wall clock since 00:00; `end` is not part of it. */
export type DayWindow = { start: number; end: number };

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const firstWeekday = weekdays.indexOf('thursday');

type Week = { windows: readonly (readonly DayWindow[])[]; holidays: ReadonlySet<number> };

/** What was read from each calendar; a calendar is never changed once it is in a pack. */
const weeks = new WeakMap<WeeklyCalendar, Week>();

/** The windows worked on a local date (in days since 1970-01-01), in order and apart from each other. */
export function windowsOn(calendar: WeeklyCalendar, date: number): readonly DayWindow[] {
  const { windows, holidays } = weekOf(calendar);
  if (holidays.has(date)) return [];
  const weekday = (((date + firstWeekday) % 7) + 7) % 7;
  return windows[weekday] ?? [];
}

/** Whether any weekday has a window at all. */
export function isEverWorked(calendar: WeeklyCalendar): boolean {
  return weekOf(calendar).windows.some((windows) => windows.length > 0);
}

/** A window as the pack writes it: `09:00-12:30`, `24:00` being the end of the day. */
export function parseWindow(text: string): DayWindow {
  const [start, end] = text.split('-').map(timeOfDay);
  return { start: start ?? Number.NaN, end: end ?? Number.NaN };
}

function weekOf(calendar: WeeklyCalendar): Week {
  const known = weeks.get(calendar);
  if (known) return known;
  const week = {
    windows: weekdays.map((weekday) => joined((calendar.week[weekday] ?? []).map(parseWindow))),
    holidays: new Set(calendar.holidays.map((date) => Date.parse(`${date}T00:00:00Z`) / day)),
  };
  weeks.set(calendar, week);
  return week;
}

/** In order, with those that overlap or touch made one. */
function joined(windows: DayWindow[]): DayWindow[] {
  const result: DayWindow[] = [];
  for (const window of windows.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && window.start <= last.end) last.end = Math.max(last.end, window.end);
    else result.push(window);
  }
  return result;
}

function timeOfDay(text: string): number {
  const [hours, minutes] = text.split(':').map(Number);
  return ((hours ?? Number.NaN) * 60 + (minutes ?? Number.NaN)) * minute;
}
