/** Takes a turn at changing a view; the function it returns makes the change, unless somebody's turn came later. */
export type ViewTurns = (viewId: string) => (change: () => Promise<unknown>) => Promise<void>;

/**
 * Changes of one view happen one after another. Of two clicks in quick succession only the later one's answer is
 * shown: the earlier one's would no longer fit what is chosen.
 */
export function openViewTurns(): ViewTurns {
  const latest = new Map<string, { under: Promise<unknown> }>();
  return (viewId) => {
    const before = latest.get(viewId)?.under ?? Promise.resolve();
    const turn = { under: before };
    latest.set(viewId, turn);
    return async (change) => {
      await before.catch(() => undefined);
      if (latest.get(viewId) !== turn) return;
      turn.under = change();
      try {
        await turn.under;
      } finally {
        if (latest.get(viewId) === turn) latest.delete(viewId);
      }
    };
  };
}
