import { categoryCodes, type ExtendedFix, type Pack, type StandardFix } from '../schema.ts';
import { type PackProblem, repeated, unknown } from './problem.ts';

/** T1-7 and T2-7 name these as fixes that can't be undone, whatever else a pack says of them. */
const irreversible: Record<string, string> = {
  'SF-7': 'T1-7',
  'SF-11': 'T1-7',
  'EF-5': 'T2-7',
  'EF-8': 'T2-7',
};

/** Fixes in their order, and everything they and the pathways refer to. */
export function checkPlaybook({ playbook, matrix }: Pack): PackProblem[] {
  const { standardFixes, extendedFixes, rootCauses, pathways } = playbook;
  const symptoms = new Set(matrix.categories.flatMap((one) => one.symptoms.map((symptom) => symptom.code)));
  const causes = rootCauses.map((cause) => cause.code);
  return [
    ...checkFixes('SF', 'standardFixes', standardFixes),
    ...checkFixes('EF', 'extendedFixes', extendedFixes),
    ...standardFixes.flatMap((fix, index) =>
      checkList(fix.symptoms, symptoms, 'symptom', ['playbook', 'standardFixes', index, 'symptoms']),
    ),
    ...extendedFixes.flatMap((fix, index) =>
      checkList(fix.rootCauses, new Set(causes), 'root cause', [
        'playbook',
        'extendedFixes',
        index,
        'rootCauses',
      ]),
    ),
    ...checkMentions('standardFixes', standardFixes, playbook),
    ...checkMentions('extendedFixes', extendedFixes, playbook),
    ...repeated(causes, 'root cause', (index) => ['playbook', 'rootCauses', index, 'code']),
    ...checkPathways(pathways),
  ];
}

/** Fixes that a fix names in its texts: one that no playbook has leads nowhere, its own name in a circle. */
function checkMentions(
  list: 'standardFixes' | 'extendedFixes',
  fixes: readonly (StandardFix | ExtendedFix)[],
  { standardFixes, extendedFixes }: Pack['playbook'],
): PackProblem[] {
  const known = new Set([...standardFixes, ...extendedFixes].map(({ id }) => id));
  return fixes.flatMap((fix, index) => {
    const path = ['playbook', list, index];
    const texts: readonly (readonly [PackProblem['path'], string])[] = [
      ...fix.steps.map((text, step) => [[...path, 'steps', step], text] as const),
      ...fix.warnings.map((text, warning) => [[...path, 'warnings', warning], text] as const),
      ...fix.verification.map(
        ({ words }, step) => [[...path, 'verification', step, 'words'], words] as const,
      ),
      ...(fix.irreversible ? [[[...path, 'irreversible'], fix.irreversible] as const] : []),
    ];
    return texts.flatMap(([place, text]) =>
      [...new Set(text.match(/\b[SE]F-\d+\b/g))].flatMap((mentioned) => {
        if (mentioned === fix.id) return [{ path: place, message: `${fix.id} refers to itself` }];
        return known.has(mentioned)
          ? []
          : [{ path: place, message: `there is no fix ${mentioned} in this pack` }];
      }),
    );
  });
}

function checkFixes(
  prefix: string,
  list: 'standardFixes' | 'extendedFixes',
  fixes: readonly (StandardFix | ExtendedFix)[],
): PackProblem[] {
  return fixes.flatMap((fix, index) => {
    const path = ['playbook', list, index];
    const expected = `${prefix}-${index + 1}`;
    const problems = repeated(
      fix.verification.map((step) => step.id),
      'verification step',
      (step) => [...path, 'verification', step, 'id'],
    );
    if (fix.id !== expected) {
      const message = `fixes stand in the order they are applied, from ${prefix}-1: expected ${expected}, found ${fix.id}`;
      problems.push({ path: [...path, 'id'], message });
    }
    const clause = irreversible[fix.id];
    if (clause && fix.irreversible === undefined) {
      problems.push({
        path,
        message: `${clause} says that ${fix.id} can’t be undone: write under irreversible what is lost`,
      });
    }
    return problems;
  });
}

function checkList(
  values: readonly string[],
  known: ReadonlySet<string>,
  what: string,
  path: PackProblem['path'],
): PackProblem[] {
  const pathOf = (index: number) => [...path, index];
  return [...unknown(values, known, what, pathOf), ...repeated(values, what, pathOf)];
}

/** T2-5: one pathway for every category but OTHER, which tier 2 classifies first. */
function checkPathways(pathways: Pack['playbook']['pathways']): PackProblem[] {
  const path = ['playbook', 'pathways'];
  const covered = pathways.map((pathway) => pathway.category);
  const places = pathways.flatMap(({ points }, pathway) =>
    points.map((point, index) => ({ point, pathway, index })),
  );
  const missing = categoryCodes.filter((code) => code !== 'OTHER' && !covered.includes(code));
  return [
    ...repeated(covered, 'pathway', (index) => [...path, index, 'category']),
    ...missing.map((code) => ({ path, message: `category ${code} has no pathway` })),
    // A finding names the point alone, and stays when the ticket changes its category.
    ...repeated(
      places.map(({ point }) => point.id),
      'decision point',
      (place) => [...path, places[place]?.pathway ?? 0, 'points', places[place]?.index ?? 0, 'id'],
    ),
  ];
}
