import type { Action } from '../../actions.ts';
import type { UserId } from '../../actor.ts';
import type { ClauseId } from '../../clauses.ts';
import type { Instant } from '../../instant.ts';

export type AuthorizationPayloads = {
  /** Who asks is the event's actor. `refused`: the clause that stopped the attempt. */
  authorizationRequested: { action: Action; refused: ClauseId; reason: string; expiresAt: Instant };
  /** `request`: the number of the event that asked. A granted one is good until `expiresAt`. */
  authorizationAnswered: { request: number; granted: boolean; reason: string; expiresAt: Instant | null };
  /** Stands right before what it let through; with its actor the record has both names. */
  authorizationUsed: { request: number; action: Action; grantedBy: UserId };
  authorizationExpired: { request: number };
  /** AU-7: from a refusal; kept for the SOP review. */
  calibrationFlagged: { action: Action; refused: ClauseId; words: string };
};

export const authorizationClauses = {
  authorizationRequested: 'AU-6',
  authorizationAnswered: 'AU-6',
  authorizationUsed: 'AU-6',
  authorizationExpired: 'AU-6',
  calibrationFlagged: 'AU-7',
} as const satisfies Record<keyof AuthorizationPayloads, ClauseId>;
