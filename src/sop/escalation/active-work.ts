import { epoch, type Instant, instant } from '../instant.ts';
import type { Pack } from '../pack/schema.ts';
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
export function isActiveWork(ticket: TicketState): boolean {
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

/** When the warning and the limit fall (UTC), if the work goes on as it does now; null while it rests. */
export function activeWorkDue(
  { spent, since }: ActiveWork,
  { limits }: { limits: Pick<Pack['limits'], 'activeWork' | 'activeWorkWarning'> },
): { warning: Instant; limit: Instant } | null {
  if (!since) return null;
  const limit = epoch(since) + limits.activeWork - spent;
  return { warning: instant(limit - limits.activeWorkWarning), limit: instant(limit) };
}
