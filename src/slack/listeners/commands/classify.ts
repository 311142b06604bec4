import { asWritten } from '../../../sop/as-written.ts';
import {
  type CategoryCode,
  categoryCodes,
  type PriorityCode,
  priorityCodes,
} from '../../../sop/pack/schema.ts';
import { say } from '../../answer.ts';
import { actions } from '../../ids.ts';
import type { ClassifyChoices } from '../../views/forms/classify.ts';
import { buildSentence } from '../../views/short-answers.ts';
import { plainWords, ticketNumber } from '../../words.ts';
import { withTicket } from '../ticket-choice.ts';
import type { Command } from './command.ts';
import { handleClassifyForm } from './ticket-forms.ts';

export const classifyCommand: Command = {
  name: '/classify',
  forms: [
    {
      word: '',
      usage: '[N] [CATEGORY] [PRIORITY]',
      summary: 'read a ticket whole, then enter category, symptom and priority',
      opensForm: true,
      run: async (bot, asked, words) => {
        const { ticket, choices, unknown } = parse(words);
        if (unknown) {
          return say(
            buildSentence(
              `“${asWritten(plainWords(unknown).slice(0, 40))}” is neither a ticket nor a category (${categoryCodes.join(', ')}) nor a priority (${priorityCodes.join(', ')}). As in /classify 12 AUTH P2.`,
            ),
          );
        }
        return withTicket(bot, asked, ticket, { verb: 'classify', action: actions.classify }, (number) =>
          handleClassifyForm(bot, asked, number, choices),
        );
      },
    },
  ],
};

/** The words in any order; `unknown` is the first that is none of them. */
function parse(words: string): { ticket: string; choices: ClassifyChoices; unknown: string | null } {
  const found: { ticket: string; choices: ClassifyChoices; unknown: string | null } = {
    ticket: '',
    choices: { category: null, symptom: null, priority: null },
    unknown: null,
  };
  for (const word of words.split(/\s+/).filter(Boolean)) {
    const upper = word.toUpperCase();
    if (isCategory(upper)) found.choices.category = upper;
    else if (isPriority(upper)) found.choices.priority = upper;
    else if (ticketNumber(word) !== null) found.ticket = word;
    else found.unknown ??= word;
  }
  return found;
}

function isCategory(word: string): word is CategoryCode {
  return (categoryCodes as readonly string[]).includes(word);
}

function isPriority(word: string): word is PriorityCode {
  return (priorityCodes as readonly string[]).includes(word);
}
