import { type Instant, instant } from '../instant.ts';
import { offsetSpans } from '../zone.ts';
import type { LocalDate, LocalTime } from './plan.ts';

const day = 86_400_000;
const minute = 60_000;

/**
 * When the wall clock of `zone` (IANA) shows this time of this date. Of a time that clocks repeat the first counts, so
 * that one shift ends where the next begins; a time that they skip is the instant of the change.
 */
export function atWallClock(zone: string, date: LocalDate, time: LocalTime): Instant {
  const { local, spans } = spansAround(zone, date, time);
  const span = spans.find(({ end, offset }) => local < end + offset);
  if (!span) throw new RangeError(`${date} ${time} is out of the range of dates`);
  return instant(Math.max(span.start, local - span.offset));
}

/** The same with both instants of a time that clocks repeat, the first one first. */
export function allAtWallClock(zone: string, date: LocalDate, time: LocalTime): readonly Instant[] {
  const { local, spans } = spansAround(zone, date, time);
  const shown = spans
    .map(({ start, end, offset }) => ({ start, end, at: local - offset }))
    .filter(({ start, end, at }) => start <= at && at < end);
  return shown.length > 0 ? shown.map(({ at }) => instant(at)) : [atWallClock(zone, date, time)];
}

/** Offsets reach from -12 to +14 hours: the instant lies within a day of the same number. */
function spansAround(zone: string, date: LocalDate, time: LocalTime) {
  const local = dayNumber(date) * day + minutesOf(time) * minute;
  const utcDay = Math.floor(local / day);
  return { local, spans: [utcDay - 1, utcDay, utcDay + 1].flatMap((one) => offsetSpans(zone, one)) };
}

/** The date on the wall of `zone` at an instant, in days since 1970-01-01. */
export function localDay(zone: string, ms: number): number {
  const here = offsetSpans(zone, Math.floor(ms / day)).find(({ start, end }) => ms >= start && ms < end);
  return Math.floor((ms + (here?.offset ?? 0)) / day);
}

/** `2026-03-29` in days since 1970-01-01. */
export function dayNumber(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`) / day;
}

/** Days since 1970-01-01 as `2026-03-29`. */
export function dateOf(number: number): LocalDate {
  return new Date(number * day).toISOString().slice(0, 10);
}

/** 0 for Monday … 6 for Sunday. */
export function weekdayOf(number: number): number {
  return (((number + 3) % 7) + 7) % 7;
}

/** Minutes since 00:00 on the wall. */
export function minutesOf(time: LocalTime): number {
  const [hours, minutes] = time.split(':').map(Number);
  return Number(hours) * 60 + Number(minutes);
}
