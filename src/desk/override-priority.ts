import type { PriorityCode } from '../sop/pack/schema.ts';
import { type TicketState, workingPriority } from '../sop/ticket/state.ts';
import { readDisplaced } from '../store/tickets.ts';
import type { Desk, Outcome, Request } from './desk.ts';
import { executeOnTicket } from './execute.ts';

/** An open ticket that would no longer come first, by number and priority: nothing else of it is shown. */
export type Displaced = { number: number; priority: PriorityCode };

/** LD-2: what an override would displace, as the queue stands now. */
export function displacedBy(
  desk: Desk,
  ticket: TicketState,
  to: PriorityCode,
): Promise<readonly Displaced[]> {
  return readDisplaced(desk.db, desk.id, ticket, workingPriority(ticket, desk.sop.pack), to);
}

/** LD-2, LD-3. What it displaces is looked up once more, at the moment it is applied. */
export function overridePriority(
  desk: Desk,
  request: Request,
  number: number,
  given: { priority: PriorityCode; criterion: string; impact: string | null },
): Promise<Outcome> {
  return executeOnTicket(desk, number, request, async (tx, ticket) => {
    const from = workingPriority(ticket, desk.sop.pack);
    const displaced = await readDisplaced(tx, desk.id, ticket, from, given.priority);
    return { type: 'overridePriority', ...given, displaced: displaced.map(({ number: one }) => one) };
  });
}
