import type { ModalView } from '@slack/types';
import type { TicketFile } from '../../../desk/read-ticket.ts';
import type { Pack } from '../../../sop/pack/schema.ts';
import { forms } from '../../ids.ts';
import { field, formView, option } from '../elements.ts';
import { buildTicketPage } from '../ticket-page.ts';

export type AcceptMetadata = { ticket: number; escalation: number };

export const acceptFields = { readRecord: 'readRecord' } as const;

/** T2-1, LD-1: the whole record, and that it was read. */
export function buildAcceptForm(file: TicketFile, escalation: number, pack: Pack): ModalView {
  const { number } = file.ticket;
  return formView({
    name: forms.acceptEscalation,
    title: `Accept T-${number}`,
    submit: 'Accept',
    metadata: { ticket: number, escalation } satisfies AcceptMetadata,
    blocks: [
      ...buildTicketPage(file, pack).slice(0, 90),
      field(
        acceptFields.readRecord,
        'Before you accept it',
        { type: 'checkboxes', options: [option('I have read the whole record of this ticket', 'yes')] },
        { optional: true },
      ),
    ],
  });
}
