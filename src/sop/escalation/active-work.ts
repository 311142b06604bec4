import { epoch, type Instant, instant } from '../instant.ts';
import type { Pack } from '../pack/schema.ts';
import { solvingAttempt } from '../ticket/ladder.ts';
import type { ActiveWork, TicketState } from '../ticket/state.ts';
import type { Trigger } from './trigger.ts';

/** ESC-1: 20 minutes of active work, unresolved. */
export const activeWorkLimit: Trigger = {
  id: 'ESC-1',
  from: ['tier1'],
  to: 'tier2',
  seenBy: 'software',
  effect: 'moves',
  words: '20 minutes of active work without a solution',
};

/** Whether a ticket is worked on at tier 1: owned, open, not waiting, and not offered to somebody else. */
function isActiveWork(ticket: TicketState): boolean {
  const { tier, status, owner, transfer, security } = ticket;
  return tier === 'tier1' && status === 'open' && owner !== null && transfer === null && security === null;
}

/** What a ticket's active work amounts to after a change at `at`: it begins, goes on, or is added up and rests. */
export function activeWorkAfter(ticket: TicketState, at: Instant): ActiveWork {
  const { activeWork } = ticket;
  const { spent, since } = activeWork;
  if (isActiveWork(ticket)) return since ? activeWork : { ...activeWork, since: at };
  return since ? { ...activeWork, since: null, spent: spent + epoch(at) - epoch(since) } : activeWork;
}

/**
 * When the warning and the limit fall (UTC), if the work goes on as it does now; null while it rests. A clock that
 * comes late may find it set waiting or offered, with the limit behind it: that counts, unless it is solved.
 */
export function activeWorkDue(
  ticket: TicketState,
  { limits }: { limits: Pick<Pack['limits'], 'activeWork' | 'activeWorkWarning'> },
): { warning: Instant; limit: Instant } | null {
  const { spent, since } = ticket.activeWork;
  const from = since ?? restsSince(ticket);
  if (!from) return null;
  const limit = epoch(from) + limits.activeWork - spent;
  if (!since && limit > epoch(from)) return null;
  return { warning: instant(limit - limits.activeWorkWarning), limit: instant(limit) };
}

function restsSince(ticket: TicketState): Instant | null {
  const { tier, waiting, transfer } = ticket;
  if (tier !== 'tier1' || solvingAttempt(ticket)?.verified) return null;
  return waiting?.since ?? transfer?.offeredAt ?? null;
}
