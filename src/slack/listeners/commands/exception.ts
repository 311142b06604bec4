import { asWritten } from '../../../sop/as-written.ts';
import { say } from '../../answer.ts';
import { buildSentence } from '../../views/short-answers.ts';
import { exceptionNumber, firstWord, plainWords, ticketNumber } from '../../words.ts';
import { handleLogExceptionForm } from '../exception-entry.ts';
import { handleOwnExceptions, handleShowException } from '../exceptions.ts';
import type { Command } from './command.ts';

export const exceptionCommand: Command = {
  name: '/exception',
  forms: [
    {
      word: '',
      usage: '[N]',
      summary:
        'log an exception about a ticket; without a number your drafts, your last entries, and which ticket',
      opensForm: true,
      run: async (bot, asked, words) => {
        const { word } = firstWord(words);
        if (word === '') return handleOwnExceptions(bot, asked);
        const ticket = ticketNumber(word);
        if (ticket !== null) return handleLogExceptionForm(bot, asked, ticket);
        const exception = exceptionNumber(word);
        if (exception !== null) return handleShowException(bot, asked, exception);
        return say(
          buildSentence(
            `“${asWritten(plainWords(word).slice(0, 40))}” is neither a ticket nor an exception. As in /exception 12, or /exception EXC-3.`,
          ),
        );
      },
    },
  ],
};
