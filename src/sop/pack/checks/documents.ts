import type { Pack } from '../schema.ts';
import { type PackProblem, repeated, unknown } from './problem.ts';

/** DOC-1: the documents that the clauses themselves name. */
const named = [
  'POL00001',
  'PCS00004',
  'REF-OPS-002',
  'REF-OPS-008',
  'PCD00011',
  'SEC-PCD-001',
  'PRI-PCD-012',
];

/** Documents that are missing, listed twice or referred to in vain (DOC-1, SC-2). */
export function checkDocuments({ documents, outOfScope }: Pack): PackProblem[] {
  const ids = documents.map((document) => document.id);
  const known = new Set(ids);
  return [
    ...repeated(ids, 'document', (index) => ['documents', index, 'id']),
    ...named
      .filter((id) => !known.has(id))
      .map((id) => ({
        path: ['documents'],
        message: `document ${id}, which the procedure names, is missing`,
      })),
    ...repeated(
      outOfScope.map((one) => one.code),
      'out-of-scope code',
      (index) => ['outOfScope', index, 'code'],
    ),
    ...unknown(
      outOfScope.map((one) => one.document),
      known,
      'document',
      (index) => ['outOfScope', index, 'document'],
    ),
  ];
}

/** T2-8: every follow-up once. */
export function checkFollowUps({ followUps }: Pack): PackProblem[] {
  return repeated(
    followUps.map((one) => one.code),
    'follow-up',
    (index) => ['followUps', index, 'code'],
  );
}

/** SC-2, T1-9, T2-8: every code once, `redirected` among them, and one to close with on each tier. */
export function checkResolutionCodes({ resolutionCodes }: Pack): PackProblem[] {
  const path = ['resolutionCodes'];
  const codes = resolutionCodes.map((one) => one.code);
  const own = resolutionCodes.filter((one) => one.code !== 'redirected');
  const without = (['tier1', 'tier2'] as const).filter((tier) => !own.some((one) => one.tier === tier));
  return [
    ...repeated(codes, 'resolution code', (index) => [...path, index, 'code']),
    ...(codes.includes('redirected')
      ? []
      : [{ path, message: 'the code redirected, for what is out of scope (SC-2), is missing' }]),
    ...without.map((tier) => ({ path, message: `${tier} has no resolution code to close with` })),
  ];
}

/** CK-1 to CK-3: every item of a list once. */
export function checkChecklists({ checklists }: Pack): PackProblem[] {
  return Object.entries(checklists).flatMap(([list, items]) =>
    repeated(
      items.map((one) => one.id),
      'checklist item',
      (index) => ['checklists', list, index, 'id'],
    ),
  );
}
