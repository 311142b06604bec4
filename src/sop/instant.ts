/** An instant as the record keeps it: ISO 8601, UTC, milliseconds (`2026-03-02T07:00:00.000Z`). */
export type Instant = string;

export function instant(of: Date | number): Instant {
  return new Date(of).toISOString();
}

/** Epoch milliseconds of a recorded instant. */
export function epoch(at: Instant): number {
  return Date.parse(at);
}
