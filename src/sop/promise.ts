import {
  noDeadlineAfter,
  noDeadlineBefore,
  noPromiseBefore,
  onlyNameAfter,
  resolutionWords,
  responseWords,
  teller,
  timeWords,
} from './promise/patterns.ts';
import { asWritten, plain, withoutPassages } from './promise/plain.ts';

type Found = { start: number; end: number };
/** A word that a time can belong to: an end of the problem, or our answer to the customer. */
type Anchor = Found & { of: 'resolution' | 'response' };

/** How many words may stand between a word and the time that belongs to it. */
const reach = 7;
/** How much of the text around a match is looked at, in characters. */
const surroundings = 160;

/**
 * T1-4: the passages of an English acknowledgement that name a time for the resolution, as written (on one line),
 * in order; empty if there is none. A time belongs to the nearest word before it that speaks of the resolution or
 * of our response, or to the one after it where it leads the clause. Decided here:
 * "as soon as possible", "soon" and "shortly" name no time and pass; "immediately", "right away" and their like
 * name one. `customersWords` are passages that repeat the customer (the ticket's title) and pass; other quotation
 * marks exempt nothing, or a promise could hide in them. Only English is understood.
 */
export function findResolutionPromise(text: string, customersWords: readonly string[]): string[] {
  const read = plain(withoutPassages(text, customersWords));
  return sentences(read.text).flatMap(({ start, end }) => {
    const sentence = read.text.slice(start, end);
    return promisesIn(sentence).map((found) => asWritten(text, read, start + found.start, start + found.end));
  });
}

function promisesIn(sentence: string): Found[] {
  const anchors = anchorsIn(sentence);
  const promises: Found[] = [];
  for (const time of timesIn(sentence)) {
    const anchor = leadsClause(sentence, time)
      ? (anchorAfter(sentence, anchors, time) ?? anchorBefore(sentence, anchors, time))
      : (anchorBefore(sentence, anchors, time) ?? anchorAfter(sentence, anchors, time));
    if (anchor?.of !== 'resolution') continue;
    const found = { start: Math.min(anchor.start, time.start), end: Math.max(anchor.end, time.end) };
    const last = promises.at(-1);
    if (last && found.start < last.end) last.end = Math.max(last.end, found.end);
    else promises.push({ ...found, start: withAuxiliary(sentence, found.start) });
  }
  return promises;
}

function anchorBefore(sentence: string, anchors: readonly Anchor[], time: Found): Anchor | undefined {
  const anchor = anchors.findLast((one) => one.start < time.start && one.end <= time.end);
  return anchor && connected(sentence.slice(anchor.end, Math.max(anchor.end, time.start)))
    ? anchor
    : undefined;
}

/** Where a time leads its clause, or an infinitive or a noun follows it: "two hours to fix", "a 2-hour fix". */
function anchorAfter(sentence: string, anchors: readonly Anchor[], time: Found): Anchor | undefined {
  const anchor = anchors.find((one) => one.start >= time.end);
  if (!anchor) return undefined;
  const between = sentence.slice(time.end, anchor.start);
  const follows = /^ ?(?:(?:to|until|till|before|for)\b[^,]*)?$/.test(between);
  return (follows || leadsClause(sentence, time)) && connected(between) ? anchor : undefined;
}

function leadsClause(sentence: string, time: Found): boolean {
  const prefix = sentence.slice(Math.max(0, time.start - surroundings), time.start);
  return /(?:^|[,:(]|-|\b(?:and|but|so|then|that|or))[\s(]*(?:(?:maybe|perhaps|hopefully|probably|even) )?$/.test(
    prefix,
  );
}

function connected(between: string): boolean {
  const words = between.match(/[\w']+/g) ?? [];
  return words.length <= reach && !/\b(?:because|since|although|while|whereas)\b/.test(between);
}

function anchorsIn(sentence: string): Anchor[] {
  const resolution = matches(sentence, resolutionWords)
    .filter((found) => promises(sentence, found))
    .map((found): Anchor => ({ ...found, of: 'resolution' }));
  const response = matches(sentence, responseWords).map((found): Anchor => ({ ...found, of: 'response' }));
  return [...resolution, ...response].sort((a, b) => a.start - b.start);
}

function promises(sentence: string, { start, end }: Found): boolean {
  const before = sentence.slice(Math.max(0, start - surroundings), start);
  const tells = teller.test(before) && /^\w+ed\b/.test(sentence.slice(start, end));
  const after = sentence.slice(end, end + surroundings);
  return !tells && !noPromiseBefore.test(before) && !onlyNameAfter.test(after);
}

function timesIn(sentence: string): Found[] {
  return matches(sentence, timeWords).filter(
    ({ start, end }) =>
      !noDeadlineBefore.test(sentence.slice(Math.max(0, start - surroundings), start)) &&
      !noDeadlineAfter.test(sentence.slice(end, end + surroundings)),
  );
}

/** "will be" and its like belong to the passage shown. */
function withAuxiliary(sentence: string, start: number): number {
  const before = sentence.slice(Math.max(0, start - surroundings), start);
  const auxiliary = /\b(?:will|shall|should|can|going to|expect to) (?:have )?(?:be )?$/.exec(before);
  return auxiliary ? start - auxiliary[0].length : start;
}

/** Stretches that end with a full stop, a question or exclamation mark, or a semicolon; "p.m." ends none. */
function sentences(text: string): Found[] {
  const ends = [...text.matchAll(/(?<!\b[ap]\.m|\b[ap])[.!?;](?=\s|$)/g)].map((match) => match.index + 1);
  return [...ends, text.length].map((end, index) => ({
    start: index === 0 ? 0 : (ends[index - 1] ?? 0),
    end,
  }));
}

function matches(text: string, pattern: RegExp): Found[] {
  return [...text.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}
