import type { KnownBlock, ModalView } from '@slack/types';
import { inputLimits } from '../../../desk/input.ts';
import type { TicketFile } from '../../../desk/read-ticket.ts';
import type { Pack } from '../../../sop/pack/schema.ts';
import { pathwayOf } from '../../../sop/ticket/commands/investigate.ts';
import type { TicketState } from '../../../sop/ticket/state.ts';
import { actions, forms } from '../../ids.ts';
import { clip, limits } from '../../limits.ts';
import { buttons, field, formView, longTextFields, option, selectElement, textElement } from '../elements.ts';
import { causeLines, packageLines } from '../investigation-lines.ts';
import { type Line, lines } from '../rich-text.ts';
import { classificationLine } from '../ticket-lines.ts';

/** Marks the button that stands in the form, where the answer must not take the place of what is being written. */
export const inForm = 'form';

export type InvestigateMetadata = { ticket: number };

export const investigateFields = {
  point: 'point',
  finding: 'finding',
  proximate: 'proximate',
  root: 'root',
  rootText: 'rootText',
  link: 'link',
  generatedAt: 'generatedAt',
} as const;

/** Who looks at it: causes and the package are the owner's to record, findings anybody's of tier 2 (T2-5). */
export type Investigator = { owns: boolean; diagnosticsTool: boolean };

/** T2-4, T2-5: how far the investigation is, and what is to be added to it. Everything entered is recorded together. */
export function buildInvestigateForm(
  file: TicketFile,
  pack: Pack,
  { owns, diagnosticsTool }: Investigator,
): ModalView {
  const { ticket } = file;
  const status = ticket.diagnostics?.status;
  // A tool that fails, or takes its time, keeps nobody from going on.
  const byHand = owns && (!diagnosticsTool || status === 'failed' || status === 'requested');
  return formView({
    name: forms.investigate,
    title: `Investigate T-${ticket.number}`,
    submit: 'Record',
    metadata: { ticket: ticket.number } satisfies InvestigateMetadata,
    blocks: [
      lines(
        [{ bold: ticket.title }, ` · account ${ticket.customerAccount}`],
        classificationLine(ticket, pack),
      ),
      lines(...packageLines(file, pack)),
      ...(owns && diagnosticsTool && status !== 'requested' ? [pullButton(ticket)] : []),
      // T2-4 comes first; once it is there, another one is the exception.
      ...(byHand && status !== 'recorded' ? packageFields() : []),
      ...pathwayBlocks(ticket, pack),
      lines(...causeLines(file, pack)),
      ...(owns ? causeFields(ticket, pack) : []),
      ...(byHand && status === 'recorded' ? packageFields() : []),
    ],
  });
}

function pullButton({ number, diagnostics }: TicketState): KnownBlock {
  return buttons({
    label: diagnostics ? 'Pull diagnostics again' : 'Pull diagnostics',
    action: actions.pullDiagnostics,
    about: number,
    value: `${number}:${inForm}`,
  });
}

function pathwayBlocks(ticket: TicketState, pack: Pack): readonly KnownBlock[] {
  const points = pathwayOf(ticket, pack);
  if (points.length === 0)
    return [lines(['This category has no investigation pathway: classify the ticket first (T1-3).'])];
  const counted = points.map(({ id, question }, index): Line => {
    const findings = ticket.findings.filter(({ point }) => point === id).length;
    return [
      { bold: `${index + 1}. ` },
      question,
      { bold: findings === 1 ? ' · 1 finding' : ` · ${findings === 0 ? 'no' : findings} findings` },
    ];
  });
  const missing = points.find(({ id }) => !ticket.findings.some(({ point }) => point === id));
  return [
    // The longest questions of a pathway fill a block: each has its own.
    lines([{ bold: 'Decision points (REF-OPS-008)' }]),
    ...counted.slice(0, shownPoints).map((line) => lines(line)),
    field(
      investigateFields.point,
      'Decision point',
      selectElement(
        points
          .slice(0, limits.selectOptions)
          .map(({ id, question }, index) =>
            option(`${index + 1}. ${clip(question, limits.optionText - 5)}`, id),
          ),
        missing?.id ?? points[0]?.id ?? null,
      ),
      { optional: true },
    ),
    ...longTextFields(
      investigateFields.finding,
      'Finding',
      inputLimits.finding,
      'What you found at this point. Several agents can write one.',
    ),
  ];
}

/** A pathway longer than this is shown in the select alone. */
const shownPoints = 40;

function causeFields({ causes }: TicketState, pack: Pack): readonly KnownBlock[] {
  return [
    field(
      investigateFields.proximate,
      'Proximate cause',
      textElement({ multiline: true, maxLength: inputLimits.message }),
      { optional: true, hint: 'What made the symptom appear.' },
    ),
    field(
      investigateFields.root,
      'Root cause',
      selectElement(
        pack.playbook.rootCauses.map(({ code, words }) => option(words, code)),
        null,
      ),
      {
        optional: true,
        hint: causes.root
          ? 'Another one takes the place of that on record.'
          : 'Why that came about. The Extended Fix follows from it (T2-6).',
      },
    ),
    field(
      investigateFields.rootText,
      'Root cause, in your words',
      textElement({ multiline: true, maxLength: inputLimits.message }),
      { optional: true },
    ),
  ];
}

function packageFields(): readonly KnownBlock[] {
  return [
    field(
      investigateFields.link,
      'Diagnostic package',
      textElement({ multiline: false, maxLength: inputLimits.attachmentUrl }),
      { optional: true, hint: 'Its web address, where you pulled it yourself.' },
    ),
    field(investigateFields.generatedAt, 'Generated at', { type: 'datetimepicker' }, { optional: true }),
  ];
}
