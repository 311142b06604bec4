import { describe, expect, test } from 'vitest';
import { defaultPack } from '../../src/sop/pack/default-pack.ts';
import { findSolvedClaim } from '../../src/sop/solved-claim.ts';

const claims: readonly (readonly [string, string])[] = [
  ['Hello, your issue has been fixed.', 'has been fixed'],
  ['Good news: the problem is now resolved!', 'is now resolved'],
  ['We have already solved it.', 'have already solved'],
  ['We fixed it this morning.', 'We fixed'],
  ['It’s fixed.', '’s fixed'],
  ['We’ve resolved this for you.', '’ve resolved'],
  ['When you wrote to us, sign-in was broken; it is working again.', 'is working again'],
  ['Issue resolved. You will hear from us within 30 minutes.', 'Issue resolved'],
  ['The error is gone.', 'error is gone'],
  ['Everything\nis   *fixed* now', 'is *fixed'],
];

const passes: readonly string[] = [
  'We will write to you once it has been resolved.',
  'You hear from us until it is fixed.',
  'It has not been fixed yet.',
  "It isn't solved.",
  'As soon as the problem is solved you will hear from us.',
  'We want to be sure that it is solved.',
  'Is it resolved by now?',
  'It is being fixed.',
  'It is to be resolved by another team.',
  'We are looking into it, and you will hear from us within 30 minutes.',
  'You wrote that your records are gone.',
  'A fixed address is not needed.',
  'You wrote that your seats are not restored.',
];

describe('telling the customer that it is solved', () => {
  test.each(claims)('T1-8 %j does', (text, claim) => {
    expect(findSolvedClaim(text, [])).toBe(claim);
  });
  test.each(passes)('T1-8 %j does not', (text) => {
    expect(findSolvedClaim(text, [])).toBeNull();
  });
  test('T1-8 the customer’s own title is theirs', () => {
    const title = 'Old issue is fixed, new one came';
    expect(findSolvedClaim(`Your report “${title}” has reached us.`, [title])).toBeNull();
  });
  test('T1-8 no shipped message does', () => {
    const { acknowledgement, tier2Acknowledgement } = defaultPack.templates;
    for (const text of [...Object.values(acknowledgement), ...Object.values(tier2Acknowledgement)])
      expect(findSolvedClaim(text, [])).toBeNull();
  });
});
