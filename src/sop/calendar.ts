import type { CalendarSpec } from './pack/schema.ts';
import { isEverWorked, type WeeklyCalendar, windowsOn } from './working-week.ts';
import { offsetSpans } from './zone.ts';

const day = 86_400_000;

/**
 * Working time runs while the wall clock of the calendar's zone stands within a window of a day that is worked. So
 * an hour that clocks repeat within a window counts twice, and one they skip counts nothing. All instants are epoch
 * milliseconds, all lengths milliseconds.
 *
 * The earliest instant at which `workingMs` of working time have passed since `startMs`; `startMs` itself for 0.
 * A length that ends with a window ends there, not at the start of the next.
 * Throws RangeError for a negative length, a number that is none, or a calendar that is never worked.
 */
export function addWorkingTime(spec: CalendarSpec, startMs: number, workingMs: number): number {
  requireFinite(startMs, workingMs);
  if (workingMs < 0) throw new RangeError('working time to add is never negative');
  if (workingMs === 0 || spec.kind === 'always') return startMs + workingMs;
  let left = workingMs;
  for (const span of spansFrom(spec, startMs)) {
    const length = span.end - span.start;
    if (left <= length) return span.start + left;
    left -= length;
  }
  throw new Error('the spans of a calendar that is worked never end');
}

/** Working time from one instant to another; negative when they are the other way round. */
export function workingTimeBetween(spec: CalendarSpec, fromMs: number, toMs: number): number {
  requireFinite(fromMs, toMs);
  if (toMs < fromMs) return -workingTimeBetween(spec, toMs, fromMs) || 0;
  if (spec.kind === 'always') return toMs - fromMs;
  let total = 0;
  for (const span of spansFrom(spec, fromMs)) {
    if (span.start >= toMs) break;
    total += Math.min(span.end, toMs) - span.start;
  }
  return total;
}

/** Working time from an instant on, piece by piece, each piece under one offset and within one UTC day. */
function* spansFrom(calendar: WeeklyCalendar, fromMs: number): Generator<{ start: number; end: number }> {
  if (!isEverWorked(calendar)) throw new RangeError('the calendar has no working time');
  for (let utcDay = Math.floor(fromMs / day); ; utcDay++) {
    for (const { start, end, offset } of offsetSpans(calendar.timeZone, utcDay)) {
      const localStart = Math.max(start, fromMs) + offset;
      const localEnd = end + offset;
      for (let date = Math.floor(localStart / day); date * day < localEnd; date++) {
        for (const window of windowsOn(calendar, date)) {
          const from = Math.max(date * day + window.start, localStart);
          const to = Math.min(date * day + window.end, localEnd);
          if (from < to) yield { start: from - offset, end: to - offset };
        }
      }
    }
  }
}

function requireFinite(...numbers: readonly number[]): void {
  if (!numbers.every(Number.isFinite)) throw new RangeError('instants and lengths are finite numbers');
}
