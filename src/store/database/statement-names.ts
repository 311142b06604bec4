import { createHash } from 'node:crypto';

/** More than the queries that Handrail asks again and again; texts that vary with each call must not pile up. */
const MOST_NAMES = 200;

/**
 * Names for statements, so that the database parses and plans each text once: equal texts have equal names. Beyond a
 * number of texts there are no more names ('').
 */
export function statementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= MOST_NAMES) return '';
    const name = createHash('sha256').update(sql).digest('base64url').slice(0, 22);
    names.set(sql, name);
    return name;
  };
}
