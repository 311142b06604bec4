/** A text made plain for matching; `origin[i]` is where the character at `i` stood in the text as written. */
export type Plain = { text: string; origin: readonly number[] };

const apostrophes = /[’‘ʼ′＇`´]/;
const dashes = /[‐‑‒–—−]/;
const invisible = /\p{Cf}/u;
const spacing = /[\s*_~]/;

/**
 * Lower case, straight apostrophes, plain hyphens, single spaces for any white space and Slack's bold, italic and
 * strike marks, nothing for invisible characters, and wide or ligated letters as ordinary ones.
 */
export function plain(written: string): Plain {
  let text = '';
  const origin: number[] = [];
  let index = 0;
  for (const character of written) {
    for (const letter of plainLetters(character)) {
      if (letter === ' ' && text.endsWith(' ')) continue;
      text += letter;
      for (let unit = 0; unit < letter.length; unit++) origin.push(index);
    }
    index += character.length;
  }
  origin.push(index);
  return { text, origin };
}

function plainLetters(character: string): string {
  if (invisible.test(character)) return '';
  if (apostrophes.test(character)) return "'";
  if (dashes.test(character)) return '-';
  if (spacing.test(character)) return ' ';
  return character.normalize('NFKC').toLowerCase().replace(/\s/g, ' ');
}

/** The words between two places of the plain text, as they were written, on one line. */
export function asWritten(written: string, { origin }: Plain, start: number, end: number): string {
  return written.slice(origin[start], origin[end]).replace(/\s+/g, ' ').trim();
}

/** The text with spaces for these passages, so that every other place in it stays where it was. */
export function withoutPassages(text: string, passages: readonly string[]): string {
  const blank = (passage: string) => ' '.repeat(passage.length);
  return passages.reduce((rest, words) => (words ? rest.replaceAll(words, blank) : rest), text);
}
