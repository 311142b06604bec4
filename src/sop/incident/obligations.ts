import type { Instant } from '../instant.ts';
import type { IncidentState } from './state.ts';

/** Since when something is owed to one of its tickets: what `nextDueAt` of the incident holds. */
export function incidentDueAt({ owed }: IncidentState): Instant | null {
  return owed.map(({ since }) => since).sort()[0] ?? null;
}
