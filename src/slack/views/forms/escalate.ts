import type { ModalView } from '@slack/types';
import { inputLimits } from '../../../desk/input.ts';
import { somebodyOf } from '../../../sop/authority.ts';
import { personTriggers } from '../../../sop/escalation/person-triggers.ts';
import type { TriggerId } from '../../../sop/escalation/trigger.ts';
import type { Pack } from '../../../sop/pack/schema.ts';
import type { TicketState } from '../../../sop/ticket/state.ts';
import { forms } from '../../ids.ts';
import { clip, limits } from '../../limits.ts';
import { field, formView, option, selectElement, textElement } from '../elements.ts';
import { lines } from '../rich-text.ts';
import { classificationLine } from '../ticket-lines.ts';

export type EscalateMetadata = { ticket: number };

export const escalateFields = { trigger: 'trigger', reason: 'reason' } as const;

/** AU-2: the triggers that only a person can see, of the ticket's tier. `chosen`: the one that was named. */
export function buildEscalateForm(ticket: TicketState, pack: Pack, chosen: TriggerId | null): ModalView {
  const triggers = personTriggers(ticket.tier);
  const [first] = triggers;
  if (!first) throw new Error('the form to escalate is opened where there is a trigger');
  return formView({
    name: forms.escalate,
    title: `Escalate T-${ticket.number}`,
    submit: 'Escalate',
    metadata: { ticket: ticket.number } satisfies EscalateMetadata,
    blocks: [
      lines(
        [{ bold: ticket.title }, ` · account ${ticket.customerAccount}`],
        classificationLine(ticket, pack),
        [`It goes to ${somebodyOf(first.to)} at once. Its owner keeps it until somebody there accepts it.`],
      ),
      field(
        escalateFields.trigger,
        'Trigger',
        selectElement(
          triggers.map(({ id, words }) => option(clip(`${id} · ${words}`, limits.optionText), id)),
          chosen,
        ),
        {},
      ),
      field(
        escalateFields.reason,
        'Reason',
        textElement({ multiline: true, maxLength: inputLimits.reason }),
        { hint: 'What you saw. It stands first in the record that they read.' },
      ),
    ],
  });
}
