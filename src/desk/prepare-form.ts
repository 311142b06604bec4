import type { PreparedForm } from '../sop/ticket/commands/prepare-form.ts';
import { decideTicket } from '../sop/ticket/decide.ts';
import { contextOf, type Desk, type Request } from './desk.ts';
import { executeOnTicket } from './execute.ts';
import { type Reading, readTicketAs, type TicketFile } from './read-ticket.ts';

/** The ticket for a form that somebody wants to begin; who may not is refused now, and the attempt is kept. */
export async function prepareForm(
  desk: Desk,
  request: Request,
  number: number,
  form: PreparedForm,
): Promise<Reading<TicketFile>> {
  const file = await readTicketAs(desk, request, number);
  if (file.kind !== 'read') return file;
  const command = { type: 'prepareForm', form } as const;
  const decision = decideTicket(command, file.value.ticket, contextOf(desk, request.actor));
  if (decision.kind === 'accepted') return file;
  await executeOnTicket(desk, number, request, () => command);
  return decision;
}
