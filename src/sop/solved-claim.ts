import { asWritten, plain } from './promise/plain.ts';

/** That something is over, said as a fact: "has been fixed", "we have resolved it", "is working again". */
const claims = new RegExp(
  [
    String.raw`(?:\b(?:is|are|was|were|been|has|have|had|got|we)|'(?:s|ve|re))(?: (?:now|already|all|just|been|again|fully|completely|successfully|finally|also))* (?:fixed|resolved|solved|repaired|restored|sorted(?: out)?)\b`,
    String.raw`\b(?:is|are|'s|'re) (?:now |all )*(?:working|running|up) again\b`,
    String.raw`\b(?:issue|problem|fault|error|outage) (?:(?:is )?(?:now )?gone|fixed|resolved|solved)\b`,
  ].join('|'),
);
/** What makes it none: a condition, a time to come, a no, somebody's wish. */
const notSaid =
  /\b(?:once|until|till|when|whenever|if|unless|as soon as|after|before|whether|how|will|would|should|can|could|may|might|must|not|never|no|yet|being|to be|want|hope|expect|sure)\b|n't\b|'ll\b/;

/**
 * T1-8: where an English text tells the customer that it is solved, as written; null where it does not.
 * `customersWords` repeat the customer (the ticket's title) and tell nothing. By clause: what is conditional, to come
 * or denied within it is no claim, and neither is a question.
 */
export function findSolvedClaim(text: string, customersWords: readonly string[]): string | null {
  const read = plain(
    customersWords.reduce(
      (rest, words) => (words ? rest.replaceAll(words, ' '.repeat(words.length)) : rest),
      text,
    ),
  );
  for (const clause of read.text.matchAll(/[^,;:.!?]+[,;:.!?]?/g)) {
    const found = claims.exec(clause[0]);
    if (!found || clause[0].endsWith('?') || notSaid.test(clause[0].slice(0, found.index))) continue;
    const start = clause.index + found.index;
    return asWritten(text, read, start, start + found[0].length);
  }
  return null;
}
