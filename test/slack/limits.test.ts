import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clip, pieces } from '../../src/slack/limits.ts';

const anyText = fc.string({
  unit: fc.constantFrom('a', ' ', '\n', '\u{1F600}', '界', '\u200D', '<'),
  maxLength: 400,
});
const length = fc.integer({ min: 2, max: 60 });

describe('clipping', () => {
  test.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['', 1, ''],
    ['a\u{1F600}b', 3, 'a…'],
    ['a\u{1F600}', 3, 'a\u{1F600}'],
  ])('%j to %d is %j', (text, max, clipped) => {
    expect(clip(text, max)).toBe(clipped);
  });

  test('never longer, never half an emoji, and as it was where it fits', () => {
    fc.assert(
      fc.property(anyText, length, (text, max) => {
        const clipped = clip(text, max);
        expect(clipped.length).toBeLessThanOrEqual(max);
        expect(clipped.isWellFormed()).toBe(true);
        if (text.length <= max) expect(clipped).toBe(text);
      }),
    );
  });
});

describe('pieces', () => {
  test.each([
    ['', 5, ['']],
    ['abcde', 5, ['abcde']],
    ['abcdef', 5, ['abcde', 'f']],
    ['abcd ef', 5, ['abcd ', 'ef']],
    ['abcd\nef', 5, ['abcd\n', 'ef']],
    ['a bcdefg', 5, ['a bcd', 'efg']],
    ['abcd\u{1F600}e', 5, ['abcd', '\u{1F600}e']],
  ])('%j by %d', (text, max, expected) => {
    expect(pieces(text, max)).toEqual(expected);
  });

  test('joined they are the text; none is longer, empty, or half an emoji', () => {
    fc.assert(
      fc.property(anyText, length, (text, max) => {
        const all = pieces(text, max);
        expect(all.join('')).toBe(text);
        for (const piece of all) {
          expect(piece.length).toBeLessThanOrEqual(max);
          expect(piece.isWellFormed()).toBe(true);
          if (text !== '') expect(piece).not.toBe('');
        }
        expect(all.length).toBeLessThanOrEqual(Math.ceil(text.length / (max / 2)) + 1);
      }),
    );
  });
});
