/** How long to wait after so many attempts, in ms: one second, doubled each time, five minutes at most. */
export function backoffMs(attempts: number): number {
  return Math.min(1000 * 2 ** (attempts - 1), 5 * 60_000);
}
