import type { TicketCommand } from '../sop/ticket/decide.ts';
import type { Desk, Outcome, Request } from './desk.ts';
import { executeOnTicket } from './execute.ts';

/** Every command whose decision needs nothing but the ticket itself. */
export function commandTicket(
  desk: Desk,
  request: Request,
  number: number,
  command: Exclude<
    TicketCommand,
    { type: 'split' | 'take' | 'offerTransfer' | 'overridePriority' | 'confirmFix' | 'clockStruck' }
  >,
): Promise<Outcome> {
  return executeOnTicket(desk, number, request, () => command);
}
