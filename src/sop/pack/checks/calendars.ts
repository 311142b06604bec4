import { isEverWorked, parseWindow, type WeeklyCalendar } from '../../working-week.ts';
import type { Pack } from '../schema.ts';
import { type PackProblem, repeated } from './problem.ts';

/** Calendars that are never worked, windows that overlap, holidays listed twice. */
export function checkCalendars({ calendars }: Pack): PackProblem[] {
  return Object.entries(calendars).flatMap(([name, calendar]) => {
    if (calendar.kind === 'always') return [];
    const path = ['calendars', name];
    return [
      ...(isEverWorked(calendar)
        ? []
        : [
            { path: [...path, 'week'], message: `calendar ${name} has no working time: give a day a window` },
          ]),
      ...overlaps(calendar, [...path, 'week']),
      ...repeated(calendar.holidays, 'holiday', (index) => [...path, 'holidays', index]),
    ];
  });
}

function overlaps({ week }: WeeklyCalendar, path: readonly string[]): PackProblem[] {
  return Object.entries(week).flatMap(([weekday, windows = []]) =>
    windows.flatMap((text, index) => {
      const { start, end } = parseWindow(text);
      const other = windows.slice(0, index).find((earlier) => {
        const one = parseWindow(earlier);
        return start < one.end && one.start < end;
      });
      return other
        ? [{ path: [...path, weekday, index], message: `the windows ${other} and ${text} overlap` }]
        : [];
    }),
  );
}
