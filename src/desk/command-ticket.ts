import type { TicketCommand } from '../sop/ticket/decide.ts';
import { asksForDuty } from '../sop/ticket/on-shift.ts';
import { readTicket } from '../store/tickets.ts';
import type { Desk, Outcome, Request } from './desk.ts';
import { executeOnDuty, executeOnTicket } from './execute.ts';
import { patiently } from './in-transaction.ts';
import { settleAtOnce } from './settle-incidents.ts';

/** After these an incident may owe its tickets something. */
const mayMakeIncident: ReadonlySet<TicketCommand['type']> = new Set(['classify', 'linkAccount']);

/**
 * Every command whose decision needs nothing but the ticket itself. What it made of an incident is settled before it is
 * answered, and the answer shows the ticket as it is then.
 */
export async function commandTicket(
  desk: Desk,
  request: Request,
  number: number,
  command: Exclude<
    TicketCommand,
    {
      type: 'split' | 'take' | 'offerTransfer' | 'overridePriority' | 'confirmFix' | 'reopen' | 'clockStruck';
    }
  >,
): Promise<Outcome> {
  const outcome = asksForDuty.has(command.type)
    ? await executeOnDuty(desk, number, request, [], () => command)
    : await executeOnTicket(desk, number, request, () => command);
  if (outcome.kind !== 'done' || !mayMakeIncident.has(command.type)) return outcome;
  await settleAtOnce(desk);
  const ticket = await patiently(() => readTicket(desk.db, desk.id, number));
  return { ...outcome, ticket: ticket ?? outcome.ticket };
}
