import type { Role, UserId } from '../actor.ts';
import type { Instant } from '../instant.ts';

/** In the order of a week on a wall; a pattern names the days on which it begins. */
export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof weekdays)[number];

/** A time on the wall clock, `08:00`. */
export type LocalTime = string;
/** A day of the calendar, `2026-03-29`, wherever it is. */
export type LocalDate = string;

/** A shift that comes again every week. One that ends at or before its start ends on the next day. */
export type ShiftPattern = {
  name: string;
  days: readonly Weekday[];
  start: LocalTime;
  end: LocalTime;
  /** IANA; the times are on its wall clock on both sides of a change to summer time. */
  timeZone: string;
  members: readonly UserId[];
  /** The positions that somebody is to hold while it runs (CK-3), by role. */
  positions: readonly Role[];
  /** Slack channel of its briefings; null for the desk's shift channel. */
  channel: string | null;
};

/** How a pattern runs on one day instead; without members it does not run. */
export type DayChange = {
  pattern: string;
  date: LocalDate;
  start: LocalTime;
  end: LocalTime;
  members: readonly UserId[];
};

/** Somebody takes somebody's place for a part of a day. */
export type Cover = {
  /** Sequence number of the event that agreed it. */
  seq: number;
  by: UserId;
  of: UserId;
  from: Instant;
  to: Instant;
};

export type ShiftPlan = {
  patterns: readonly ShiftPattern[];
  days: readonly DayChange[];
  covers: readonly Cover[];
};

export const noPlan: ShiftPlan = { patterns: [], days: [], covers: [] };

/** A desk without a pattern does not work in shifts: nobody is on or off, and nothing is handed over. */
export function worksInShifts({ patterns }: ShiftPlan): boolean {
  return patterns.length > 0;
}
