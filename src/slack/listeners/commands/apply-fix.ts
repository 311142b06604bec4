import { asWritten } from '../../../sop/as-written.ts';
import { say } from '../../answer.ts';
import { actions } from '../../ids.ts';
import { buildSentence } from '../../views/short-answers.ts';
import { plainWords, ticketNumber } from '../../words.ts';
import { handleApplyFixForm } from '../fix-forms.ts';
import { withTicket } from '../ticket-choice.ts';
import type { Command } from './command.ts';

export const applyFixCommand: Command = {
  name: '/apply-fix',
  forms: [
    {
      word: '',
      usage: '[N] [SF-3 | EF-5]',
      summary: 'apply the fix that is owed, or set it aside with a reason',
      opensForm: true,
      run: async (bot, asked, words) => {
        const { ticket, fix, unknown } = parse(words);
        if (unknown) {
          return say(
            buildSentence(
              `“${asWritten(plainWords(unknown).slice(0, 40))}” is neither a ticket nor a fix. As in /apply-fix 12 SF-3.`,
            ),
          );
        }
        return withTicket(bot, asked, ticket, { verb: 'work on', action: actions.applyFix }, (number) =>
          handleApplyFixForm(bot, asked, number, fix),
        );
      },
    },
  ],
};

/** The words in any order; `sf3` is SF-3. `unknown` is the first that is neither a ticket nor a fix. */
function parse(words: string): { ticket: string; fix: string | null; unknown: string | null } {
  const found: { ticket: string; fix: string | null; unknown: string | null } = {
    ticket: '',
    fix: null,
    unknown: null,
  };
  for (const word of words.split(/\s+/).filter(Boolean)) {
    const [, kind, number] = /^([se]f)-?(\d{1,2})$/i.exec(word) ?? [];
    if (kind && number) found.fix = `${kind.toUpperCase()}-${Number(number)}`;
    else if (ticketNumber(word) !== null) found.ticket = word;
    else found.unknown ??= word;
  }
  return found;
}
