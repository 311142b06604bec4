import type { UserId } from '../actor.ts';
import { epoch, type Instant, instant } from '../instant.ts';
import { atWallClock, dateOf, dayNumber, localDay } from './local-time.ts';
import type { LocalDate, LocalTime, ShiftPlan } from './plan.ts';
import { isPlanned, stretchesBetween } from './stretches.ts';

const day = 86_400_000;

/** `8:05`, `08:05`, `23:59` as a time on the wall; null for anything else. */
export function localTimeIn(text: string): LocalTime | null {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text.trim()) ?? [];
  if (!hours || !minutes || Number(hours) > 23 || Number(minutes) > 59) return null;
  return `${hours.padStart(2, '0')}:${minutes}`;
}

/** `13:00-15:00`, with any dash and spaces, as two times on the wall; null for anything else. */
export function timeRangeIn(text: string): { from: LocalTime; to: LocalTime } | null {
  const words = text.trim().split(/\s*[-–—]\s*|\s+to\s+/);
  const [from, to] = words.map(localTimeIn);
  return words.length === 2 && from && to && from !== to ? { from, to } : null;
}

/** The next instant at which the wall of `zone` (IANA) shows this time: today, or tomorrow where it has passed. */
export function nextAt(time: LocalTime, zone: string, now: Date): Instant {
  const today = localDay(zone, now.getTime());
  const first = atWallClock(zone, dateOf(today), time);
  return epoch(first) > now.getTime() ? first : atWallClock(zone, dateOf(today + 1), time);
}

/** On whose wall a person's times are: that of their present or next shift within a week, else the desk's. */
export function zoneOf(plan: ShiftPlan, person: UserId, deskZone: string, now: Date): string {
  const soon = stretchesBetween(plan, instant(now), instant(now.getTime() + 7 * day));
  const next = soon.find((one) => one.person === person);
  return plan.patterns.find(({ name }) => name === next?.pattern)?.timeZone ?? deskZone;
}

/** A part of a day on the wall of `zone` (IANA); one that ends at or before its start ends on the day after. */
export function rangeOn(
  date: LocalDate,
  { from, to }: { from: LocalTime; to: LocalTime },
  zone: string,
): { from: Instant; to: Instant } {
  const end = to > from ? date : dateOf(dayNumber(date) + 1);
  return { from: atWallClock(zone, date, from), to: atWallClock(zone, end, to) };
}

/**
 * When a part of somebody's shift is, given as times on the wall: on the day, from yesterday evening's to tomorrow's, on
 * which they are planned then; where they never are, today. A range that ends at or before its start ends on the day after.
 */
export function partOfShift(
  times: { from: LocalTime; to: LocalTime },
  { plan, person, zone, now }: { plan: ShiftPlan; person: UserId; zone: string; now: Date },
): { from: Instant; to: Instant } {
  const today = localDay(zone, now.getTime());
  const on = (date: number) => rangeOn(dateOf(date), times, zone);
  const possible = [today - 1, today, today + 1].map(on).filter((one) => epoch(one.to) > now.getTime());
  const planned = possible.find((one) => {
    const left = instant(Math.max(epoch(one.from), now.getTime()));
    return isPlanned(plan, person, left, one.to);
  });
  return planned ?? on(today);
}
