import { createHash } from 'node:crypto';

/** What an event's hash covers, besides the hash before it. */
export type ChainedEvent = {
  deskId: number;
  stream: string;
  seq: number;
  type: string;
  /** ISO 8601, UTC. */
  at: string;
  actorId: string | null;
  actorRole: string;
  clause: string;
  packVersion: string;
  packHash: string;
  payload: unknown;
};

/** The hash before the first event of a stream. */
export const chainStart = '';

/**
 * SHA-256 (hex) over the hash before and this event. Changing, dropping or moving any event of a stream changes
 * every hash from there on, so the head tells whether the whole stream is as it was written.
 */
export function chainHash(previous: string, event: ChainedEvent): string {
  return createHash('sha256').update(previous).update(canonicalJson(event)).digest('hex');
}

/** JSON with sorted keys: the database's own order of keys must not matter. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, field]) => field !== undefined);
    const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${sorted.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}
