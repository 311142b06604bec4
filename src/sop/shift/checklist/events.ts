import type { ClauseId } from '../../clauses.ts';
import type { Boundary } from '../state.ts';

export type ChecklistPayloads = {
  itemTicked: { boundary: Boundary; item: string };
  /** What Handrail saw, and which items were not done, when the list was finished or its time was over. */
  checklistLooked: { boundary: Boundary; seen: readonly Sight[]; unfinished: readonly string[] };
};

/** CK-4: an item that Handrail looked at: whether it holds, and what it saw. */
export type Sight = { item: string; holds: boolean; saw: string };

export const checklistClauses = {
  itemTicked: 'CK-4',
  checklistLooked: 'CK-4',
} as const satisfies Record<keyof ChecklistPayloads, ClauseId>;
