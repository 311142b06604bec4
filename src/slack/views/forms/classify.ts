import type { ModalView } from '@slack/types';
import type { TicketFile } from '../../../desk/read-ticket.ts';
import { type CategoryCode, type Pack, type PriorityCode, priorityCodes } from '../../../sop/pack/schema.ts';
import { actionId, actions, forms } from '../../ids.ts';
import { divider, field, formView, option, selectElement } from '../elements.ts';
import { lines } from '../rich-text.ts';
import { descriptionBlocks } from '../ticket-page.ts';

export type ClassifyMetadata = { ticket: number };

/** What is entered already: by the command's words, or by the choices made so far. */
export type ClassifyChoices = {
  category: CategoryCode | null;
  symptom: string | null;
  priority: PriorityCode | null;
};

/** The symptom's field is a new one for each category, so that Slack drops the choice of the category before. */
export const classifyFields = {
  category: 'category',
  symptom: (category: CategoryCode) => `symptom:${category}`,
  priority: 'priority',
  readWhole: 'readWhole',
} as const;

const readWholeWords = 'I have read the whole description and every attachment';

/** T1-2, T1-3: the whole description first, then category, its symptoms, priority, and the statement. */
export function buildClassifyForm(file: TicketFile, pack: Pack, choices: ClassifyChoices): ModalView {
  const { ticket, opened } = file;
  const { matrix } = pack;
  const category = matrix.categories.find(({ code }) => code === choices.category);
  const categories = matrix.categories.map(({ code, words }) => option(`${code} · ${words}`, code));
  const priorities = priorityCodes.map((code) =>
    option(`${code} · ${matrix.priorities[code].name}, ${matrix.priorities[code].words}`, code),
  );
  const chooseCategory = selectElement(categories, choices.category);
  return formView({
    name: forms.classify,
    title: `Classify T-${ticket.number}`,
    submit: 'Classify',
    metadata: { ticket: ticket.number } satisfies ClassifyMetadata,
    blocks: [
      lines([{ bold: ticket.title }, ` · account ${ticket.customerAccount}`]),
      ...descriptionBlocks(opened.payload),
      divider,
      lines([`Issue Classification Matrix, version ${matrix.version}`]),
      field(
        classifyFields.category,
        'Category',
        { ...chooseCategory, action_id: actionId(actions.chooseCategory, ticket.number) },
        { dispatch: true, hint: 'OTHER when it clearly matches none: then Tier 2 Support classifies it.' },
      ),
      category
        ? field(
            classifyFields.symptom(category.code),
            'Symptom',
            selectElement(
              category.symptoms.map(({ code, words }) => option(words, code)),
              choices.symptom,
            ),
            {},
          )
        : lines(['The symptoms follow from the category.']),
      field(classifyFields.priority, 'Priority', selectElement(priorities, choices.priority), {}),
      field(
        classifyFields.readWhole,
        'Before you classify',
        { type: 'checkboxes', options: [option(readWholeWords, 'yes')] },
        // Not required by Slack, so that leaving it out is answered with the clause, and nothing entered is lost.
        { optional: true, hint: 'The ticket is not classified without it (T1-2).' },
      ),
    ],
  });
}
