import type { PreparedForm } from '../sop/ticket/commands/prepare-form.ts';
import { decideTicket } from '../sop/ticket/decide.ts';
import { contextOf, type Desk, type Request } from './desk.ts';
import { readDuty } from './duty.ts';
import { executeOnDuty, executeOnTicket } from './execute.ts';
import { type Reading, readTicketAs, type TicketFile } from './read-ticket.ts';

/** HO-3: forms by which somebody takes a ticket on, which takes being on shift. */
const takesOn: ReadonlySet<string> = new Set(['acceptEscalation', 'reopen']);

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
  const context = contextOf(desk, request.actor);
  const { actor } = request;
  const name = typeof form === 'object' ? form.form : form;
  const onDuty = takesOn.has(name) && actor.kind === 'person';
  const duty = onDuty ? await readDuty(desk, desk.db, actor.id) : undefined;
  const decision = decideTicket(command, file.value.ticket, duty ? { ...context, duty } : context);
  if (decision.kind === 'accepted') return file;
  if (onDuty) await executeOnDuty(desk, number, request, [], () => command);
  else await executeOnTicket(desk, number, request, () => command);
  return decision;
}
