import { readSettingsAs } from '../../../desk/read-desk.ts';
import { checkAuthority, findActions } from '../../../sop/authority.ts';
import { type Answer, form, refuse, say } from '../../answer.ts';
import type { Bot } from '../../bot.ts';
import { buildCanI } from '../../views/can-i.ts';
import { buildSetupForm } from '../../views/forms/setup.ts';
import { buildSentence } from '../../views/short-answers.ts';
import { firstWord } from '../../words.ts';
import type { Asked } from '../asked.ts';
import { handleDocuments } from '../documents.ts';
import { handleRegister } from '../exceptions.ts';
import { handleIncidents } from '../incidents.ts';
import { answerUnread } from '../outcome.ts';
import { handleShiftPlan } from '../shift-plan.ts';
import type { Command } from './command.ts';
import { handleReport } from './ops-report.ts';
import { handleRoster } from './ops-roster.ts';

export const opsCommand: Command = {
  name: '/ops',
  forms: [
    {
      word: 'setup',
      usage: 'setup',
      summary: 'say which channels are the desk’s (Operations Manager)',
      opensForm: true,
      run: handleSetupForm,
    },
    {
      word: 'roster',
      usage: 'roster [list | add @user ROLE | remove @user]',
      summary: 'who is on the desk, with which role; roles are tier1, tier2, lead, manager',
      opensForm: false,
      run: handleRoster,
    },
    {
      word: 'shifts',
      usage: 'shifts',
      summary: 'the week’s shifts and their gaps; a Team Lead plans, changes and swaps them here',
      opensForm: true,
      run: handleShiftPlan,
    },
    {
      word: 'can-i',
      usage: 'can-i ACTION',
      summary: 'whether your role may do something, by which clause, and who may',
      opensForm: false,
      run: handleCanI,
    },
    {
      word: 'incidents',
      usage: 'incidents',
      summary: 'incidents that are open, and those that ended in the last 7 days',
      opensForm: false,
      run: handleIncidents,
    },
    {
      word: 'exceptions',
      usage: 'exceptions [drafts | flagged | disputed]',
      summary: 'the Exception Register, newest first (Team Lead)',
      opensForm: true,
      run: (bot, asked, words) => handleRegister(bot, asked, firstWord(words).word.toLowerCase(), 1),
    },
    {
      word: 'documents',
      usage: 'documents',
      summary: 'the governing documents: version, owner, and whether they are confirmed as current',
      opensForm: true,
      run: (bot, asked) => handleDocuments(bot, asked, 1),
    },
    {
      word: 'report',
      usage: 'report',
      summary:
        'tickets closed per resolution code and attempts refused per clause, the last 7 days against the 7 before',
      opensForm: false,
      run: handleReport,
    },
  ],
};

export async function handleSetupForm(bot: Bot, asked: Asked): Promise<Answer> {
  const settings = await readSettingsAs(bot.desk, asked);
  return settings.kind === 'read' ? form(buildSetupForm(settings.value.channels)) : answerUnread(settings);
}

/** A question, not an attempt: nothing is recorded. Somebody without a role is told why that is so. */
async function handleCanI(_: Bot, asked: Asked, words: string): Promise<Answer> {
  const standing = checkAuthority(asked.actor, 'ticket.read');
  if (standing) return refuse(standing);
  if (words.trim() === '')
    return say(buildSentence('Say what you would like to do, as in /ops can-i close a ticket.'));
  const found = findActions(words).slice(0, 5);
  if (found.length === 0)
    return say(
      buildSentence(
        'The procedure knows no such action. Try other words, as in /ops can-i override priority.',
      ),
    );
  return say(buildCanI(asked.actor, found));
}
