import { formRefusal, type PreparedForm } from '../sop/ticket/commands/prepare-form.ts';
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
  const refusal = formRefusal(form, file.value.ticket, contextOf(desk, request.actor));
  if (!refusal) return file;
  await executeOnTicket(desk, number, request, () => ({ type: 'prepareForm', form }));
  return { kind: 'refused', refusal };
}
