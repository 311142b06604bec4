import { activeWorkLimit } from './active-work.ts';
import { configurationChangeNeeded } from './configuration-change.ts';
import { customerDataNeeded } from './customer-data.ts';
import { extendedFixesExhausted } from './extended-fixes-exhausted.ts';
import { identicalIssues } from './identical-issues.ts';
import { noCategory } from './no-category.ts';
import { otherTeamNeeded } from './other-team.ts';
import { outsideAuthorization } from './outside-authorization.ts';
import { secondAccount } from './second-account.ts';
import { securityConcern } from './security.ts';
import { slaAtRisk } from './sla-at-risk.ts';
import { standardFixesExhausted } from './standard-fixes-exhausted.ts';
import { managerNeeded } from './to-manager.ts';
import type { Trigger, TriggerId } from './trigger.ts';

/** Every trigger, by its clause. */
export const triggers: Readonly<Record<TriggerId, Trigger>> = {
  'ESC-1': activeWorkLimit,
  'ESC-2': standardFixesExhausted,
  'ESC-3': noCategory,
  'ESC-4': customerDataNeeded,
  'ESC-5': configurationChangeNeeded,
  'ESC-6': identicalIssues,
  'ESL-1': slaAtRisk,
  'ESL-2': extendedFixesExhausted,
  'ESL-3': secondAccount,
  'ESL-4': otherTeamNeeded,
  'ESL-5': outsideAuthorization,
  'SEC-1': securityConcern,
  'LD-4': managerNeeded,
};
