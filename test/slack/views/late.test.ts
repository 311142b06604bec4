import { expect, test } from 'vitest';
import { saidLate } from '../../../src/slack/views/late.ts';
import { lines } from '../../../src/slack/views/rich-text.ts';

const message = { text: 'T-1 was taken.', blocks: [lines(['Taken.'])] };
const happened = new Date('2026-03-02T08:00:00Z');

test('what is told soon after it happened is told as it is', () => {
  expect(saidLate(message, happened, new Date('2026-03-02T08:02:00Z'), 'Europe/Berlin')).toBe(message);
});

test('what is told late says how late, and when it happened in the zone of the desk', () => {
  const late = saidLate(message, happened, new Date('2026-03-02T09:30:00Z'), 'Europe/Berlin');
  expect(late.text).toBe(message.text);
  expect(JSON.stringify(late.blocks)).toContain('Told 1 h 30 min late: it happened at Mon 2 Mar, 09:00 CET');
});
