import type { UserId } from '../actor.ts';
import { epoch, type Instant, instant } from '../instant.ts';
import { allAtWallClock, atWallClock, dateOf, dayNumber, localDay } from './local-time.ts';
import type { LocalDate, LocalTime, ShiftPlan } from './plan.ts';
import type { ShiftState } from './state.ts';
import { isPlanned, stretchesBetween } from './stretches.ts';

const day = 86_400_000;
const hour = 3_600_000;

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

/** Who is on no shift says how long they will be on; so long at most, in ms. */
const longestSaid = 16 * hour;

/**
 * When somebody means to leave who says this time of the wall of `zone` (IANA): the next one, unless one is nearer that
 * has passed since their shift began. Who says it a minute late does not mean tomorrow. `shift`: null for who is on none.
 */
export function leavingAt(
  time: LocalTime,
  zone: string,
  shift: Pick<ShiftState, 'startsAt' | 'begunAt'> | null,
  now: Date,
): Instant {
  const at = now.getTime();
  const since = shift ? Math.min(epoch(shift.startsAt), epoch(shift.begunAt)) : at - (day - longestSaid);
  const today = localDay(zone, at);
  const shown = [today - 1, today, today + 1].flatMap((one) => allAtWallClock(zone, dateOf(one), time));
  const next = shown.find((one) => epoch(one) > at);
  if (!next) throw new RangeError(`${time} is out of the range of dates`);
  const passed = shown.findLast((one) => epoch(one) <= at && epoch(one) >= since);
  // The second of a time that clocks repeat is nearer than half a day.
  return passed && epoch(next) - at > day / 2 ? passed : next;
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
