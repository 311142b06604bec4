import { expect, test } from 'vitest';
import { parseQuarter } from '../../../src/sop/exception/quarter.ts';

test.each([
  ['2026-Q1', 'Europe/Berlin', '2025-12-31T23:00:00.000Z', '2026-03-31T22:00:00.000Z'],
  ['2026-Q4', 'Europe/Berlin', '2026-09-30T22:00:00.000Z', '2026-12-31T23:00:00.000Z'],
  ['2026q2', 'America/New_York', '2026-04-01T04:00:00.000Z', '2026-07-01T04:00:00.000Z'],
  ['2026-q3', 'UTC', '2026-07-01T00:00:00.000Z', '2026-10-01T00:00:00.000Z'],
])('EX-4 %s in %s runs from one midnight there to another', (text, zone, from, to) => {
  expect(parseQuarter(text, zone)).toMatchObject({ from, to });
});

test('EX-4 one quarter ends where the next begins', () => {
  const names = ['2025-Q4', '2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4', '2027-Q1'];
  const quarters = names.map((name) => parseQuarter(name, 'Europe/Berlin'));
  expect(quarters.map((one) => one?.name)).toEqual(names);
  for (const [index, one] of quarters.slice(1).entries()) expect(quarters[index]?.to).toBe(one?.from);
});

test.each(['', 'Q4', '2026', '2026-Q5', '2026-Q0', '26-Q1', '2026-Q4x', '2026-10'])('%j is none', (text) => {
  expect(parseQuarter(text, 'UTC')).toBeNull();
});
