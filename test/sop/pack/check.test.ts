import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import {
  canonicalPack,
  checkPack,
  type PackError,
  packToYaml,
  parsePack,
} from '../../../src/sop/pack/check.ts';
import { defaultPack, defaultPackInput } from '../../../src/sop/pack/default-pack.ts';
import type { Pack, PackInput } from '../../../src/sop/pack/schema.ts';

const yaml = packToYaml(defaultPack);
const lineOf = (text: string, within = yaml) => within.slice(0, within.indexOf(text)).split('\n').length;

/** The errors of the shipped pack with one passage of its YAML replaced. */
function errorsAfter(passage: string, replacement: string): PackError[] {
  expect(yaml).toContain(passage);
  const read = parsePack(yaml.replace(passage, replacement));
  return read.ok ? [] : read.errors;
}

describe('the shipped pack as YAML', () => {
  test('reads back the same', () => {
    expect(parsePack(yaml)).toEqual({ ok: true, pack: defaultPack });
  });

  test('holds durations in ISO 8601', () => {
    expect(yaml).toContain('activeWork: PT20M');
    expect(yaml).toContain('reopening: PT336H');
  });

  test('any change of its figures and texts reads back the same', () => {
    const seconds = fc.integer({ min: 1, max: 10 ** 6 }).map((count) => count * 1000);
    const line = fc.string({ minLength: 1, maxLength: 70, unit: 'grapheme' }).map((text) => text.trim());
    const words = line.filter((text) => text !== '' && text.length <= 75);
    fc.assert(
      fc.property(seconds, words, fc.array(words, { maxLength: 5 }), (reminder, name, warnings) => {
        const [first, ...others] = defaultPack.playbook.standardFixes;
        fc.pre(first !== undefined);
        const pack: Pack = {
          ...defaultPack,
          name,
          limits: { ...defaultPack.limits, reminder },
          playbook: {
            ...defaultPack.playbook,
            standardFixes: first ? [{ ...first, warnings }, ...others] : others,
          },
        };
        expect(parsePack(packToYaml(pack))).toEqual({ ok: true, pack });
      }),
      { numRuns: 30 },
    );
  });
});

describe('where an error is', () => {
  test('a wrong value: its own line, column and path', () => {
    expect(errorsAfter('activeWork: PT20M', 'activeWork: 20m')).toEqual([
      {
        path: 'limits.activeWork',
        line: lineOf('activeWork: PT20M'),
        column: 15,
        message: expect.stringMatching(/ISO 8601/),
      },
    ]);
  });

  test('a missing key: the line of what it belongs to', () => {
    expect(errorsAfter('  activeWork: PT20M\n', '')).toEqual([
      { path: 'limits.activeWork', line: lineOf('limits:'), column: 1, message: 'is missing' },
    ]);
  });

  test('an unknown key: its own line', () => {
    expect(errorsAfter('  activeWork: PT20M\n', '  activeWork: PT20M\n  coffee: PT5M\n')).toEqual([
      {
        path: 'limits.coffee',
        line: lineOf('activeWork:') + 1,
        column: 11,
        message: 'the key coffee means nothing here',
      },
    ]);
  });

  test('a number where a text belongs', () => {
    expect(errorsAfter('version: "2026.1"', 'version: 2026.1')).toEqual([
      {
        path: 'version',
        line: lineOf('version:'),
        column: 10,
        message: 'expected a text, found a number: put it in quotes',
      },
    ]);
  });

  test('a key given twice', () => {
    const errors = errorsAfter('  activeWork: PT20M\n', '  activeWork: PT20M\n  activeWork: PT30M\n');
    expect(errors).toEqual([
      { path: '', line: lineOf('activeWork:') + 1, column: 3, message: 'Map keys must be unique' },
    ]);
  });

  test('T1-5 a symptom nobody lists: path into the list', () => {
    expect(
      errorsAfter('symptoms:\n        - second-factor-rejected', 'symptoms:\n        - sunspots'),
    ).toEqual([
      {
        path: 'playbook.standardFixes[3].symptoms[0]',
        line: lineOf('id: SF-4') + 3,
        column: 11,
        message: 'there is no symptom sunspots in this pack',
      },
    ]);
  });

  test('several errors come in the order of the file', () => {
    const read = parsePack(yaml.replace('PT20M', 'soon').replace('kind: always', 'kind: never'));
    const lines = read.ok ? [] : read.errors.map((error) => error.line);
    expect(lines).toEqual([lineOf('kind: always'), lineOf('PT20M')]);
  });

  test.each([
    ['nothing', ''],
    ['a comment', '# nothing else'],
    ['an open bracket', '['],
    ['an alias of nothing', 'a: *nobody'],
    ['an alias of itself', 'a: &a [*a]'],
    ['an unknown tag', 'a: !unknown 1'],
    ['two documents', '--- 1\n--- 2'],
    ['a list', '- 1'],
    ['a control character', '\0'],
    ['endless nesting', '['.repeat(5000)],
  ])('a file that holds no pack is told so: %s', (_name, text) => {
    const read = parsePack(text);
    expect(read.ok).toBe(false);
    if (!read.ok) expect(read.errors.length).toBeGreaterThan(0);
  });

  test('no text at all makes it throw', () => {
    const pieces = fc.oneof(
      fc.string(),
      fc.constantFrom('\n', '  ', '- ', ': ', '&a', '*a', '<<', '{', ']', '"', '|'),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        expect(parsePack(parts.join('')).ok).toBe(false);
      }),
    );
  });
});

/** How each cross-check is broken, at which path it is told, and how. */
const broken: readonly (readonly [
  name: string,
  change: (pack: Pack) => void,
  path: string,
  message: RegExp,
])[] = [
  [
    'a category twice',
    (pack) => setFirst(pack.matrix.categories, { code: 'PERF' }),
    'matrix.categories[1].code',
    /listed twice/,
  ],
  [
    'a category missing',
    (pack) => setFirst(pack.matrix.categories, { code: 'PERF' }),
    'matrix.categories',
    /AUTH is missing/,
  ],
  [
    'a symptom twice',
    (pack) => setFirst(pack.matrix.categories[1]?.symptoms, { code: 'cannot-sign-in' }),
    'matrix.categories[1].symptoms[0].code',
    /listed twice/,
  ],
  [
    'T1-6 fixes out of order',
    (pack) => pack.playbook.standardFixes.reverse(),
    'playbook.standardFixes[0].id',
    /expected SF-1, found SF-12/,
  ],
  [
    'T2-6 a fix twice',
    (pack) => setFirst(pack.playbook.extendedFixes, { id: 'EF-2' }),
    'playbook.extendedFixes[0].id',
    /expected EF-1, found EF-2/,
  ],
  [
    'T1-7 SF-7 without what is lost',
    (pack) => delete pack.playbook.standardFixes[6]?.irreversible,
    'playbook.standardFixes[6]',
    /T1-7/,
  ],
  [
    'T2-7 EF-8 without what is lost',
    (pack) => delete pack.playbook.extendedFixes[7]?.irreversible,
    'playbook.extendedFixes[7]',
    /T2-7/,
  ],
  [
    'an unknown symptom',
    (pack) => pack.playbook.standardFixes[0]?.symptoms.push('constructor'),
    'playbook.standardFixes[0].symptoms[2]',
    /no symptom constructor/,
  ],
  [
    'a symptom twice in a fix',
    (pack) => pack.playbook.standardFixes[0]?.symptoms.push('account-locked'),
    'playbook.standardFixes[0].symptoms[2]',
    /listed twice/,
  ],
  [
    'T2-6 an unknown root cause',
    (pack) => pack.playbook.extendedFixes[0]?.rootCauses.push('moon'),
    'playbook.extendedFixes[0].rootCauses[2]',
    /no root cause moon/,
  ],
  [
    'a root cause twice',
    (pack) => setFirst(pack.playbook.rootCauses, { code: 'job-lock-left-over' }),
    'playbook.rootCauses[2].code',
    /listed twice/,
  ],
  [
    'T1-8 a verification step twice',
    (pack) => setFirst(pack.playbook.standardFixes[0]?.verification, { id: 'sign-in-logged' }),
    'playbook.standardFixes[0].verification[1].id',
    /listed twice/,
  ],
  [
    'T2-5 a pathway missing',
    (pack) => pack.playbook.pathways.shift(),
    'playbook.pathways',
    /AUTH has no pathway/,
  ],
  [
    'T2-5 a pathway twice',
    (pack) => setFirst(pack.playbook.pathways, { category: 'PERF' }),
    'playbook.pathways[1].category',
    /listed twice/,
  ],
  [
    'T2-5 a decision point twice',
    (pack) => setFirst(pack.playbook.pathways[0]?.points, { id: 'auth-reach' }),
    'playbook.pathways[0].points[1].id',
    /listed twice/,
  ],
  [
    'T2-5 a decision point of two pathways',
    (pack) => setFirst(pack.playbook.pathways[1]?.points, { id: 'auth-reach' }),
    'playbook.pathways[1].points[0].id',
    /listed twice/,
  ],
  [
    'an unknown calendar',
    (pack) => Object.assign(pack.targets.P1, { calendar: 'constructor' }),
    'targets.P1.calendar',
    /no calendar constructor/,
  ],
  [
    'a calendar never worked',
    (pack) => Object.assign(weekly(pack), { week: { monday: [] } }),
    'calendars.working-hours.week',
    /no working time/,
  ],
  [
    'windows that overlap',
    (pack) => weekly(pack).week.monday?.push('12:00-13:00'),
    'calendars.working-hours.week.monday[2]',
    /09:00-12:30 and 12:00-13:00 overlap/,
  ],
  [
    'a holiday twice',
    (pack) => weekly(pack).holidays.push('2026-12-26'),
    'calendars.working-hours.holidays[9]',
    /listed twice/,
  ],
  [
    'T1-4 response at risk from the start',
    (pack) => Object.assign(pack.targets.P2, { responseAtRisk: 1_800_000 }),
    'targets.P2.responseAtRisk',
    /shorter than response/,
  ],
  [
    'T2-3 tier 2 response at risk from the start',
    (pack) => Object.assign(pack.targets.P2, { tier2ResponseAtRisk: 1_800_000 }),
    'targets.P2.tier2ResponseAtRisk',
    /shorter than tier2Response/,
  ],
  [
    'ESL-1 resolution at risk from the start',
    (pack) => Object.assign(pack.targets.P1, { resolutionAtRisk: 86_400_000 }),
    'targets.P1.resolutionAtRisk',
    /shorter than resolution/,
  ],
  [
    'ESC-1 a warning that comes too early',
    (pack) => Object.assign(pack.limits, { activeWorkWarning: 1_200_000 }),
    'limits.activeWorkWarning',
    /shorter than activeWork/,
  ],
  [
    'T1-4 an unknown placeholder',
    (pack) => appendTo(pack.templates.acknowledgement, ' {agent}'),
    'templates.acknowledgement.P1',
    /\{agent\} is no placeholder/,
  ],
  [
    'T1-4 a lone brace',
    (pack) => appendTo(pack.templates.acknowledgement, ' {'),
    'templates.acknowledgement.P1',
    /brace stands alone/,
  ],
  [
    'T1-4 no response time',
    (pack) => Object.assign(pack.templates.acknowledgement, { P1: 'We have {category}.' }),
    'templates.acknowledgement.P1',
    /must tell \{response\}/,
  ],
  [
    'T1-4 a promised resolution time',
    (pack) => appendTo(pack.templates.acknowledgement, ' It will be fixed by Friday.'),
    'templates.acknowledgement.P1',
    /“will be fixed by Friday” promises/,
  ],
  [
    'T1-4 a promise by placeholder',
    (pack) => appendTo(pack.templates.acknowledgement, ' It is fixed within {response}.'),
    'templates.acknowledgement.P1',
    /promises a resolution time/,
  ],
  [
    'T2-3 a promise by tier 2',
    (pack) => appendTo(pack.templates.tier2Acknowledgement, ' Solved today!'),
    'templates.tier2Acknowledgement.P1',
    /promises a resolution time/,
  ],
  [
    'SC-2 no code redirected',
    (pack) => pack.resolutionCodes.splice(5, 1),
    'resolutionCodes',
    /redirected.*missing/,
  ],
  [
    'T1-9 a resolution code twice',
    (pack) => setFirst(pack.resolutionCodes, { code: 'explained' }),
    'resolutionCodes[1].code',
    /listed twice/,
  ],
  [
    'T2-8 no code for tier 2',
    (pack) => pack.resolutionCodes.splice(6),
    'resolutionCodes',
    /tier2 has no resolution code/,
  ],
  [
    'T2-8 a follow-up twice',
    (pack) => setFirst(pack.followUps, { code: 'pattern-monitoring' }),
    'followUps[2].code',
    /follow-up pattern-monitoring is listed twice/,
  ],
  [
    'T1-5 a root cause in place of a symptom',
    (pack) => pack.playbook.standardFixes[11]?.symptoms.push('sync-conflict'),
    'playbook.standardFixes[11].symptoms[5]',
    /no symptom sync-conflict/,
  ],
  [
    'T2-6 a symptom in place of a root cause',
    (pack) => pack.playbook.extendedFixes[7]?.rootCauses.push('token-rejected'),
    'playbook.extendedFixes[7].rootCauses[2]',
    /no root cause token-rejected/,
  ],
  [
    'T1-6 a fix that names itself as its symptom',
    (pack) => pack.playbook.standardFixes[0]?.symptoms.push('sf-1'),
    'playbook.standardFixes[0].symptoms[2]',
    /no symptom sf-1/,
  ],
  [
    'T2-6 a fix that names itself as its root cause',
    (pack) => pack.playbook.extendedFixes[0]?.rootCauses.push('ef-1'),
    'playbook.extendedFixes[0].rootCauses[2]',
    /no root cause ef-1/,
  ],
  [
    'T1-6 a fix whose steps refer to itself',
    (pack) => pack.playbook.standardFixes[2]?.steps.push('If that was not enough, begin SF-3 again.'),
    'playbook.standardFixes[2].steps[2]',
    /SF-3 refers to itself/,
  ],
  [
    'T1-6 a fix whose warning refers to none',
    (pack) => pack.playbook.standardFixes[2]?.warnings.push('Not after SF-13.'),
    'playbook.standardFixes[2].warnings[0]',
    /no fix SF-13/,
  ],
  [
    'T2-6 an Extended Fix that is verified by itself',
    (pack) => setFirst(pack.playbook.extendedFixes[0]?.verification, { words: 'EF-1 went through' }),
    'playbook.extendedFixes[0].verification[0].words',
    /EF-1 refers to itself/,
  ],
  [
    'T2-7 what is lost by a fix that is none',
    (pack) => setFirst(pack.playbook.extendedFixes.slice(4), { irreversible: 'All that EF-9 would keep.' }),
    'playbook.extendedFixes[4].irreversible',
    /no fix EF-9/,
  ],
  [
    'T2-6 a root cause twice in a fix',
    (pack) => pack.playbook.extendedFixes[0]?.rootCauses.push('sync-conflict'),
    'playbook.extendedFixes[0].rootCauses[2]',
    /listed twice/,
  ],
  [
    'T1-7 SF-11 without what is lost',
    (pack) => delete pack.playbook.standardFixes[10]?.irreversible,
    'playbook.standardFixes[10]',
    /T1-7/,
  ],
  [
    'T2-7 EF-5 without what is lost',
    (pack) => delete pack.playbook.extendedFixes[4]?.irreversible,
    'playbook.extendedFixes[4]',
    /T2-7/,
  ],
  [
    'SC-2 a document that isn’t listed',
    (pack) => setFirst(pack.outOfScope, { document: 'FIN-POL-005' }),
    'outOfScope[0].document',
    /no document FIN-POL-005/,
  ],
  [
    'SC-2 an out-of-scope code twice',
    (pack) => setFirst(pack.outOfScope, { code: 'infrastructure' }),
    'outOfScope[2].code',
    /listed twice/,
  ],
  [
    'DOC-1 a document twice',
    (pack) => setFirst(pack.documents, { id: 'PCS00004' }),
    'documents[1].id',
    /listed twice/,
  ],
  [
    'DOC-1 a document missing',
    (pack) => setFirst(pack.documents, { id: 'POL00002' }),
    'documents',
    /POL00001.*missing/,
  ],
];

test.each(broken)('%s', (_name, change, path, message) => {
  const pack = structuredClone(defaultPack);
  change(pack);
  const read = parsePack(packToYaml(pack));
  const errors = read.ok ? [] : read.errors;
  expect(errors).toContainEqual(expect.objectContaining({ path, message: expect.stringMatching(message) }));
  expect(checkPack(pack).length).toBe(errors.length);
});

test.each<[string, (pack: PackInput) => void, string]>([
  ['T2-8 no follow-up at all', (pack) => pack.followUps.splice(0), 'followUps'],
  [
    'T2-8 more follow-ups than one form shows',
    (pack) =>
      pack.followUps.push(
        ...Array.from({ length: 8 }, (_, index) => ({ code: `further-${index}`, words: 'One more' })),
      ),
    'followUps',
  ],
  [
    'T1-9 a clock of reopened tickets that is neither',
    (pack) => Object.assign(pack.clocks, { reopening: 'never' }),
    'clocks.reopening',
  ],
  [
    'T1-9 no rule for the clock of reopened tickets',
    (pack) => Reflect.deleteProperty(pack.clocks, 'reopening'),
    'clocks.reopening',
  ],
  [
    'T1-5 a fix for no symptom',
    (pack) => pack.playbook.standardFixes[0]?.symptoms.splice(0),
    'playbook.standardFixes[0].symptoms',
  ],
  [
    'T1-9 more resolution codes than a report shows',
    (pack) =>
      pack.resolutionCodes.push(
        ...Array.from({ length: 50 }, (_, index) => ({
          code: `further-${index}`,
          words: 'One more',
          tier: 'tier1' as const,
        })),
      ),
    'resolutionCodes',
  ],
  [
    'T2-5 more decision points than a form offers',
    (pack) =>
      pack.playbook.pathways[0]?.points.push(
        ...Array.from({ length: 100 }, (_, index) => ({ id: `further-${index}`, question: 'One more?' })),
      ),
    'playbook.pathways[0].points',
  ],
  [
    'T2-6 a fix for no root cause',
    (pack) => pack.playbook.extendedFixes[0]?.rootCauses.splice(0),
    'playbook.extendedFixes[0].rootCauses',
  ],
])('%s', (_name, change, path) => {
  const pack = structuredClone(defaultPackInput);
  change(pack);
  const read = parsePack(stringify(pack));
  expect(read.ok ? [] : read.errors.map((error) => error.path)).toContain(path);
});

test('T1-6 a fix may refer to another that there is', () => {
  const pack = structuredClone(defaultPack);
  pack.playbook.standardFixes[2]?.warnings.push('SF-7 comes after this; EF-5 is not ours to begin.');
  expect(checkPack(pack)).toEqual([]);
});

test('the canonical text is the same for equal packs and another for others', () => {
  const turned = Object.fromEntries(Object.entries(defaultPack).reverse()) as Pack;
  expect(canonicalPack(turned)).toBe(canonicalPack(defaultPack));
  expect(JSON.parse(canonicalPack(defaultPack))).toEqual(defaultPack);
  expect(canonicalPack({ ...defaultPack, version: '2026.2' })).not.toBe(canonicalPack(defaultPack));
});

function setFirst<Item extends object>(list: Item[] | undefined, change: Partial<Item>): void {
  const [first] = list ?? [];
  if (!first) throw new Error('the list is empty');
  Object.assign(first, change);
}

function appendTo(templates: Pack['templates']['acknowledgement'], words: string): void {
  templates.P1 += words;
}

function weekly(pack: Pack) {
  const calendar = pack.calendars['working-hours'];
  if (calendar?.kind !== 'weekly') throw new Error('no working hours');
  return calendar;
}
