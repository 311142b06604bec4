import { addWorkingTime } from '../calendar.ts';
import { epoch, type Instant, instant } from '../instant.ts';
import type { Pack } from '../pack/schema.ts';
import { calendarOf } from '../sla-clock.ts';
import { type TicketState, workingPriority } from './state.ts';

/**
 * T1-1: until when somebody is to have taken a ticket that is in the queue, in the working time of the priority it is
 * queued at, from when it reached the desk; null for one that is not in the queue.
 */
export function unassignedLimit(ticket: TicketState, pack: Pack): Instant | null {
  if (ticket.status !== 'queued' || ticket.owner !== null || ticket.tier !== 'tier1') return null;
  const priority = workingPriority(ticket, pack);
  const allowed = pack.targets[priority].unassigned;
  return instant(addWorkingTime(calendarOf(pack, priority), epoch(ticket.openedAt), allowed));
}
