import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  accountInput,
  checkInput,
  cleanText,
  inputLimits,
  messageInput,
  noteInput,
  reasonInput,
  ticketInput,
} from '../../src/desk/input.ts';

const ticket = {
  title: 'Cannot sign in',
  description: 'Since this morning.',
  customerAccount: 'ACME-1',
  reportedPriority: 'P2',
  attachments: [{ name: 'screen.png', url: 'https://example.com/screen.png' }],
};

const errorsOf = (change: Record<string, unknown>) => {
  const input = checkInput(ticketInput, { ...ticket, ...change });
  return input.ok ? {} : input.errors;
};

describe('what a text becomes', () => {
  test.each([
    ['as written', ' a  b\tc\n\n d ', 'a  b\tc\n\n d'],
    ['line ends of other systems', 'a\r\nb\rc\n', 'a\nb\nc'],
    ['no NUL, no controls', 'a\u0000b\u0007c\u001Bd\u007F', 'abcd'],
    ['whole emoji, no halves', '\u{1F600}\uD83D \uDE00', '\u{1F600}\uFFFD \uFFFD'],
    ['invisible characters within a text stay', 'a\u200Bb\u202Ec', 'a\u200Bb\u202Ec'],
    ['nothing', '', ''],
  ])('%s', (_, text, cleaned) => {
    expect(cleanText(text)).toBe(cleaned);
    expect(cleanText(cleaned)).toBe(cleaned);
  });
});

describe('what cannot be read is no text', () => {
  test.each([
    '',
    '   ',
    '\n\t',
    '\u200B',
    '\u200B\u200C\u200D\u2060\uFEFF',
    '\u00AD',
    '\u202E\u202C',
    '\u2066 \u2069',
    '\u3000\u00A0',
    '\u2800',
    '\u3164',
    '\u0000\u0001',
    '\u115F\u1160',
    '\uFE0F',
    '\u034F',
    '\u{E0100}',
  ])('%j', (text) => {
    for (const schema of [noteInput, reasonInput, accountInput, messageInput])
      expect(checkInput(schema, text)).toMatchObject({ ok: false });
    for (const field of ['title', 'description', 'customerAccount'])
      expect(Object.keys(errorsOf({ [field]: text }))).toEqual([field]);
  });

  test.each([null, undefined, 7, {}, ['a']])('%j', (value) => {
    expect(checkInput(noteInput, value)).toEqual({ ok: false, errors: { '': 'write some text' } });
  });

  test.each(['.', '0', '\u{1F600}', 'ש', '\u200Ba'])('but %j is one', (text) => {
    expect(checkInput(noteInput, text).ok).toBe(true);
  });
});

describe('how long it may be', () => {
  test.each([
    ['title', inputLimits.title],
    ['description', inputLimits.description],
    ['customerAccount', inputLimits.customerAccount],
  ])('%s: %d characters', (field, max) => {
    expect(errorsOf({ [field]: 'x'.repeat(max) })).toEqual({});
    expect(errorsOf({ [field]: `${'x'.repeat(max)}  \n` })).toEqual({});
    expect(errorsOf({ [field]: 'x'.repeat(max + 1) })).toEqual({
      [field]: `at most ${max.toLocaleString('en')} characters`,
    });
    // As Slack counts: an emoji is two.
    expect(errorsOf({ [field]: '\u{1F600}'.repeat(max / 2) })).toEqual({});
    expect(Object.keys(errorsOf({ [field]: `${'\u{1F600}'.repeat(max / 2)}x` }))).toEqual([field]);
  });

  test('what a form could not show whole is turned away', () => {
    const attachments = Array.from({ length: 50 }, (_, n) => ({
      name: 'n'.repeat(200),
      url: `https://example.com/${n}/`.padEnd(2000, 'u'),
    }));
    expect(errorsOf({ attachments, description: 'x'.repeat(50_000) })).toEqual({});
    expect(errorsOf({ attachments, description: '界'.repeat(50_000) })).toEqual({
      description: 'with the attachments at most 220,000 bytes',
    });
    const extended = ticketInput.extend({ externalId: z.string() });
    const input = { ...ticket, attachments, description: '界'.repeat(50_000), externalId: 'x' };
    expect(checkInput(extended, input)).toMatchObject({ ok: false });
  });
});

describe('fields', () => {
  test('a title is one line', () => {
    expect(checkInput(ticketInput, { ...ticket, title: ' a \r\n\n b\nc ' })).toMatchObject({
      ok: true,
      value: { title: 'a b c' },
    });
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['a priority there is not', { reportedPriority: 'P5' }, { reportedPriority: 'one of P1, P2, P3, P4' }],
    ['no priority', { reportedPriority: null }, {}],
    ['no attachments', { attachments: undefined }, {}],
    [
      'too many attachments',
      { attachments: Array.from({ length: 51 }, () => ticket.attachments[0]) },
      { attachments: 'at most 50' },
    ],
    ...['javascript:alert(1)', 'file:///etc/passwd', 'example.com', 'https://', 'mailto:a@b.c'].map(
      (url): [string, Record<string, unknown>, Record<string, unknown>] => [
        url,
        { attachments: [ticket.attachments[0], { name: 'a', url }] },
        { 'attachments[1].url': 'a web address beginning with https:// or http://' },
      ],
    ),
    [
      'an attachment without a name',
      { attachments: [{ name: '\u200B', url: 'https://example.com' }] },
      { 'attachments[0].name': 'write something that can be read' },
    ],
    [
      'several at once',
      { title: '', customerAccount: 7 },
      { title: expect.any(String), customerAccount: expect.any(String) },
    ],
  ])('%s', (_, change, errors) => {
    expect(errorsOf(change)).toEqual(errors);
  });

  test.each([null, 7, 'text', []])('%j is no ticket', (value) => {
    expect(checkInput(ticketInput, value)).toMatchObject({ ok: false, errors: { '': expect.any(String) } });
  });
});
