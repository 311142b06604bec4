import { type Instant, instant } from './instant.ts';
import { offsetSpans } from './zone.ts';

const day = 86_400_000;
const units: Readonly<Record<string, number>> = { d: day, h: 3_600_000, m: 60_000 };
const localTime = /^(?:(\d{4})-(\d{1,2})-(\d{1,2})[ T]+)?(\d{1,2}):(\d{2})$/;
const span = /^(?:\+\s*|in\s+)?((?:\d+(?:\.\d+)?\s*(?:d|days?|h|hours?|hrs?|m|min|mins|minutes?)\s*)+)$/i;

/**
 * An instant as people write it: `2026-03-31 14:30` or `14:30` (today) on the wall clock of `zone` (IANA), or a length
 * of time from `now`, `2 h 30 min`. Null for anything else, for a date that does not exist, and for a time that clocks
 * skip. Of a time that clocks repeat the first counts.
 */
export function parseDueTime(text: string, zone: string, now: Date): Instant | null {
  const written = text.trim().replace(/\s+/g, ' ');
  const length = span.exec(written)?.[1];
  if (length) return instant(now.getTime() + lengthOf(length));
  const found = localTime.exec(written);
  if (!found) return null;
  const [year, month, date, hour, minute] = found.slice(1).map(Number);
  if (Number(hour) > 23 || Number(minute) > 59) return null;
  const dayStart = found[1] ? calendarDay(Number(year), Number(month), Number(date)) : localDay(zone, now);
  if (dayStart === null) return null;
  return atLocal(zone, dayStart + Number(hour) * 3_600_000 + Number(minute) * 60_000);
}

function lengthOf(written: string): number {
  const parts = [...written.matchAll(/(\d+(?:\.\d+)?)\s*([dhm])/gi)];
  return parts.reduce(
    (sum, [, count, unit]) => sum + Math.round(Number(count) * (units[String(unit).toLowerCase()] ?? 0)),
    0,
  );
}

/** Midnight of a date, as if the wall clock were UTC; null where the calendar has no such date. */
function calendarDay(year: number, month: number, date: number): number | null {
  const ms = Date.UTC(year, month - 1, date);
  const made = new Date(ms);
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === date ? ms : null;
}

function localDay(zone: string, now: Date): number {
  const ms = now.getTime();
  const here = offsetSpans(zone, Math.floor(ms / day)).find(({ start, end }) => ms >= start && ms < end);
  return Math.floor((ms + (here?.offset ?? 0)) / day) * day;
}

/** The first instant at which the wall clock of `zone` shows `local`; null where it never does. */
function atLocal(zone: string, local: number): Instant | null {
  const utcDay = Math.floor(local / day);
  const spans = [utcDay - 1, utcDay, utcDay + 1].flatMap((one) => offsetSpans(zone, one));
  const found = spans.find(({ start, end, offset }) => local - offset >= start && local - offset < end);
  return found ? instant(local - found.offset) : null;
}
