import { expect, test } from 'vitest';
import { fieldValues } from '../../src/slack/listeners/field-values.ts';

const full = 'x'.repeat(3000);

test.each([
  ['full fields go on where they stopped', [full, 'yz'], `${full}yz`],
  ['others are paragraphs', ['one', 'two'], 'one\ntwo'],
  ['empty ones leave nothing', ['', 'two', '', 'four'], 'two\nfour'],
  ['all of them empty', ['', ''], null],
  ['full, then short, then short', [full, 'a', 'b'], `${full}a\nb`],
])('a text of several fields: %s', (_, parts, whole) => {
  const values = Object.fromEntries(
    parts.map((value, part) => [
      part === 0 ? 'finding' : `finding:${part + 1}`,
      { any: { type: 'plain_text_input', value } },
    ]),
  );
  expect(fieldValues(values).long('finding', 12_000)).toBe(whole);
});
