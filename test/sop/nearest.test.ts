import { expect, test } from 'vitest';
import { editDistance, nearest } from '../../src/sop/nearest.ts';

const words = [
  'new',
  'next',
  'queue',
  'mine',
  'show',
  'take',
  'ack',
  'note',
  'wait',
  'resume',
  'transfer',
  'verify',
  'close',
];

test.each([
  ['queu', 'queue'],
  ['quuee', 'queue'],
  ['tarnsfer', 'transfer'],
  ['TRANSFR', 'transfer'],
  ['resmue', 'resume'],
  ['verfiy', 'verify'],
  ['clsoe', 'close'],
  ['ntoe', 'note'],
  ['nex', 'new'],
  [' take ', 'take'],
  ['akc', 'ack'],
])('%j means %s', (word, meant) => {
  expect(nearest(word, words)).toBe(meant);
});

test.each(['', ' ', 'x', 'help', 'banana', 'transferring everything'])('%j is near nothing', (word) => {
  expect(nearest(word, words)).toBeNull();
});

test('no candidates, no answer', () => {
  expect(nearest('take', [])).toBeNull();
});

test.each([
  ['', '', 0],
  ['', 'abc', 3],
  ['abc', 'abc', 0],
  ['abc', 'acb', 1],
  ['ca', 'abc', 3],
  ['kitten', 'sitting', 3],
])('%j and %j are %d apart, either way', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
  expect(editDistance(b, a)).toBe(distance);
});
