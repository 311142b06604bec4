import type { Answer } from '../../answer.ts';
import { say } from '../../answer.ts';
import type { Bot } from '../../bot.ts';
import { actions } from '../../ids.ts';

import { buildSentence } from '../../views/short-answers.ts';
import { firstWord, ticketNumber } from '../../words.ts';
import type { Asked } from '../asked.ts';
import { handleCloseForm, handleRecordResultForm, handleReopenForm } from '../fix-forms.ts';
import { handleOverridePriorityForm, handleOverrideSlaForm } from '../oversight.ts';
import { handleRedirectForm } from '../redirect.ts';
import { withTicket, withTicketAndWords } from '../ticket-choice.ts';
import type { Command, CommandForm } from './command.ts';
import { handleAcknowledgeForm, handleOpenForm } from './ticket-forms.ts';
import { handleMine, handleNext, handleQueue, handleTake } from './ticket-queue.ts';
import {
  handleLink,
  handleNote,
  handleRead,
  handleResume,
  handleTransfer,
  handleWait,
} from './ticket-record.ts';

export const ticketCommand: Command = {
  name: '/ticket',
  forms: [
    {
      word: 'new',
      usage: 'new',
      summary: 'open a ticket',
      opensForm: true,
      run: (bot, asked) => handleOpenForm(bot, asked, { source: 'command', message: null }, null),
    },
    {
      word: 'next',
      usage: 'next',
      summary: 'take the ticket that comes first',
      opensForm: false,
      run: handleNext,
    },
    {
      word: 'queue',
      usage: 'queue',
      summary: 'what waits, in the order it is to be taken',
      opensForm: false,
      run: handleQueue,
    },
    {
      word: 'mine',
      usage: 'mine',
      summary: 'your tickets, each with its next step',
      opensForm: false,
      run: handleMine,
    },
    formOf(
      'show',
      'the whole ticket on one page',
      { verb: 'see', action: actions.show },
      (bot, asked, ticket) => handleRead(bot, asked, { what: 'show', ticket }, 1),
    ),
    {
      word: 'take',
      usage: 'take N',
      summary: 'take a particular ticket; out of order it needs a reason',
      opensForm: true,
      run: handleTake,
    },
    formOf(
      'ack',
      'send the customer the acknowledgement',
      { verb: 'acknowledge', action: actions.acknowledge },
      (bot, asked, ticket) => handleAcknowledgeForm(bot, asked, ticket),
    ),
    {
      word: 'note',
      usage: 'note N text',
      summary: 'add what you know to the record',
      opensForm: false,
      run: (bot, asked, words) =>
        withTicketAndWords(bot, asked, words, '/ticket note 12 called back, no answer', (ticket, text) =>
          handleNote(bot, asked, ticket, text),
        ),
    },
    {
      word: 'wait',
      usage: 'wait N what for',
      summary: 'pause it while it waits for the customer',
      opensForm: false,
      run: (bot, asked, words) =>
        withTicketAndWords(bot, asked, words, '/ticket wait 12', (ticket, on) =>
          handleWait(bot, asked, ticket, on),
        ),
    },
    {
      word: 'resume',
      usage: 'resume N',
      summary: 'go on with a waiting ticket',
      opensForm: false,
      run: (bot, asked, words) =>
        withTicket(bot, asked, words, { verb: 'resume', action: actions.resume }, (ticket) =>
          handleResume(bot, asked, ticket),
        ),
    },
    {
      word: 'transfer',
      usage: 'transfer N @user',
      summary: 'offer it to somebody; it changes hands when they accept',
      opensForm: false,
      run: (bot, asked, words) =>
        withTicketAndWords(bot, asked, words, '/ticket transfer 12 @ben', (ticket, to) =>
          handleTransfer(bot, asked, ticket, to),
        ),
    },
    formOf(
      'verify',
      'show that a fix resolved it, by one of the fix’s own steps; or that it persists after all',
      { verb: 'verify', action: actions.verify },
      (bot, asked, ticket) => handleRecordResultForm(bot, asked, ticket, true),
    ),
    formOf(
      'close',
      'close what is verified, with its resolution code',
      { verb: 'close', action: actions.close },
      (bot, asked, ticket) => handleCloseForm(bot, asked, ticket),
    ),
    {
      word: 'reopen',
      usage: 'reopen N',
      summary: 'go on with a closed ticket whose issue came back, with the reason',
      opensForm: true,
      // A closed ticket is in nobody's hand, so that it has to be named.
      run: async (bot, asked, words) => {
        const ticket = ticketNumber(firstWord(words).word);
        return ticket === null
          ? say(buildSentence('Say which closed ticket, as in /ticket reopen 12.'))
          : handleReopenForm(bot, asked, ticket);
      },
    },
    {
      word: 'link',
      usage: 'link N ACCOUNT',
      summary: 'a further customer account has the same issue',
      opensForm: false,
      run: (bot, asked, words) =>
        withTicketAndWords(bot, asked, words, '/ticket link 12 ACME-7', (ticket, account) =>
          handleLink(bot, asked, ticket, account),
        ),
    },
    formOf(
      'priority',
      'a lead overrides the priority on a documented criterion',
      { verb: 'override', action: actions.overridePriority },
      (bot, asked, ticket) => handleOverridePriorityForm(bot, asked, ticket, null),
    ),
    {
      word: 'sla',
      usage: 'sla N',
      summary: 'a lead sets another due time for a clock, with a reason',
      opensForm: true,
      run: (bot, asked, words) =>
        withTicketAndWords(bot, asked, words, '/ticket sla 12', (ticket) =>
          handleOverrideSlaForm(bot, asked, ticket),
        ),
    },
    formOf(
      'redirect',
      'send what is out of scope, or a part of it, to the document that governs it',
      { verb: 'redirect', action: actions.redirect },
      (bot, asked, ticket) => handleRedirectForm(bot, asked, ticket),
    ),
    formOf(
      'why',
      'its clocks, refusals and next step, with clause and time',
      { verb: 'understand', action: actions.why },
      (bot, asked, ticket) => handleRead(bot, asked, { what: 'why', ticket }, 1),
    ),
  ],
};

/** A form about one ticket, named or chosen: `/ticket close 12`. */
function formOf(
  word: string,
  summary: string,
  choice: Parameters<typeof withTicket>[3],
  open: (bot: Bot, asked: Asked, ticket: number) => Promise<Answer>,
): CommandForm {
  return {
    word,
    usage: `${word} N`,
    summary,
    opensForm: true,
    run: (bot, asked, words) => withTicket(bot, asked, words, choice, (ticket) => open(bot, asked, ticket)),
  };
}
