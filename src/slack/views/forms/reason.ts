import type { ModalView } from '@slack/types';
import { inputLimits } from '../../../desk/input.ts';
import type { TicketState } from '../../../sop/ticket/state.ts';
import { forms } from '../../ids.ts';
import { field, formView, textElement } from '../elements.ts';
import { lines } from '../rich-text.ts';

export type ReasonMetadata = { ticket: number };

export const reasonFields = { reason: 'reason' } as const;

/** T1-1: a ticket that is not the one that comes first is taken only with a reason. */
export function buildTakeOutOfOrderForm(ticket: number, queueHead: number): ModalView {
  return formView({
    name: forms.takeOutOfOrder,
    title: `Take T-${ticket}`,
    submit: 'Take',
    metadata: { ticket } satisfies ReasonMetadata,
    blocks: [
      lines([
        `T-${queueHead} comes first: it has waited longest at the highest priority. Taking T-${ticket} instead is recorded as a deviation (T1-1), with your reason.`,
      ]),
      reasonField(false),
    ],
  });
}

/** The receiver of a transfer says no; the owner keeps the ticket. */
export function buildDeclineTransferForm(ticket: number): ModalView {
  return formView({
    name: forms.declineTransfer,
    title: `Decline T-${ticket}`,
    submit: 'Decline',
    metadata: { ticket } satisfies ReasonMetadata,
    blocks: [lines([`T-${ticket} stays with its owner, who is told your reason.`]), reasonField(true)],
  });
}

/** T1-9: the issue came back; SC-2: it was ours after all. */
export function buildReopenForm({ number: ticket, owner, closure }: TicketState): ModalView {
  const back = `T-${ticket} goes back to ${owner === null ? 'the queue' : 'its owner'}`;
  return formView({
    name: forms.reopen,
    title: `Reopen T-${ticket}`,
    submit: 'Reopen',
    metadata: { ticket } satisfies ReasonMetadata,
    blocks: [
      lines([closure?.redirect ? `${back}.` : `${back}, and what solved it counts as tried.`]),
      reasonField(false),
    ],
  });
}

export type DeclineFixMetadata = { ticket: number; request: number };

/** T2-7: the second agent says no. */
export function buildDeclineFixForm(ticket: number, request: number, fix: string): ModalView {
  return formView({
    name: forms.declineFix,
    title: `Decline ${fix}`,
    submit: 'Decline',
    metadata: { ticket, request } satisfies DeclineFixMetadata,
    blocks: [
      lines([`${fix} is not begun on T-${ticket}; whoever asked is told your reason.`]),
      reasonField(false),
    ],
  });
}

/** AU-5: the manager takes a ticket to the executives. */
export function buildExecutiveForm(ticket: number): ModalView {
  return formView({
    name: forms.executive,
    title: `Escalate T-${ticket}`,
    submit: 'Escalate',
    metadata: { ticket } satisfies ReasonMetadata,
    blocks: [
      lines([`T-${ticket} is posted to the stakeholders channel as escalated to the executives (AU-5).`]),
      reasonField(false),
    ],
  });
}

export function reasonField(optional: boolean) {
  return field(
    reasonFields.reason,
    'Reason',
    textElement({ multiline: true, maxLength: inputLimits.reason }),
    { optional },
  );
}
