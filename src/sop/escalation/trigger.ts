import type { ClauseId } from '../clauses.ts';
import type { Tier } from '../ticket/state.ts';

/** What makes a ticket leave its tier; named by its clause. `LD-4` is the lead's own escalation to the manager. */
export const triggerIds = [
  'ESC-1',
  'ESC-2',
  'ESC-3',
  'ESC-4',
  'ESC-5',
  'ESC-6',
  'ESL-1',
  'ESL-2',
  'ESL-3',
  'ESL-4',
  'ESL-5',
  'SEC-1',
  'LD-4',
] as const satisfies readonly ClauseId[];
export type TriggerId = (typeof triggerIds)[number];

/** One row of the table of triggers; each stands in a file of its own beside the function that finds it. */
export type Trigger = {
  id: TriggerId;
  /** The tiers at which it counts, and where the ticket goes. */
  from: readonly Tier[];
  to: Tier;
  /** `software`: it fires by itself; `person`: one click; `both`: by itself where it can be seen. */
  seenBy: 'software' | 'person' | 'both';
  /** `notifies`: the ticket stays where it is. */
  effect: 'moves' | 'notifies';
  /** As a choice of the form to escalate, and in the thread: at most 75 characters. */
  words: string;
};
