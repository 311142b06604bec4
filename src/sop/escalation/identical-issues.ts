import { epoch, type Instant } from '../instant.ts';
import type { Trigger } from './trigger.ts';

/** ESC-6: three or more identical issues within one hour. */
export const identicalIssues: Trigger = {
  id: 'ESC-6',
  from: ['tier1'],
  to: 'tier2',
  seenBy: 'software',
  effect: 'moves',
  words: 'Three or more identical issues within an hour',
};

type Opened = { number: number; openedAt: Instant };

/**
 * ESC-6: the tickets that are one pattern with this one: all in a rolling window that holds it and at least `issues` of
 * them, first to last less than `within` ms apart. Compared as instants, so that neither midnight nor a change of the
 * clocks matters. Empty when they are too few.
 */
export function patternWith<Ticket extends Opened>(
  ticket: Ticket,
  others: readonly Ticket[],
  { issues, within }: { issues: number; within: number },
): readonly Ticket[] {
  const inOrder = [ticket, ...others.filter(({ number }) => number !== ticket.number)].sort(
    (a, b) => epoch(a.openedAt) - epoch(b.openedAt) || a.number - b.number,
  );
  const windows = inOrder
    .map((first) =>
      inOrder.filter(({ openedAt }) => {
        const since = epoch(openedAt) - epoch(first.openedAt);
        return since >= 0 && since < within;
      }),
    )
    .filter((window) => window.length >= issues && window.includes(ticket));
  const found = new Set(windows.flat());
  return inOrder.filter((one) => found.has(one));
}

/** Whether two tickets were opened less than `within` ms of each other. */
export function isNear(a: Opened, b: Opened, within: number): boolean {
  return Math.abs(epoch(a.openedAt) - epoch(b.openedAt)) < within;
}
