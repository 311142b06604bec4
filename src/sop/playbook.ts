import type { CategoryCode, ExtendedFix, Pack, StandardFix } from './pack/schema.ts';

/** T1-3: whether the matrix has this symptom under this category. */
export function isSymptomOf(pack: Pack, category: CategoryCode, symptom: string): boolean {
  const entry = pack.matrix.categories.find(({ code }) => code === category);
  return entry?.symptoms.some(({ code }) => code === symptom) ?? false;
}

/** T1-5: the Standard Fixes for a symptom, in the documented order. */
export function applicableStandardFixes(pack: Pack, symptom: string): readonly StandardFix[] {
  return pack.playbook.standardFixes.filter((fix) => fix.symptoms.includes(symptom));
}

/** T2-6: the Extended Fixes for a root cause. */
export function matchingExtendedFixes(pack: Pack, rootCause: string): readonly ExtendedFix[] {
  return pack.playbook.extendedFixes.filter((fix) => fix.rootCauses.includes(rootCause));
}
