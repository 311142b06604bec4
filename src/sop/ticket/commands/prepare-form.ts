import type { Context } from '../../context.ts';
import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import type { TicketEvent } from '../events.ts';
import type { TicketState } from '../state.ts';
import { acknowledgeRefusal } from './acknowledge.ts';
import { classifyRefusal } from './classify.ts';
import { declineTransferRefusal } from './transfer.ts';

export type PreparedForm = 'classify' | 'acknowledge' | 'declineTransfer';

/** Somebody wants to begin something that takes a form. Nothing happens yet, but a no is said (and kept) at once. */
export type PrepareForm = { type: 'prepareForm'; form: PreparedForm };

export function decidePrepareForm(
  { form }: PrepareForm,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const refusal = formRefusal(form, ticket, context);
  return refusal ? refused(refusal) : accepted();
}

/** What stands in the way of even beginning; the answer is decided again when the form comes back. */
export function formRefusal(form: PreparedForm, ticket: TicketState, context: Context): Refusal | null {
  switch (form) {
    case 'classify':
      return classifyRefusal(ticket, context);
    case 'acknowledge':
      return acknowledgeRefusal(ticket, context);
    case 'declineTransfer':
      return declineTransferRefusal(ticket, context);
  }
}
