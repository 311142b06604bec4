import { approachPatterns, causePatterns } from './promise/cause-patterns.ts';
import { asWritten, plain, withoutPassages } from './promise/plain.ts';

type Found = { start: number; end: number };

/**
 * T2-3: the passages of an English acknowledgement that name a cause or an approach, as written (on one line), in
 * order; empty if there is none. That something is looked into, and that a cause is not known yet, names neither; so
 * does what the customer did ("you restarted it"). `customersWords` are passages that repeat the customer (the
 * ticket's title) and pass; other quotation marks exempt nothing. Only English is understood.
 */
export function findCauseOrApproach(text: string, customersWords: readonly string[]): string[] {
  const read = plain(withoutPassages(text, customersWords));
  const found = [...causePatterns, ...approachPatterns]
    .flatMap((pattern) => [...read.text.matchAll(pattern)])
    .map((match): Found => ({ start: match.index, end: match.index + match[0].length }))
    .sort((a, b) => a.start - b.start);
  return merged(found).map(({ start, end }) => asWritten(text, read, start, end));
}

/** Passages that overlap are one. */
function merged(found: readonly Found[]): readonly Found[] {
  const apart: Found[] = [];
  for (const next of found) {
    const last = apart.at(-1);
    if (last && next.start < last.end) last.end = Math.max(last.end, next.end);
    else apart.push({ ...next });
  }
  return apart;
}
