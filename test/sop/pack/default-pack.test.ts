import { describe, expect, test } from 'vitest';
import { addWorkingTime, workingTimeBetween } from '../../../src/sop/calendar.ts';
import { checkPack } from '../../../src/sop/pack/check-pack.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import { categoryCodes, priorityCodes } from '../../../src/sop/pack/schema.ts';

const minute = 60_000;
const hour = 60 * minute;
const { matrix, playbook, targets, resolutionCodes, outOfScope, documents } = defaultPack;
const symptomsOf = (code: string) =>
  matrix.categories.find((category) => category.code === code)?.symptoms.map((symptom) => symptom.code) ?? [];
const fixesFor = (symptom: string) =>
  playbook.standardFixes.filter((fix) => fix.symptoms.includes(symptom)).map((fix) => fix.id);

test('the shipped pack fits together', () => {
  expect(checkPack(defaultPack)).toEqual([]);
  expect(defaultPack.version).toBe('2026.1');
});

test('T1-3 the seven categories, with symptoms', () => {
  expect(matrix.categories.map((category) => category.code)).toEqual(categoryCodes);
  for (const code of categoryCodes) {
    const [least, most] = code === 'OTHER' ? [1, 2] : [4, 8];
    expect(symptomsOf(code).length).toBeGreaterThanOrEqual(least);
    expect(symptomsOf(code).length).toBeLessThanOrEqual(most);
  }
});

test('T1-4 the targets', () => {
  const read = (key: 'response' | 'resolution') => priorityCodes.map((priority) => targets[priority][key]);
  expect(read('response')).toEqual([15 * minute, 30 * minute, 4 * hour, 8 * hour]);
  expect(read('resolution')).toEqual([4 * hour, 8 * hour, 24 * hour, 40 * hour]);
  expect(priorityCodes.map((priority) => targets[priority].calendar)).toEqual([
    'round-the-clock',
    'round-the-clock',
    'working-hours',
    'working-hours',
  ]);
});

test('T1-4 a working day is eight hours, so three and five of them end at the same time of day', () => {
  const calendar = defaultPack.calendars['working-hours'] ?? { kind: 'always' };
  const monday = Date.parse('2026-06-08T10:00+02:00');
  expect(workingTimeBetween(calendar, monday, monday + 24 * hour)).toBe(8 * hour);
  expect(addWorkingTime(calendar, monday, targets.P3.resolution)).toBe(monday + 3 * 24 * hour);
  expect(addWorkingTime(calendar, monday, targets.P4.resolution)).toBe(monday + 7 * 24 * hour);
});

test.each(matrix.categories.filter((one) => one.code !== 'OTHER').flatMap((one) => one.symptoms))(
  'T1-5 there is a Standard Fix for $code',
  ({ code }) => {
    expect(fixesFor(code).length).toBeGreaterThan(0);
  },
);

test('T1-7 the two Standard Fixes that can’t be undone, and no others', () => {
  const named = playbook.standardFixes.filter((fix) => fix.irreversible).map((fix) => [fix.id, fix.title]);
  expect(named).toEqual([
    ['SF-7', 'Force Session Reset'],
    ['SF-11', 'Cache Purge, Account-Wide'],
  ]);
});

test('T1-7 some AUTH symptom has SF-7 as its second fix', () => {
  expect(symptomsOf('AUTH').some((symptom) => fixesFor(symptom)[1] === 'SF-7')).toBe(true);
});

test('T2-7 the two Extended Fixes that can’t be undone, and no others', () => {
  const named = playbook.extendedFixes.filter((fix) => fix.irreversible).map((fix) => [fix.id, fix.title]);
  expect(named).toEqual([
    ['EF-5', 'Account Permission Rebuild'],
    ['EF-8', 'Integration Token Revocation'],
  ]);
});

test('T1-8 every fix has two or three verification steps', () => {
  for (const fix of [...playbook.standardFixes, ...playbook.extendedFixes]) {
    expect([2, 3]).toContain(fix.verification.length);
  }
});

test('T2-6 two root causes have no Extended Fix, the others have', () => {
  const covered = new Set(playbook.extendedFixes.flatMap((fix) => fix.rootCauses));
  const left = playbook.rootCauses.map((cause) => cause.code).filter((code) => !covered.has(code));
  expect(left).toEqual(['product-defect', 'outside-dependency']);
});

test('T2-5 every category but OTHER has a pathway of three to five points', () => {
  expect(playbook.pathways.map((pathway) => pathway.category)).toEqual(
    categoryCodes.filter((code) => code !== 'OTHER'),
  );
  for (const { points } of playbook.pathways) expect([3, 4, 5]).toContain(points.length);
});

test('T1-10 both tiers have codes to close with, and redirected is one of its own', () => {
  expect(new Set(resolutionCodes.map((one) => one.tier))).toEqual(new Set(['tier1', 'tier2']));
  expect(resolutionCodes.map((one) => one.code)).toContain('redirected');
});

test('T2-8 the follow-ups that the procedure names', () => {
  expect(defaultPack.followUps.map((one) => one.code)).toEqual([
    'configuration-review',
    'knowledge-update',
    'pattern-monitoring',
  ]);
});

test('SC-2 what is out of scope goes to its document', () => {
  expect(outOfScope.map((one) => one.document)).toEqual([
    'FIN-POL-004',
    'PRI-PCD-012',
    'INF-PCS-007',
    'VND-PCS-003',
    'SEC-PCD-001',
  ]);
});

describe('DOC-1 the governing documents and their owners', () => {
  test.each([
    ['POL00001', 'Customer Support Operations Policy', 'VP Operations'],
    ['PCS00004', 'Support Escalation Process', 'Operations Lead'],
    ['REF-OPS-002', 'Issue Classification Matrix', 'Tier 2 Lead'],
    ['REF-OPS-008', 'Tier 2 Investigation Framework', 'Tier 2 Lead'],
    ['PCD00011', 'P1 Communication Protocol', 'Operations Lead'],
    ['SEC-PCD-001', 'Security Incident Response Procedure', 'Security Operations'],
    ['PRI-PCD-012', 'Privacy Request Handling Procedure', 'Privacy & Compliance'],
  ])('DOC-1 %s', (id, title, owner) => {
    expect(documents).toContainEqual(expect.objectContaining({ id, title, owner }));
  });
});

test('DOC-2 each has a version and a day on which it was confirmed', () => {
  for (const { version, lastConfirmed } of documents) {
    expect(version).not.toBe('');
    expect(lastConfirmed).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  }
});

test('made-up fixes are marked as samples; those that the procedure names are not', () => {
  const own = [...playbook.standardFixes, ...playbook.extendedFixes].filter((fix) => !fix.sample);
  expect(own.map((fix) => fix.id)).toEqual(['SF-7', 'SF-11', 'EF-5', 'EF-8']);
});
