import type { ModalView } from '@slack/types';
import { inputLimits } from '../../../desk/input.ts';
import type { Pack } from '../../../sop/pack/schema.ts';
import type { TicketState } from '../../../sop/ticket/state.ts';
import { forms } from '../../ids.ts';
import { field, formView, option, radioElement, selectElement, textElement } from '../elements.ts';
import { lines } from '../rich-text.ts';

export type RedirectMetadata = { ticket: number };

export const redirectFields = {
  code: 'code',
  extent: 'extent',
  note: 'note',
  title: 'title',
  description: 'description',
} as const;

/** SC-2: what is out of scope, and how much of the ticket. The document follows from what it is. */
export function buildRedirectForm(ticket: TicketState, pack: Pack): ModalView {
  const { number, title, customerAccount } = ticket;
  const forPart = 'Only for a part: what goes into a ticket of its own, which is redirected.';
  return formView({
    name: forms.redirect,
    title: `Redirect T-${number}`,
    submit: 'Redirect',
    metadata: { ticket: number } satisfies RedirectMetadata,
    blocks: [
      lines(
        [{ bold: title }, ` · account ${customerAccount}`],
        ['What another document governs is not worked here: it is closed as redirected (SC-2).'],
      ),
      field(
        redirectFields.code,
        'What is out of scope',
        selectElement(
          pack.outOfScope.map(({ code, words }) => option(words, code)),
          null,
        ),
        {},
      ),
      field(
        redirectFields.extent,
        'How much of it',
        radioElement([option('Whole ticket', 'whole'), option('A part of it', 'part')], 'whole'),
        {},
      ),
      field(redirectFields.note, 'Note', textElement({ multiline: true, maxLength: inputLimits.reason }), {
        hint: 'What was asked for, and where it was sent.',
      }),
      field(redirectFields.title, 'Title', textElement({ multiline: false, maxLength: inputLimits.title }), {
        optional: true,
        hint: forPart,
      }),
      field(
        redirectFields.description,
        'Description',
        textElement({ multiline: true, maxLength: inputLimits.message }),
        { optional: true },
      ),
    ],
  });
}
