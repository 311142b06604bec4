import { describe, expect, test } from 'vitest';
import {
  leavingAt,
  localTimeIn,
  partOfShift,
  rangeOn,
  timeRangeIn,
  zoneOf,
} from '../../../src/sop/shift/time-words.ts';
import { pattern, plan } from './plan-support.ts';

const berlin = 'Europe/Berlin';
const on = (at: string) => new Date(`2026-03-${at}:00.000Z`);

describe('times as people write them', () => {
  test.each([
    ['08:00', '08:00'],
    [' 8:05 ', '08:05'],
    ['23:59', '23:59'],
    ['24:00', null],
    ['12:60', null],
    ['noon', null],
    ['', null],
    ['8', null],
    ['08:00:00', null],
  ])('%j is %j', (text, time) => {
    expect(localTimeIn(text)).toBe(time);
  });

  test.each([
    ['13:00-15:00', { from: '13:00', to: '15:00' }],
    ['13:00 – 15:00', { from: '13:00', to: '15:00' }],
    ['9:30 to 10:00', { from: '09:30', to: '10:00' }],
    ['22:00—02:00', { from: '22:00', to: '02:00' }],
    ['13:00-13:00', null],
    ['13:00', null],
    ['13:00-', null],
    ['-13:00', null],
    ['13:00-14:00-15:00', null],
    ['one to two', null],
  ])('%j is %j', (text, range) => {
    expect(timeRangeIn(text)).toEqual(range);
  });
});

describe('HO-1 when somebody means to leave', () => {
  const shift = (from: string) => ({ startsAt: `${from}:00.000Z`, begunAt: `${from}:00.000Z` });
  // Shifts on the wall of Berlin; what is said, when, and what that means.
  test.each([
    ['later today', '2026-03-02T07:00', '17:00', '2026-03-02T08:00', '2026-03-02T16:00'],
    ['a minute late', '2026-03-02T07:00', '09:30', '2026-03-02T08:31', '2026-03-02T08:30'],
    ['hours ago', '2026-03-02T07:00', '09:30', '2026-03-02T16:00', '2026-03-02T08:30'],
    ['before the shift began: tomorrow', '2026-03-02T12:00', '12:00', '2026-03-02T14:00', '2026-03-03T11:00'],
    ['after midnight, said before it', '2026-03-02T21:00', '05:00', '2026-03-02T22:00', '2026-03-03T04:00'],
    ['before midnight, said after it', '2026-03-02T21:00', '23:50', '2026-03-02T23:05', '2026-03-02T22:50'],
    [
      'further ahead than it is past, on since yesterday',
      '2026-03-01T08:00',
      '17:00',
      '2026-03-02T09:00',
      '2026-03-02T16:00',
    ],
    // The night on which 02:30 is skipped, and the one on which it comes twice.
    ['a time that is skipped', '2026-03-28T21:00', '02:30', '2026-03-28T23:00', '2026-03-29T01:00'],
    ['the first of two', '2026-10-24T20:00', '02:30', '2026-10-25T00:15', '2026-10-25T00:30'],
    ['the second of two', '2026-10-24T20:00', '02:30', '2026-10-25T01:15', '2026-10-25T01:30'],
    ['between the two', '2026-10-24T20:00', '02:30', '2026-10-25T00:45', '2026-10-25T01:30'],
    ['late for the second of two', '2026-10-24T20:00', '02:30', '2026-10-25T01:31', '2026-10-25T01:30'],
  ])('%s', (_, from, time, now, at) => {
    expect(leavingAt(time, berlin, shift(from), new Date(`${now}:00.000Z`))).toBe(`${at}:00.000Z`);
  });

  test('whoever came on before their shift may leave before it', () => {
    const early = { startsAt: '2026-03-02T09:00:00.000Z', begunAt: '2026-03-02T08:30:00.000Z' };
    expect(leavingAt('09:50', berlin, early, on('02T08:40'))).toBe('2026-03-02T08:50:00.000Z');
    expect(leavingAt('09:50', berlin, early, on('02T08:51'))).toBe('2026-03-02T08:50:00.000Z');
  });

  test('nobody comes on for almost a whole day', () => {
    expect(leavingAt('09:40', berlin, null, on('02T08:51'))).toBe('2026-03-02T08:40:00.000Z');
    expect(leavingAt('08:00', berlin, null, on('02T18:00'))).toBe('2026-03-03T07:00:00.000Z');
  });
});

describe('HO-1 which part of a shift is meant', () => {
  const night = plan([pattern({ name: 'Night', start: '22:00', end: '06:00' })]);
  test.each([
    ['a part to come', '02T20:00', '23:00', '01:00', '2026-03-02T22:00:00.000Z', '2026-03-03T00:00:00.000Z'],
    [
      'a part after midnight, said before it',
      '02T20:00',
      '01:00',
      '03:00',
      '2026-03-03T00:00:00.000Z',
      '2026-03-03T02:00:00.000Z',
    ],
    [
      'one that began before midnight, said after it',
      '03T00:30',
      '23:00',
      '03:00',
      '2026-03-02T22:00:00.000Z',
      '2026-03-03T02:00:00.000Z',
    ],
    [
      'one that is over: tomorrow’s',
      '03T04:00',
      '01:00',
      '03:00',
      '2026-03-04T00:00:00.000Z',
      '2026-03-04T02:00:00.000Z',
    ],
    [
      'one at which nobody is planned: today’s',
      '03T08:00',
      '12:00',
      '13:00',
      '2026-03-03T11:00:00.000Z',
      '2026-03-03T12:00:00.000Z',
    ],
  ])('%s', (_, now, from, to, begins, ends) => {
    const of = { plan: night, person: 'UANA', zone: berlin, now: on(now) };
    expect(partOfShift({ from, to }, of)).toEqual({ from: begins, to: ends });
  });

  test('a range past midnight ends on the day after, over a change of the clocks too', () => {
    expect(rangeOn('2026-03-28', { from: '22:00', to: '06:00' }, berlin)).toEqual({
      from: '2026-03-28T21:00:00.000Z',
      to: '2026-03-29T04:00:00.000Z',
    });
  });

  test('the wall is that of the person’s next shift, else the desk’s', () => {
    const far = plan([pattern({ timeZone: 'America/New_York' })]);
    expect(zoneOf(far, 'UANA', berlin, on('02T08:00'))).toBe('America/New_York');
    expect(zoneOf(far, 'UBEN', berlin, on('02T08:00'))).toBe(berlin);
  });
});
