import type { ClauseId } from '../../clauses.ts';

export type SecurityPayloads = {
  /** SEC-1. `note`: what the reporter saw; like all else of the ticket it is for leads, managers and the reporter. */
  securityReported: { note: string | null };
  /** SEC-3. */
  securityHandedOver: { reference: string };
};

export const securityClauses = {
  securityReported: 'SEC-1',
  securityHandedOver: 'SEC-3',
} as const satisfies Record<keyof SecurityPayloads, ClauseId>;
