import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstWord, mentionedUser, plainWords, ticketNumber } from '../../src/slack/words.ts';

describe('ticket numbers', () => {
  test.each([
    ['12', 12],
    ['#12', 12],
    ['T-12', 12],
    ['t-12', 12],
    ['t12', 12],
    ['007', 7],
    ['999999999', 999_999_999],
    ['0', null],
    ['-1', null],
    ['1e3', null],
    ['12.0', null],
    ['1234567890', 1234567890],
    ['1234567890123456', null],
    ['T--12', null],
    ['#T-12', null],
    ['١٢', null],
    ['12 ', null],
    ['', null],
    ['twelve', null],
  ])('%j is %j', (word, number) => {
    expect(ticketNumber(word)).toBe(number);
  });
});

describe('words', () => {
  test.each([
    ['', '', ''],
    ['   ', '', ''],
    ['new', 'new', ''],
    ['  note  12  two words\n three ', 'note', '12  two words\n three '],
    ['note\n12', 'note', '12'],
    ['note\u00A012', 'note', '12'],
  ])('%j', (text, word, rest) => {
    expect(firstWord(text)).toEqual({ word, rest });
  });

  test('a long text takes no long time', () => {
    const start = performance.now();
    firstWord(' '.repeat(100_000));
    plainWords('<'.repeat(100_000));
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('mentions', () => {
  test.each([
    ['<@U123>', 'U123'],
    ['<@W123|ana>', 'W123'],
    ['@ana', null],
    ['<@u123>', null],
    ['<@U123', null],
    ['<!channel>', null],
    ['x<@U123>', null],
  ])('%j', (word, id) => {
    expect(mentionedUser(word)).toBe(id);
  });
});

describe('what Slack sends, as it was typed', () => {
  test.each([
    ['a &lt;b&gt; &amp;&amp; c', 'a <b> && c'],
    ['&amp;lt;', '&lt;'],
    ['<https://example.com>', 'https://example.com'],
    ['<https://example.com|example.com>', 'https://example.com'],
    ['<https://example.com/a?b=1&amp;c=2|here>', 'here (https://example.com/a?b=1&c=2)'],
    ['<@U123|ana> and <@U124>', '@ana and @U124'],
    ['<#C1|tickets> <#C2>', '#tickets #C2'],
    ['<!here> <!channel>', '@here @channel'],
    ['<!subteam^S1|@desk>', '@desk'],
    ['<!date^1^{date}|today>', 'today'],
    ['no markup', 'no markup'],
  ])('%j reads %j', (slack, plain) => {
    expect(plainWords(slack)).toBe(plain);
  });

  test('a text without markup comes back as it was', () => {
    const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(plainWords(escaped(text))).toBe(text);
      }),
    );
  });
});
