import { describe, expect, test } from 'vitest';
import type { Role } from '../../../src/sop/actor.ts';
import { emptyPositions, type Shortage, shortagesOf } from '../../../src/sop/shift/positions.ts';

describe('CK-3 positions', () => {
  test.each<[string, readonly Role[], readonly Role[], readonly Role[]]>([
    ['one person holds one', ['tier1', 'tier1'], ['tier1'], ['tier1']],
    ['a higher role holds a lower one', ['tier1', 'tier2'], ['lead', 'tier2'], []],
    ['the higher ones are held first', ['tier1', 'lead'], ['lead', 'tier1'], []],
    ['a lower role holds no higher one', ['tier2'], ['tier1'], ['tier2']],
  ])('%s', (_, wanted, held, empty) => {
    const positions = wanted.map((position) => ({ position }));
    expect(emptyPositions(positions, held).map(({ position }) => position)).toEqual(empty);
  });

  test.each<[string, readonly Role[], readonly Role[], readonly Shortage[]]>([
    [
      'one of two positions of a tier, and no tier 2',
      ['tier1', 'tier1'],
      ['tier1', 'lead'],
      [
        { role: 'tier1', empty: 1, of: 2 },
        { role: 'tier2', empty: 1, of: 1 },
      ],
    ],
    ['tier 2 for tier 1, one each', ['tier1', 'tier2'], ['tier2', 'tier2'], []],
    ['tier 2 for both', ['tier1', 'tier2'], ['tier2'], [{ role: 'tier1', empty: 1, of: 1 }]],
    ['a lead is no agent', ['tier1', 'tier2'], ['tier1', 'lead'], [{ role: 'tier2', empty: 1, of: 1 }]],
    ['an agent is no lead', ['lead'], ['tier1', 'tier2'], [{ role: 'lead', empty: 1, of: 1 }]],
    ['a manager for a lead', ['lead'], ['tier2', 'manager'], []],
    [
      'nothing planned, and leads alone',
      [],
      ['lead'],
      [
        { role: 'tier1', empty: 1, of: 1 },
        { role: 'tier2', empty: 1, of: 1 },
      ],
    ],
    ['nothing planned, and tier 2 is there', [], ['tier2', 'lead'], []],
  ])('CK-3 a lead’s list: %s', (_, positions, onShift, short) => {
    expect(shortagesOf(positions, onShift)).toEqual(short);
  });
});
