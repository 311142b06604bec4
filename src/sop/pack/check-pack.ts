import { checkCalendars } from './checks/calendars.ts';
import { checkCriteria } from './checks/criteria.ts';
import { checkChecklists, checkDocuments, checkFollowUps, checkResolutionCodes } from './checks/documents.ts';
import { checkMatrix } from './checks/matrix.ts';
import { checkPlaybook } from './checks/playbook.ts';
import type { PackProblem } from './checks/problem.ts';
import { checkTargets } from './checks/targets.ts';
import { checkTemplates } from './checks/templates.ts';
import type { Pack } from './schema.ts';

const checks: readonly ((pack: Pack) => PackProblem[])[] = [
  checkCalendars,
  checkMatrix,
  checkTargets,
  checkCriteria,
  checkPlaybook,
  checkTemplates,
  checkResolutionCodes,
  checkFollowUps,
  checkChecklists,
  checkDocuments,
];

/** What no schema sees: how the parts of a well-formed pack fit together. Empty when they do. */
export function checkPack(pack: Pack): PackProblem[] {
  return checks.flatMap((check) => check(pack));
}
