import { describe, expect, test } from 'vitest';
import { addWorkingTime, workingTimeBetween } from '../../src/sop/calendar.ts';
import { defaultPack } from '../../src/sop/pack/default-pack.ts';
import type { CalendarSpec } from '../../src/sop/pack/schema.ts';

const hour = 3_600_000;
const minute = 60_000;
const at = (text: string) => Date.parse(text);

const daily = (timeZone: string, window: string): CalendarSpec => ({
  kind: 'weekly',
  timeZone,
  week: {
    monday: [window],
    tuesday: [window],
    wednesday: [window],
    thursday: [window],
    friday: [window],
    saturday: [window],
    sunday: [window],
  },
  holidays: [],
});

const office = defaultPack.calendars['working-hours'] ?? { kind: 'always' };

describe('the shipped working hours (Berlin, 09:00-12:30 and 13:15-17:45)', () => {
  test.each([
    ['within the morning', '2026-06-01T09:00+02:00', 2 * hour, '2026-06-01T11:00+02:00'],
    ['over lunch', '2026-06-01T12:00+02:00', hour, '2026-06-01T13:45+02:00'],
    ['a whole day ends with the day', '2026-06-01T09:00+02:00', 8 * hour, '2026-06-01T17:45+02:00'],
    ['from before the day', '2026-06-01T03:00+02:00', 4 * hour, '2026-06-01T13:45+02:00'],
    ['over a weekend', '2026-06-05T17:00+02:00', hour, '2026-06-08T09:15+02:00'],
    ['over Easter', '2026-04-02T17:00+02:00', hour, '2026-04-07T09:15+02:00'],
    ['three working days', '2026-06-03T14:00+02:00', 24 * hour, '2026-06-08T14:00+02:00'],
    ['over the spring change', '2026-03-27T17:00+01:00', hour, '2026-03-30T09:15+02:00'],
    ['one millisecond over', '2026-06-01T09:00+02:00', 8 * hour + 1, '2026-06-02T09:00:00.001+02:00'],
    ['nothing at all, at night', '2026-06-01T03:00+02:00', 0, '2026-06-01T03:00+02:00'],
  ])('%s', (_name, start, working, end) => {
    expect(addWorkingTime(office, at(start), working)).toBe(at(end));
    expect(workingTimeBetween(office, at(start), at(end))).toBe(working);
  });
});

describe('a window that clocks are changed in', () => {
  test.each([
    [
      'Berlin skips 02:00-03:00',
      'Europe/Berlin',
      '01:00-04:00',
      '2026-03-28T23:00Z',
      '2026-03-29T22:00Z',
      2 * hour,
    ],
    ['a window wholly skipped', 'Europe/Berlin', '02:00-03:00', '2026-03-28T23:00Z', '2026-03-29T22:00Z', 0],
    [
      'Berlin repeats 02:00-03:00',
      'Europe/Berlin',
      '01:00-04:00',
      '2026-10-24T22:00Z',
      '2026-10-25T23:00Z',
      4 * hour,
    ],
    [
      'a window wholly repeated',
      'Europe/Berlin',
      '02:00-03:00',
      '2026-10-24T22:00Z',
      '2026-10-25T23:00Z',
      2 * hour,
    ],
    [
      'Lord Howe skips half an hour',
      'Australia/Lord_Howe',
      '01:00-03:00',
      '2026-10-03T13:30Z',
      '2026-10-04T13:00Z',
      90 * minute,
    ],
    [
      'Lord Howe repeats half an hour',
      'Australia/Lord_Howe',
      '01:00-03:00',
      '2026-04-04T13:00Z',
      '2026-04-05T13:30Z',
      150 * minute,
    ],
    ['Apia skips a day', 'Pacific/Apia', '00:00-24:00', '2011-12-30T10:00Z', '2011-12-31T10:00Z', 24 * hour],
    [
      'no change in Kolkata',
      'Asia/Kolkata',
      '01:00-04:00',
      '2026-03-28T18:30Z',
      '2026-03-29T18:30Z',
      3 * hour,
    ],
  ])('%s', (_name, timeZone, window, from, to, working) => {
    expect(workingTimeBetween(daily(timeZone, window), at(from), at(to))).toBe(working);
  });

  test('the second time of a repeated hour is reached by working through the first', () => {
    const start = at('2026-10-25T02:30+02:00');
    expect(addWorkingTime(daily('Europe/Berlin', '02:00-03:00'), start, hour)).toBe(
      at('2026-10-25T02:30+01:00'),
    );
  });
});

test('around the clock counts every millisecond', () => {
  const always: CalendarSpec = { kind: 'always' };
  expect(addWorkingTime(always, 5, 7)).toBe(12);
  expect(workingTimeBetween(always, 5, 12)).toBe(7);
  expect(workingTimeBetween(always, 12, 5)).toBe(-7);
});

test('the other way round is negative, and nothing is plain zero', () => {
  const [monday, tuesday] = [at('2026-06-01T09:00+02:00'), at('2026-06-02T09:00+02:00')];
  expect(workingTimeBetween(office, tuesday, monday)).toBe(-8 * hour);
  expect(workingTimeBetween(office, at('2026-06-07T12:00Z'), at('2026-06-07T11:00Z'))).toBe(0);
});

test('windows that overlap or touch count once', () => {
  const spec: CalendarSpec = {
    kind: 'weekly',
    timeZone: 'UTC',
    week: { monday: ['10:00-12:00', '09:00-11:00', '12:00-13:00'] },
    holidays: [],
  };
  expect(workingTimeBetween(spec, at('2026-06-01T00:00Z'), at('2026-06-02T00:00Z'))).toBe(4 * hour);
});

test('what can’t be counted is a RangeError, not an endless loop', () => {
  const never: CalendarSpec = { kind: 'weekly', timeZone: 'UTC', week: { monday: [] }, holidays: [] };
  expect(() => addWorkingTime(never, 0, 1)).toThrow(RangeError);
  expect(() => workingTimeBetween(never, 0, 1)).toThrow(RangeError);
  expect(() => addWorkingTime(office, 0, -1)).toThrow(RangeError);
  expect(() => addWorkingTime(office, Number.NaN, 1)).toThrow(RangeError);
  expect(() => workingTimeBetween(office, 0, Number.POSITIVE_INFINITY)).toThrow(RangeError);
});

test('a year is counted in well under a tenth of a second', () => {
  const started = performance.now();
  const end = addWorkingTime(office, at('2026-01-01T00:00Z'), 2000 * hour);
  expect(workingTimeBetween(office, at('2026-01-01T00:00Z'), end)).toBe(2000 * hour);
  expect(performance.now() - started).toBeLessThan(100);
});
