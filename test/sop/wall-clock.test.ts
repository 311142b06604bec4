import { describe, expect, test } from 'vitest';
import { instant } from '../../src/sop/instant.ts';
import { wallClockRange } from '../../src/sop/wall-clock.ts';

describe('a time from one instant to another', () => {
  test.each([
    ['2026-03-02T07:00:00.000Z', '2026-03-02T10:00:00.000Z', 'Mon 2 Mar, 08:00–11:00 CET'],
    ['2026-03-02T16:45:00.000Z', '2026-03-03T07:00:00.000Z', 'Mon 2 Mar, 17:45 – Tue 3 Mar, 08:00 CET'],
    [
      '2026-03-28T15:00:00.000Z',
      '2026-03-29T06:00:00.000Z',
      'Sat 28 Mar, 16:00 CET – Sun 29 Mar, 08:00 CEST',
    ],
    // The hour that comes twice.
    [
      '2026-10-25T00:30:00.000Z',
      '2026-10-25T01:30:00.000Z',
      'Sun 25 Oct, 02:30 CEST – Sun 25 Oct, 02:30 CET',
    ],
  ])('%s to %s: the day and the zone once where both share them', (from, to, words) => {
    expect(wallClockRange(instant(Date.parse(from)), instant(Date.parse(to)), 'Europe/Berlin')).toBe(words);
  });
});
