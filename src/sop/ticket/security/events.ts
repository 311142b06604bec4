import type { ClauseId } from '../../clauses.ts';
import type { AcknowledgementKind } from '../state.ts';

/** What leaves the desk for another system: a message to the customer, a request to the diagnostics tool. */
export type OutgoingNotice = AcknowledgementKind | 'diagnostics';

export type SecurityPayloads = {
  /** SEC-1. `note`: what the reporter saw; like all else of the ticket it is for leads, managers and the reporter. */
  securityReported: { note: string | null };
  /** SEC-2. It had not left when the ticket was restricted; `tried`: it had been tried before, so it may have arrived. */
  outgoingStopped: { of: OutgoingNotice; tried: boolean };
  /** SEC-3. `reference`: of the case under SEC-PCD-001. */
  securityHandedOver: { reference: string };
};

export const securityClauses = {
  securityReported: 'SEC-1',
  outgoingStopped: 'SEC-2',
  securityHandedOver: 'SEC-3',
} as const satisfies Record<keyof SecurityPayloads, ClauseId>;
