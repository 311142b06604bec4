import type { KnownBlock, ModalView } from '@slack/types';
import { inputLimits } from '../../../desk/input.ts';
import { type Pack, priorityCodes } from '../../../sop/pack/schema.ts';
import type { SourceMessage } from '../../../sop/ticket/events.ts';
import { forms } from '../../ids.ts';
import { limits, pieces } from '../../limits.ts';
import { field, formView, option, selectElement, textElement } from '../elements.ts';
import { lines } from '../rich-text.ts';
import { messagePart } from '../ticket-page.ts';

export type OpenTicketMetadata = {
  source: 'command' | 'shortcut' | 'message';
  message: SourceMessage | null;
};

/** What the form starts with, when it is opened from a message. */
export type Draft = { title: string; description: string; attachments: string };

/** Fields of the form, by block id. A long description takes several fields of Slack's 3,000 characters. */
export const openTicketFields = {
  title: 'title',
  description: (part: number) => `description:${part}`,
  customerAccount: 'customerAccount',
  reportedPriority: 'reportedPriority',
  attachments: 'attachments',
  security: 'security',
} as const;

const securityWords = 'Suspected security matter';

export function buildOpenTicketForm(
  pack: Pack,
  metadata: OpenTicketMetadata,
  draft: Draft | null,
): ModalView {
  const parts = draft ? pieces(draft.description, limits.plainTextInput) : [null];
  const priorities = priorityCodes.map((code) =>
    option(`${code} · ${pack.matrix.priorities[code].name}`, code),
  );
  const from: readonly KnownBlock[] = metadata.message
    ? [lines(['From ', messagePart(metadata.message), ` of ${metadata.message.author}.`])]
    : [];
  return formView({
    name: forms.openTicket,
    title: 'Open a ticket',
    submit: 'Open',
    metadata,
    blocks: [
      ...from,
      field(
        openTicketFields.title,
        'Title',
        textElement({ multiline: false, maxLength: inputLimits.title, initial: draft?.title ?? null }),
        {},
      ),
      ...parts.map((part, index) =>
        field(
          openTicketFields.description(index),
          index === 0 ? 'Description' : `Description, part ${index + 1}`,
          textElement({ multiline: true, maxLength: limits.plainTextInput, initial: part }),
          { optional: index > 0 },
        ),
      ),
      field(
        openTicketFields.customerAccount,
        'Customer account',
        textElement({ multiline: false, maxLength: inputLimits.customerAccount }),
        {},
      ),
      field(openTicketFields.reportedPriority, 'Reported priority', selectElement(priorities, null), {
        optional: true,
        hint: 'As the customer put it. The ticket is classified by whoever takes it.',
      }),
      field(
        openTicketFields.attachments,
        'Attachments',
        textElement({
          multiline: true,
          maxLength: limits.plainTextInput,
          initial: draft?.attachments ?? null,
        }),
        { optional: true, hint: 'Web addresses, one a line; words before an address become its name.' },
      ),
      field(
        openTicketFields.security,
        'Security',
        { type: 'checkboxes', options: [option(securityWords, 'yes')] },
        {
          optional: true,
          hint: 'It goes to the Team Leads at once, and only they and you can read it (SEC-1, SEC-2).',
        },
      ),
    ],
  });
}
