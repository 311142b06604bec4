import type { ClauseId } from '../../clauses.ts';
import type { IncidentTrigger } from '../../incident/state.ts';

/** What an incident means to one of its tickets; the incident has a record of its own. */
export type IncidentPayloads = {
  /** `declared`: it was one already when this ticket joined; `because`: what brought it there, which is its clause. */
  incidentLinked: { incident: number; declared: boolean; because: IncidentTrigger };
  incidentUnlinked: { incident: number };
  /** The same words on every linked ticket: declared, dismissed, an update, closed. */
  incidentNews: { incident: number; news: 'declared' | 'dismissed' | 'updated' | 'closed'; words: string };
  /** AU-5: the manager takes it to the executives. */
  executiveEscalated: { reason: string };
};

export const incidentClauses = {
  incidentUnlinked: 'ESC-6',
  incidentNews: 'AU-5',
  executiveEscalated: 'AU-5',
} as const satisfies Record<Exclude<keyof IncidentPayloads, 'incidentLinked'>, ClauseId>;
