import { describe, expect, test } from 'vitest';
import { csvLine } from '../../src/cli/csv.ts';
import { readCsv } from './read-csv.ts';

describe('a line of CSV', () => {
  test.each([
    ['plain'],
    ['with, a comma; and a semicolon'],
    ['with "quotation marks"'],
    ['over\nseveral\r\nlines'],
    ['a tab\tin it'],
    ['Grüße 界 \u{1F600}'],
    [''],
  ])('%j comes back as it was', (text) => {
    expect(readCsv(csvLine(['before', text, 'after']))).toEqual([['before', text, 'after']]);
  });

  test.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\tafter a tab',
    '\rafter a return',
    '  =1',
    '"=1&"',
    '\uFEFF=1',
    '\u2003=1',
    '\u200B=1',
    '\u200E\u2066=1',
    '\u061C\u00AD=1',
    '\uFF1D1',
    '\uFE661',
    '=HYPERLINK("https://example.com","x")',
  ])('%j is text and no formula', (text) => {
    const [[cell] = []] = readCsv(csvLine([text]));
    expect(cell).toBe(`'${text}`);
  });

  test.each([
    ['seen; =1+1', "seen;' =1+1"],
    ['seen;"=1&"', `seen;'"=1&"`],
    ['seen\t@SUM(A1)', "seen\t'@SUM(A1)"],
    ['seen\n+1\r\n-1', "seen\n'+1\r\n'-1"],
    ['1 - 1 = 0; 2 + 2', '1 - 1 = 0; 2 + 2'],
  ])('%j is no formula either where semicolons, tabs or line ends begin another cell', (text, safe) => {
    expect(readCsv(csvLine([text]))).toEqual([[safe]]);
  });

  test('numbers stay numbers, and what is not there stays empty', () => {
    expect(csvLine([-3, null, 'x'])).toBe('-3,,x\r\n');
  });
});
