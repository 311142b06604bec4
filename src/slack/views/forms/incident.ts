import type { ModalView } from '@slack/types';
import { inputLimits } from '../../../desk/input.ts';
import type { IncidentStep } from '../../../sop/incident/decide.ts';
import { forms } from '../../ids.ts';
import { field, formView, textElement } from '../elements.ts';
import { incidentStepLabels } from '../incident-lines.ts';
import { lines } from '../rich-text.ts';

export type IncidentStepMetadata = { incident: number; step: IncidentStep };

export const incidentFields = { words: 'words' } as const;

const asks: Record<IncidentStep, { label: string; words: string }> = {
  review: {
    label: 'Finding',
    words: 'The Operations Manager reads it and declares or dismisses the incident.',
  },
  declare: {
    label: 'Reason',
    words: 'Every linked ticket’s thread and the stakeholders channel are told (AU-5).',
  },
  dismiss: { label: 'Reason', words: 'Every linked ticket’s thread is told that it is no incident (AU-5).' },
  update: {
    label: 'Update',
    words: 'It goes to every linked ticket’s thread and to the stakeholders channel.',
  },
  close: {
    label: 'Summary',
    words: 'It goes to every linked ticket’s thread and to the stakeholders channel, as the last word.',
  },
  executive: {
    label: 'Reason',
    words: 'It is posted to the stakeholders channel as escalated to the executives (AU-5).',
  },
};

/** One form for each step of an incident: what follows from it, and the words it takes. */
export function buildIncidentStepForm(incident: number, step: IncidentStep): ModalView {
  const { label, words } = asks[step];
  return formView({
    name: forms.incidentStep,
    title: `${titles[step]} INC-${incident}`,
    submit: titles[step],
    metadata: { incident, step } satisfies IncidentStepMetadata,
    blocks: [
      lines([words]),
      field(
        incidentFields.words,
        label,
        textElement({ multiline: true, maxLength: inputLimits.message }),
        {},
      ),
    ],
  });
}

/** The label of its button, within the length of a title. */
const titles: Record<IncidentStep, string> = {
  ...incidentStepLabels,
  close: 'Close',
  executive: 'Escalate',
};
