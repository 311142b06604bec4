import fc from 'fast-check';
import { expect, test } from 'vitest';
import { duration, formatDuration, parseDuration } from '../../../src/sop/pack/duration.ts';

test.each([
  ['PT15M', 900_000],
  ['PT1H30M', 5_400_000],
  ['PT90M', 5_400_000],
  ['P1D', 86_400_000],
  ['P3DT12H', 302_400_000],
  ['PT45S', 45_000],
  ['PT0S', 0],
])('%s is %d ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each([
  '',
  'P',
  'PT',
  'P1DT',
  '15M',
  'PT15',
  'PT1.5H',
  'PT-5M',
  '-PT5M',
  'P1M',
  'P1Y',
  'pt5m',
  ' PT5M',
  'PT5M1H',
])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeNull();
});

test('a number beyond exact milliseconds is none', () => {
  expect(parseDuration(`PT${'9'.repeat(20)}S`)).toBeNull();
});

test.each([
  [0, 'PT0S'],
  [45_000, 'PT45S'],
  [900_000, 'PT15M'],
  [5_400_000, 'PT1H30M'],
  [86_400_000, 'PT24H'],
  [90_061_000, 'PT25H1M1S'],
])('%d ms is written %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test.each([-1000, 1, 1500, Number.NaN, Number.POSITIVE_INFINITY])('%d ms can’t be written', (ms) => {
  expect(() => formatDuration(ms)).toThrow(RangeError);
});

test('what is written reads back the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 9 }), (seconds) => {
      expect(parseDuration(formatDuration(seconds * 1000))).toBe(seconds * 1000);
    }),
  );
});

test.each(['PT0S', 'P3651D', 'soon'])('a pack can’t say %j', (text) => {
  expect(duration.safeParse(text).error?.issues[0]?.message).toMatch(/ISO 8601/);
});
