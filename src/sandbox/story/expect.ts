/** Fails the step of a story in which something is not as scripted. */
export function expectThat(holds: boolean, what: string): void {
  if (!holds) throw new Error(`not as scripted: ${what}`);
}
