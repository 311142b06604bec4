import type { KnownBlock, ModalView } from '@slack/types';
import { inputLimits } from '../../../desk/input.ts';
import type { Pack } from '../../../sop/pack/schema.ts';
import { closesAtTier2 } from '../../../sop/ticket/commands/close.ts';
import { findFix, solvingAttempt } from '../../../sop/ticket/ladder.ts';
import type { TicketState } from '../../../sop/ticket/state.ts';
import { forms } from '../../ids.ts';
import { field, formView, option, selectElement, textElement } from '../elements.ts';
import { lines } from '../rich-text.ts';

export type CloseMetadata = { ticket: number };

export const closeFields = {
  resolutionCode: 'resolutionCode',
  summary: 'summary',
  rootCause: 'rootCause',
  followUps: 'followUps',
} as const;

/** T1-9, T2-8. The fix and how it was verified are on record already. */
export function buildCloseForm(ticket: TicketState, pack: Pack): ModalView {
  const solved = solvingAttempt(ticket);
  const fix = solved && findFix(pack, solved.fix);
  const step = fix?.verification.find(({ id }) => id === solved?.verification);
  const tier2 = closesAtTier2(ticket);
  return formView({
    name: forms.close,
    title: `Close T-${ticket.number}`,
    submit: 'Close',
    metadata: { ticket: ticket.number } satisfies CloseMetadata,
    blocks: [
      lines(
        [{ bold: ticket.title }, ` · account ${ticket.customerAccount}`],
        [{ bold: 'Solved by: ' }, fix ? `${fix.id} ${fix.title}` : (solved?.fix ?? 'nothing on record')],
        // Under a newer pack the step may be gone; its id is what the record holds.
        [{ bold: 'Verified: ' }, step?.words ?? solved?.verification ?? 'not yet'],
      ),
      field(
        closeFields.resolutionCode,
        'Resolution code',
        selectElement(
          codesFor(pack, tier2).map(({ code, words }) => option(words, code)),
          null,
        ),
        {},
      ),
      field(
        closeFields.summary,
        'Summary',
        textElement({ multiline: true, maxLength: inputLimits.message }),
        {},
      ),
      ...(tier2 ? tier2Fields(ticket, pack) : []),
    ],
  });
}

/** Those of the tier, its own first. What another document governs is redirected, not closed here (SC-2). */
function codesFor(pack: Pack, tier2: boolean) {
  const codes = pack.resolutionCodes.filter(({ code }) => code !== 'redirected');
  const tier1 = codes.filter(({ tier }) => tier === 'tier1');
  return tier2 ? [...codes.filter(({ tier }) => tier === 'tier2'), ...tier1] : tier1;
}

function tier2Fields({ causes }: TicketState, pack: Pack): readonly KnownBlock[] {
  return [
    field(
      closeFields.rootCause,
      'Root cause',
      selectElement(
        pack.playbook.rootCauses.map(({ code, words }) => option(words, code)),
        causes.root?.code ?? null,
      ),
      {},
    ),
    field(
      closeFields.followUps,
      'Follow-ups',
      { type: 'checkboxes', options: pack.followUps.map(({ code, words }) => option(words, code)) },
      { optional: true },
    ),
  ];
}
