import { describe, expect, test } from 'vitest';
import { patternWith } from '../../../src/sop/escalation/identical-issues.ts';
import { epoch, instant } from '../../../src/sop/instant.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';

const second = 1000;
const limits = defaultPack.pattern;

/** Tickets 1, 2, 3 … opened so many seconds after an instant. */
function tickets(first: string, seconds: readonly number[]) {
  return seconds.map((after, index) => ({
    number: index + 1,
    openedAt: instant(epoch(first) + after * second),
  }));
}

/** The numbers of the pattern that the last of them is in. */
function found(first: string, seconds: readonly number[]): readonly number[] {
  const all = tickets(first, seconds);
  const last = all.at(-1);
  if (!last) throw new Error('no ticket');
  return patternWith(last, all.slice(0, -1), limits).map(({ number }) => number);
}

const mmss = (minutes: number, seconds: number) => minutes * 60 + seconds;

describe('the edge of the hour', () => {
  test.each<[string, readonly number[], readonly number[]]>([
    ['third at 59:59', [0, mmss(10, 0), mmss(59, 59)], [1, 2, 3]],
    ['third at 60:00', [0, mmss(10, 0), mmss(60, 0)], []],
    ['two at the same moment as the third', [0, 0, 0], [1, 2, 3]],
    ['two only', [0, mmss(59, 59)], []],
    ['the first is too old, the rest are three', [0, mmss(30, 0), mmss(40, 0), mmss(60, 0)], [2, 3, 4]],
    ['the hour rolls: it begins with no full hour', [mmss(59, 0), mmss(61, 0), mmss(118, 59)], [1, 2, 3]],
    ['the third was opened first', [mmss(59, 59), mmss(30, 0), 0], [3, 2, 1]],
    ['the third was opened between', [0, mmss(59, 59), mmss(30, 0)], [1, 3, 2]],
    ['first and last an hour apart, the third between', [0, mmss(60, 0), mmss(30, 0)], []],
    [
      'two windows over one ticket make one pattern',
      [0, mmss(20, 0), mmss(60, 0), mmss(70, 0), mmss(40, 0)],
      [1, 2, 5, 3, 4],
    ],
  ])('ESC-6 %s', (_, seconds, expected) => {
    expect(found('2026-03-02T08:00:00.000Z', seconds)).toEqual(expected);
  });

  test('ESC-6 59:59.999 is within the hour', () => {
    expect(found('2026-03-02T08:00:00.000Z', [0, 1, 3599.999])).toHaveLength(3);
  });
});

/** In the shipped pack's zone the clocks go forward on 29 March 2026, 02:00, and back on 25 October, 03:00. */
describe.each([
  ['over midnight', '2026-03-02T22:30:00.000Z'],
  ['over midnight in UTC', '2026-03-02T23:30:00.000Z'],
  ['over the turn of the year', '2026-12-31T22:45:00.000Z'],
  ['when the clocks go forward', '2026-03-29T00:30:00.000Z'],
  ['when the clocks go back', '2026-10-25T00:30:00.000Z'],
])('%s', (_, first) => {
  test('ESC-6 an hour is an hour', () => {
    expect(found(first, [0, mmss(20, 0), mmss(59, 59)])).toEqual([1, 2, 3]);
    expect(found(first, [0, mmss(20, 0), mmss(60, 0)])).toEqual([]);
  });
});

test('ESC-6 the same ticket twice is one issue', () => {
  const [ticket, other] = tickets('2026-03-02T08:00:00.000Z', [0, 60]);
  if (!ticket || !other) throw new Error('no tickets');
  expect(patternWith(ticket, [ticket, other, ticket], limits)).toEqual([]);
});

test('ESC-6 how many and how long is the pack’s to say', () => {
  const all = tickets('2026-03-02T08:00:00.000Z', [0, 60]);
  const [ticket, other] = all;
  if (!ticket || !other) throw new Error('no tickets');
  expect(patternWith(ticket, [other], { issues: 2, within: 60_001 })).toHaveLength(2);
  expect(patternWith(ticket, [other], { issues: 2, within: 60_000 })).toEqual([]);
});
