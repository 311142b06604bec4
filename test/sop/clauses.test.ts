import { expect, test } from 'vitest';
import { actionIds, actions } from '../../src/sop/authority.ts';
import { clauses, isClauseId } from '../../src/sop/clauses.ts';

/** How many clauses each section has: SC-1 and SC-2, AU-1 to AU-7, and so on. */
const sections = {
  SC: 2,
  AU: 7,
  ESC: 6,
  ESL: 5,
  SEC: 3,
  T1: 10,
  T2: 8,
  LD: 4,
  HO: 6,
  CK: 4,
  EX: 4,
  DOC: 2,
};

test('every clause of every section is there, and no other', () => {
  const expected = Object.entries(sections).flatMap(([section, count]) =>
    Array.from({ length: count }, (_, index) => `${section}-${index + 1}`),
  );
  expect(Object.keys(clauses).toSorted()).toEqual(expected.toSorted());
});

test.each(Object.entries(clauses))('%s is one sentence short enough for a refusal', (_id, sentence) => {
  expect(sentence.length).toBeLessThanOrEqual(140);
  expect(sentence).toMatch(/^[A-Z][^.]*\.$/);
});

test('no two clauses read the same', () => {
  expect(new Set(Object.values(clauses)).size).toBe(Object.keys(clauses).length);
});

test.each(actionIds)('%s cites a clause that exists', (action) => {
  expect(isClauseId(actions[action].clause)).toBe(true);
});

test.each(['', 'T1-11', 't1-1', 'toString', '__proto__'])('%j is no clause', (text) => {
  expect(isClauseId(text)).toBe(false);
});
