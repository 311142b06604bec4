import type { ModalView } from '@slack/types';
import { inputLimits } from '../../../desk/input.ts';
import type { Instant } from '../../../sop/instant.ts';
import type { Pack } from '../../../sop/pack/schema.ts';
import { acknowledgementText } from '../../../sop/ticket/acknowledgement-text.ts';
import { preparedFor } from '../../../sop/ticket/commands/acknowledge.ts';
import type { Classification, TicketState } from '../../../sop/ticket/state.ts';
import { forms } from '../../ids.ts';
import { buttonsAndMenu, field, formView, textElement } from '../elements.ts';
import { refusalMenu } from '../refusal-menu.ts';
import { lines } from '../rich-text.ts';
import { classificationLine, clockLine } from '../ticket-lines.ts';

export type AcknowledgeMetadata = { ticket: number; preparedFor: Instant };

export const acknowledgeFields = { message: 'message' } as const;

/**
 * T1-4: the template's text for the priority, to be sent as it is or edited. `mayPromise`: whether the reader's role
 * lets a resolution time be promised; whoever may not can ask for it here (AU-6), since what is wrong stands here, too.
 */
export function buildAcknowledgeForm(
  ticket: TicketState,
  classification: Classification,
  pack: Pack,
  now: Date,
  mayPromise: boolean,
): ModalView {
  return formView({
    name: forms.acknowledge,
    title: `Acknowledge T-${ticket.number}`,
    submit: 'Send',
    metadata: {
      ticket: ticket.number,
      preparedFor: preparedFor(ticket) ?? classification.at,
    } satisfies AcknowledgeMetadata,
    blocks: [
      lines(
        [{ bold: ticket.title }, ` · account ${ticket.customerAccount}`],
        classificationLine(ticket, pack),
        clockLine('Response', ticket.clocks.response, pack.timeZone),
      ),
      field(
        acknowledgeFields.message,
        'Message',
        textElement({
          multiline: true,
          maxLength: inputLimits.message,
          initial: acknowledgementText(pack, ticket, classification, now),
        }),
        { hint: 'Say when we respond. A time by which it is solved is a Team Lead’s to promise.' },
      ),
      ...(mayPromise ? [] : [buttonsAndMenu([], promiseMenu(ticket.number))]),
    ],
  });
}

function promiseMenu(ticket: number) {
  return refusalMenu({ action: 'promise.resolutionTime', clause: 'T1-4', ticket, ask: true });
}
