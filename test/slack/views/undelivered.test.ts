import { expect, test } from 'vitest';
import { checkMessageBlocks } from '../../../src/sandbox/blocks/surface.ts';
import { buildUndelivered } from '../../../src/slack/views/undelivered.ts';
import type { NoticeGivenUp } from '../../../src/sop/desk-settings.ts';

const given: NoticeGivenUp = {
  notice: '5d2c0f0e-6a4b-4a8e-9d57-0f2b7c1f6a11',
  kind: 'clockBreached',
  stream: 'T-12',
  seq: 4,
  destination: 'channel:leads',
  beside: [],
  error: 'http 503',
  tell: 'managers',
};

test.each<[string, Partial<NoticeGivenUp>, RegExp]>([
  ['of one ticket', {}, /a message about T-12 .*in the leads channel.*ticket show T-12 has all of it/],
  [
    'of several together',
    { beside: ['T-13', 'T-14'] },
    /a message about T-12, T-13, T-14 .*in the leads channel.*with its number, has all of each/,
  ],
])('what is given up says where it was to go and what it told: %s', (_, change, words) => {
  const { blocks } = buildUndelivered({ ...given, ...change }, null);
  expect(JSON.stringify(blocks)).toMatch(words);
});

test('as many as a digest holds fit into one message', () => {
  const beside = Array.from({ length: 49 }, (_, index) => `T-${2_147_483_000 + index}`);
  const message = buildUndelivered({ ...given, beside }, 'T1-4');
  expect(checkMessageBlocks(message.blocks)).toEqual([]);
});
