import type { ModalView } from '@slack/types';
import { inputLimits } from '../../../desk/input.ts';
import { type Fix, solvingAttempt } from '../../../sop/ticket/ladder.ts';
import type { FixAttempt, TicketState } from '../../../sop/ticket/state.ts';
import { forms } from '../../ids.ts';
import { field, formView, longTextFields, option, radioElement, selectElement } from '../elements.ts';
import { type Line, lines } from '../rich-text.ts';

export type RecordResultMetadata = { ticket: number; fix: string; verifying: boolean };

export const recordResultFields = {
  outcome: 'outcome',
  verification: 'verification',
  evidence: 'evidence',
} as const;

const persistsOption = option('Issue persists', 'persists');

/**
 * T1-8: what the fix did, shown by one of its own verification steps. `verifying`: it starts as resolved. After a
 * verification only its withdrawal is left to record.
 */
export function buildRecordResultForm(ticket: TicketState, fix: Fix, verifying: boolean): ModalView {
  const solved = solvingAttempt(ticket);
  if (solved?.verified) return buildWithdrawForm(ticket, fix, solved);
  const outcomes = [option('Resolved', 'resolved'), persistsOption];
  return formView({
    name: forms.recordResult,
    title: `Record result T-${ticket.number}`,
    submit: 'Record',
    metadata: { ticket: ticket.number, fix: fix.id, verifying } satisfies RecordResultMetadata,
    blocks: [
      lines(
        [{ bold: `${fix.id} ${fix.title}` }, ` · T-${ticket.number} ${ticket.title}`],
        [{ bold: 'Verification steps of this fix' }],
        ...fix.verification.map(({ words }): Line => [`• ${words}`]),
      ),
      field(recordResultFields.outcome, 'Outcome', radioElement(outcomes, verifying ? 'resolved' : null), {}),
      field(
        recordResultFields.verification,
        'Verification',
        selectElement(
          fix.verification.map(({ id, words }) => option(words, id)),
          null,
        ),
        {
          optional: true,
          hint: 'The step that you went through yourself. Without one it is still to be verified before it closes.',
        },
      ),
      ...longTextFields(
        recordResultFields.evidence,
        'Evidence',
        inputLimits.evidence,
        'What you saw. The customer’s word alone is not enough (T1-8).',
      ),
    ],
  });
}

function buildWithdrawForm(ticket: TicketState, fix: Fix, { verification }: FixAttempt): ModalView {
  const step = fix.verification.find(({ id }) => id === verification);
  return formView({
    name: forms.recordResult,
    title: `Record result T-${ticket.number}`,
    submit: 'Withdraw',
    metadata: { ticket: ticket.number, fix: fix.id, verifying: false } satisfies RecordResultMetadata,
    blocks: [
      lines(
        [{ bold: `${fix.id} ${fix.title}` }, ` · T-${ticket.number} ${ticket.title}`],
        [{ bold: 'Verified: ' }, step?.words ?? verification ?? ''],
        [
          'If the issue persists after all, the verification is withdrawn, and the ticket closes only after another one (T1-8).',
        ],
      ),
      field(recordResultFields.outcome, 'Outcome', radioElement([persistsOption], 'persists'), {}),
      ...longTextFields(
        recordResultFields.evidence,
        'Evidence',
        inputLimits.evidence,
        'What shows that the issue persists.',
      ),
    ],
  });
}
