import type { ModalView } from '@slack/types';
import { inputLimits } from '../../../desk/input.ts';
import { forms } from '../../ids.ts';
import { field, formView, textElement } from '../elements.ts';
import { lines } from '../rich-text.ts';

export type SecurityMetadata = { ticket: number };

export const securityFields = { seen: 'seen', reference: 'reference' } as const;

/** SEC-1: nothing has to be filled in, so that nothing holds it up. */
export function buildReportSecurityForm(ticket: number): ModalView {
  return formView({
    name: forms.reportSecurity,
    title: `Security T-${ticket}`,
    submit: 'Report',
    metadata: { ticket } satisfies SecurityMetadata,
    blocks: [
      lines([
        `T-${ticket} goes to the Team Leads at once. From then on only they, the Operations Manager and you can read it, what stands of it in channels is taken back, and nothing more is sent to the customer (SEC-2). This is not undone here.`,
      ]),
      field(
        securityFields.seen,
        'What did you see',
        textElement({ multiline: true, maxLength: inputLimits.message }),
        { optional: true, hint: 'A suspected breach, unauthorized access, regulatory exposure.' },
      ),
    ],
  });
}

/** SEC-3. */
export function buildHandOverForm(ticket: number): ModalView {
  return formView({
    name: forms.handOver,
    title: `Hand over T-${ticket}`,
    submit: 'Hand over',
    metadata: { ticket } satisfies SecurityMetadata,
    blocks: [
      lines([
        `T-${ticket} is handed over to the Security Incident Response Procedure (SEC-PCD-001), and closed here as redirected. It stays restricted.`,
      ]),
      field(
        securityFields.reference,
        'Reference',
        textElement({ multiline: false, maxLength: inputLimits.reference }),
        { hint: 'Of the case under SEC-PCD-001.' },
      ),
    ],
  });
}
