import type { Action } from '../../actions.ts';
import type { Context } from '../../context.ts';
import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import type { TriggerId } from '../../escalation/trigger.ts';
import { answerAuthorizationRefusal, askRefusal } from '../authorization/commands.ts';
import { acceptRefusal, escalateRefusal } from '../escalation/commands.ts';
import type { TicketEvent } from '../events.ts';
import { logExceptionRefusal } from '../exception/commands.ts';
import { executiveRefusal } from '../incident/commands.ts';
import {
  checkInRefusal,
  closingNoteRefusal,
  overridePriorityRefusal,
  overrideSlaRefusal,
  p1UpdateRefusal,
} from '../oversight/commands.ts';
import { redirectRefusal } from '../scope/commands.ts';
import { handOverRefusal, reportRefusal } from '../security/commands.ts';
import type { TicketState } from '../state.ts';
import { acknowledgeRefusal } from './acknowledge.ts';
import { applyFormRefusal } from './apply-fix.ts';
import { classifyRefusal } from './classify.ts';
import { closeRefusal, reopenRefusal } from './close.ts';
import { investigateRefusal } from './investigate.ts';
import { recordResultRefusal } from './record-result.ts';
import { answerRefusal } from './second-agent.ts';
import { declineTransferRefusal } from './transfer.ts';

export type PreparedForm =
  | 'classify'
  | 'acknowledge'
  | 'declineTransfer'
  | 'recordResult'
  | 'investigate'
  | 'close'
  | 'reopen'
  | 'executive'
  | 'reportSecurity'
  | 'handOver'
  | 'overridePriority'
  | 'overrideSla'
  | 'p1Update'
  | 'closingNote'
  | 'checkIn'
  | 'redirect'
  | 'logException'
  /** The fix that was named; null for the one that is owed. */
  | { form: 'applyFix'; fix: string | null }
  /** The trigger that was named; null for one that is still to be chosen. */
  | { form: 'escalate'; trigger: TriggerId | null }
  /** T2-1: which escalation; null for the one that is open. */
  | { form: 'acceptEscalation'; escalation: number | null }
  /** Which request of a second agent is declined: the sequence number of its event. */
  | { form: 'declineFix'; request: number }
  /** What somebody would like to be allowed once (AU-6). */
  | { form: 'askAuthorization'; action: Action }
  /** By the number of the event that asked. */
  | { form: 'answerAuthorization'; request: number };

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
function formRefusal(form: PreparedForm, ticket: TicketState, context: Context): Refusal | null {
  if (typeof form === 'object') {
    switch (form.form) {
      case 'applyFix':
        return applyFormRefusal(form.fix, ticket, context);
      case 'escalate':
        return escalateRefusal(form.trigger, ticket, context);
      case 'acceptEscalation':
        return acceptRefusal(form.escalation, ticket, context);
      case 'declineFix':
        return answerRefusal({ type: 'declineFix', request: form.request }, ticket, context);
      case 'askAuthorization':
        return askRefusal(form.action, ticket, context);
      case 'answerAuthorization':
        return answerAuthorizationRefusal(form.request, ticket, context);
    }
  }
  switch (form) {
    case 'classify':
      return classifyRefusal(ticket, context);
    case 'acknowledge':
      return acknowledgeRefusal(ticket, context);
    case 'declineTransfer':
      return declineTransferRefusal(ticket, context);
    case 'recordResult':
      return recordResultRefusal(ticket, context);
    case 'investigate':
      return investigateRefusal(ticket, context);
    case 'close':
      return closeRefusal(ticket, context);
    case 'reopen':
      return reopenRefusal(ticket, context);
    case 'executive':
      return executiveRefusal(ticket, context);
    case 'reportSecurity':
      return reportRefusal(ticket, context);
    case 'handOver':
      return handOverRefusal(ticket, context);
    case 'overridePriority':
      return overridePriorityRefusal(ticket, context);
    case 'overrideSla':
      return overrideSlaRefusal(ticket, context);
    case 'p1Update':
      return p1UpdateRefusal(ticket, context);
    case 'closingNote':
      return closingNoteRefusal(ticket, context);
    case 'checkIn':
      return checkInRefusal(ticket, context);
    case 'redirect':
      return redirectRefusal(ticket, context);
    case 'logException':
      return logExceptionRefusal(context);
  }
}
