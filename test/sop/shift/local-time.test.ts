import { describe, expect, test } from 'vitest';
import { instant } from '../../../src/sop/instant.ts';
import {
  atWallClock,
  dateOf,
  dayNumber,
  localDay,
  minutesOf,
  weekdayOf,
} from '../../../src/sop/shift/local-time.ts';
import { weekdays } from '../../../src/sop/shift/plan.ts';

describe('HO-1: a time on the wall', () => {
  test.each([
    // Berlin goes from 02:00 to 03:00 on 29 March and from 03:00 to 02:00 on 25 October.
    ['Europe/Berlin', '2026-03-28', '08:00', '2026-03-28T07:00:00.000Z'],
    ['Europe/Berlin', '2026-03-29', '08:00', '2026-03-29T06:00:00.000Z'],
    ['Europe/Berlin', '2026-03-29', '01:59', '2026-03-29T00:59:00.000Z'],
    ['Europe/Berlin', '2026-03-29', '02:00', '2026-03-29T01:00:00.000Z'],
    ['Europe/Berlin', '2026-03-29', '02:30', '2026-03-29T01:00:00.000Z'],
    ['Europe/Berlin', '2026-03-29', '03:00', '2026-03-29T01:00:00.000Z'],
    ['Europe/Berlin', '2026-10-25', '01:59', '2026-10-24T23:59:00.000Z'],
    ['Europe/Berlin', '2026-10-25', '02:30', '2026-10-25T00:30:00.000Z'],
    ['Europe/Berlin', '2026-10-25', '03:00', '2026-10-25T02:00:00.000Z'],
    ['Europe/Berlin', '2026-10-25', '08:00', '2026-10-25T07:00:00.000Z'],
    // New York on 8 March and 1 November.
    ['America/New_York', '2026-03-07', '08:00', '2026-03-07T13:00:00.000Z'],
    ['America/New_York', '2026-03-08', '08:00', '2026-03-08T12:00:00.000Z'],
    ['America/New_York', '2026-03-08', '02:15', '2026-03-08T07:00:00.000Z'],
    ['America/New_York', '2026-11-01', '01:30', '2026-11-01T05:30:00.000Z'],
    ['America/New_York', '2026-11-01', '02:00', '2026-11-01T07:00:00.000Z'],
    ['America/New_York', '2026-11-01', '08:00', '2026-11-01T13:00:00.000Z'],
    // Lord Howe moves by half an hour.
    ['Australia/Lord_Howe', '2026-04-05', '01:45', '2026-04-04T14:45:00.000Z'],
    ['Australia/Lord_Howe', '2026-04-05', '02:00', '2026-04-04T15:30:00.000Z'],
    ['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:30:00.000Z'],
    ['Australia/Lord_Howe', '2026-10-04', '02:30', '2026-10-03T15:30:00.000Z'],
    // Clocks go back over midnight: 00:00 comes twice, 23:30 of the day before too.
    ['America/St_Johns', '2010-11-07', '00:00', '2010-11-07T02:30:00.000Z'],
    ['America/St_Johns', '2010-11-06', '23:30', '2010-11-07T02:00:00.000Z'],
    ['America/St_Johns', '2010-11-07', '00:30', '2010-11-07T04:00:00.000Z'],
    // A whole day that never was.
    ['Pacific/Apia', '2011-12-30', '12:00', '2011-12-30T10:00:00.000Z'],
    ['Asia/Kathmandu', '2026-01-01', '00:00', '2025-12-31T18:15:00.000Z'],
  ])('%s %s %s is %s', (zone, date, time, at) => {
    expect(atWallClock(zone, date, time)).toBe(at);
  });

  test('an unknown zone is a fault of who asks', () => {
    expect(() => atWallClock('Europe/Atlantis', '2026-03-02', '08:00')).toThrow(RangeError);
  });
});

describe('days on the calendar', () => {
  test.each([
    ['Europe/Berlin', '2026-03-28T22:59:00.000Z', '2026-03-28'],
    ['Europe/Berlin', '2026-03-28T23:00:00.000Z', '2026-03-29'],
    ['Europe/Berlin', '2026-10-24T21:59:00.000Z', '2026-10-24'],
    ['Europe/Berlin', '2026-10-24T22:00:00.000Z', '2026-10-25'],
    ['America/New_York', '2026-03-02T04:59:00.000Z', '2026-03-01'],
    ['Pacific/Apia', '2011-12-30T10:00:00.000Z', '2011-12-31'],
  ])('in %s %s is on %s', (zone, at, date) => {
    expect(dateOf(localDay(zone, Date.parse(at)))).toBe(date);
  });

  test.each([
    ['2026-03-02', 'monday'],
    ['2026-03-29', 'sunday'],
    ['1969-12-31', 'wednesday'],
  ])('%s is a %s', (date, weekday) => {
    expect(weekdays[weekdayOf(dayNumber(date))]).toBe(weekday);
    expect(dateOf(dayNumber(date))).toBe(date);
  });

  test('minutes since 00:00', () => {
    expect(['00:00', '08:05', '23:59'].map(minutesOf)).toEqual([0, 485, 1439]);
    expect(instant(0)).toBe('1970-01-01T00:00:00.000Z');
  });
});
