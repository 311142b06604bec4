import { readTicket } from '../store/tickets.ts';
import type { Desk, Outcome, Request } from './desk.ts';
import { executeOnDuty } from './execute.ts';

/**
 * A closed ticket goes on. It is with who had it again, whose shift is held so that it cannot end in between; where that
 * person is off shift, whoever reopens it takes it on (HO-3).
 */
export async function reopenTicket(
  desk: Desk,
  request: Request,
  number: number,
  reason: string,
): Promise<Outcome> {
  const ticket = await readTicket(desk.db, desk.id, number);
  const had = ticket?.owner ? [ticket.owner] : [];
  return executeOnDuty(desk, number, request, had, () => ({ type: 'reopen', reason }));
}
