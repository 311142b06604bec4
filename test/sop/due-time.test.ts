import { expect, test } from 'vitest';
import { parseDueTime } from '../../src/sop/due-time.ts';

const zone = 'Europe/Berlin';
/** 09:00 in Berlin. */
const now = new Date('2026-03-02T08:00:00.000Z');

test.each<[string, string | null]>([
  ['2026-03-02 14:30', '2026-03-02T13:30:00.000Z'],
  ['2026-3-2 9:05', '2026-03-02T08:05:00.000Z'],
  ['2026-07-01T14:30', '2026-07-01T12:30:00.000Z'],
  ['14:30', '2026-03-02T13:30:00.000Z'],
  [' 14:30 ', '2026-03-02T13:30:00.000Z'],
  ['2 h 30 min', '2026-03-02T10:30:00.000Z'],
  ['in 90 minutes', '2026-03-02T09:30:00.000Z'],
  ['+45m', '2026-03-02T08:45:00.000Z'],
  ['1.5h', '2026-03-02T09:30:00.000Z'],
  ['2 days', '2026-03-04T08:00:00.000Z'],
  // Clocks go forward at 02:00 on this day, and back at 03:00 on that.
  ['2026-03-29 02:30', null],
  ['2026-03-29 03:00', '2026-03-29T01:00:00.000Z'],
  ['2026-10-25 02:30', '2026-10-25T00:30:00.000Z'],
  ['2026-02-30 10:00', null],
  ['25:00', null],
  ['10:60', null],
  ['tomorrow', null],
  ['', null],
  ['30', null],
])('AU-4 %j is due at %s', (text, due) => {
  expect(parseDueTime(text, zone, now)).toBe(due);
});

test('AU-4 today is today where the desk is', () => {
  // 00:30 on the third in Berlin.
  expect(parseDueTime('10:00', zone, new Date('2026-03-02T23:30:00.000Z'))).toBe('2026-03-03T09:00:00.000Z');
});
