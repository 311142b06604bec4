import { asWritten } from '../../../sop/as-written.ts';
import { type TriggerId, triggerIds } from '../../../sop/escalation/trigger.ts';
import { nearest } from '../../../sop/nearest.ts';
import { type Answer, say } from '../../answer.ts';
import type { Bot } from '../../bot.ts';
import { actions } from '../../ids.ts';
import { buildSentence } from '../../views/short-answers.ts';
import { plainWords, ticketNumber } from '../../words.ts';
import type { Asked } from '../asked.ts';
import { handleEscalateForm } from '../escalation-forms.ts';
import { withTicket } from '../ticket-choice.ts';
import type { Command, CommandForm } from './command.ts';
import { escalateSecurity } from './escalate-security.ts';

/** Forms of the command that begin with a word of their own. */
const named: readonly CommandForm[] = [escalateSecurity];

export const escalateCommand: Command = {
  name: '/escalate',
  forms: [
    ...named,
    {
      word: '',
      usage: '[N] [trigger]',
      summary: 'pass a ticket to the next tier, by what only you can see (ESC-4, ESC-5, ESL-2, …)',
      opensForm: true,
      run: escalate,
    },
  ],
};

async function escalate(bot: Bot, asked: Asked, words: string): Promise<Answer> {
  const { ticket, trigger, unknown } = parse(words);
  if (unknown) return say(buildSentence(unknownWords(unknown)));
  return withTicket(bot, asked, ticket, { verb: 'escalate', action: actions.escalate }, (number) =>
    handleEscalateForm(bot, asked, number, trigger),
  );
}

function unknownWords(word: string): string {
  const near = nearest(word, [...named.map((form) => form.word), 'help', ...triggerIds]);
  const first = `“${asWritten(plainWords(word).slice(0, 40))}” is neither a ticket nor a trigger.`;
  return near ? `${first} Did you mean /escalate ${near}?` : `${first} As in /escalate 12 ESC-4.`;
}

/** The words in any order; `esc4` is ESC-4. `unknown` is the first that is neither a ticket nor a trigger. */
function parse(words: string): { ticket: string; trigger: TriggerId | null; unknown: string | null } {
  const found: { ticket: string; trigger: TriggerId | null; unknown: string | null } = {
    ticket: '',
    trigger: null,
    unknown: null,
  };
  for (const word of words.split(/\s+/).filter(Boolean)) {
    const [, kind, number] = /^([a-z]{2,3})-?(\d)$/i.exec(word) ?? [];
    const trigger = triggerIds.find((id) => id === `${kind?.toUpperCase()}-${number}`);
    if (ticketNumber(word) !== null) found.ticket = word;
    else if (trigger) found.trigger = trigger;
    else found.unknown ??= word;
  }
  return found;
}
