import type { KnownBlock, ModalView } from '@slack/types';
import type { TicketFile } from '../../../desk/read-ticket.ts';
import type { Pack } from '../../../sop/pack/schema.ts';
import type { Escalation } from '../../../sop/ticket/state.ts';
import { actions, forms } from '../../ids.ts';
import { divider, field, formView, option, readingView } from '../elements.ts';
import { escalatedBlocks } from '../escalation-lines.ts';
import { eventAt } from '../investigation-lines.ts';
import { paginate, turns } from '../pages.ts';
import { buildTicketPage } from '../ticket-page.ts';

export type AcceptMetadata = { ticket: number; escalation: number };

export const acceptFields = { readRecord: 'readRecord' } as const;

const readRecordWords = 'I have read the whole record of this ticket';

/**
 * T2-1, LD-1: the whole record, why it was escalated first; whoever has come to its end can say so and accept. A
 * record longer than one form takes several, and only the last of them can be submitted. `page` counts from 1.
 */
export function buildAcceptForm(
  file: TicketFile,
  { seq, by }: Escalation,
  pack: Pack,
  page: number,
): ModalView {
  const { number } = file.ticket;
  const title = `Accept T-${number}`;
  const pages = paginate(recordInFull(file, seq, by, pack));
  const current = Math.min(Math.max(page, 1), pages.length);
  const blocks = [
    ...(pages[current - 1] ?? []),
    ...turns(current, pages.length, actions.acceptPage, `${number}:${seq}`),
  ];
  if (current < pages.length) return readingView(title, blocks);
  return formView({
    name: forms.acceptEscalation,
    title,
    submit: 'Accept',
    metadata: { ticket: number, escalation: seq } satisfies AcceptMetadata,
    blocks: [
      ...blocks,
      field(
        acceptFields.readRecord,
        'Before you accept it',
        { type: 'checkboxes', options: [option(readRecordWords, 'yes')] },
        // Not required by Slack, so that leaving it out is answered with the clause.
        { optional: true, hint: 'It is not accepted without it (T2-1, LD-1).' },
      ),
    ],
  });
}

function recordInFull(file: TicketFile, seq: number, by: string | null, pack: Pack): readonly KnownBlock[] {
  return [
    ...escalatedBlocks(eventAt(file.events, seq, 'escalated'), file.ticket, by, pack),
    divider,
    ...buildTicketPage(file, pack),
  ];
}
