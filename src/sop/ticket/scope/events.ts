import type { ClauseId } from '../../clauses.ts';

export type ScopePayloads = {
  /** The ticket is closed as redirected. `code`: of the pack's list of what is out of scope. */
  redirected: { code: string; document: string; note: string };
  /** A part of it became ticket `into`, which is redirected; this one goes on. */
  split: { into: number; code: string; document: string; note: string };
};

export const scopeClauses = {
  redirected: 'SC-2',
  split: 'SC-2',
} as const satisfies Record<keyof ScopePayloads, ClauseId>;
