import { executeOnDesk } from '../../../desk/execute.ts';
import { numbersOwnedBy, readRosterAs } from '../../../desk/read-desk.ts';
import { readAs } from '../../../desk/read-ticket.ts';
import { roles } from '../../../sop/actor.ts';
import { roleName } from '../../../sop/authority.ts';
import type { DeskCommand } from '../../../sop/desk-settings.ts';
import { isRole } from '../../../sop/desk-settings.ts';
import { type Answer, nothing, refuse, say } from '../../answer.ts';
import type { Bot } from '../../bot.ts';
import { buildRoster } from '../../views/roster.ts';
import { buildSentence } from '../../views/short-answers.ts';
import { firstWord, mentionedUser } from '../../words.ts';
import type { Asked } from '../asked.ts';
import { answerUnread } from '../outcome.ts';

/** `list` (or nothing), `add @user ROLE`, `remove @user`. */
export async function handleRoster(bot: Bot, asked: Asked, words: string): Promise<Answer> {
  const { word, rest } = firstWord(words);
  switch (word.toLowerCase()) {
    case '':
    case 'list':
      return list(bot, asked);
    case 'add':
      return add(bot, asked, rest);
    case 'remove':
      return remove(bot, asked, rest);
    default:
      return say(
        buildSentence('As in /ops roster list, /ops roster add @ana tier1 or /ops roster remove @ana.'),
      );
  }
}

async function list(bot: Bot, asked: Asked): Promise<Answer> {
  const members = await readRosterAs(bot.desk, asked);
  return members.kind === 'read' ? say(buildRoster(members.value)) : answerUnread(members);
}

async function add(bot: Bot, asked: Asked, words: string): Promise<Answer> {
  const { word, rest } = firstWord(words);
  const userId = mentionedUser(word);
  const role = rest.trim().toLowerCase();
  if (!userId || !isRole(role))
    return say(
      buildSentence(`Say who and as what, as in /ops roster add @ana tier1. Roles: ${roles.join(', ')}.`),
    );
  if ((await bot.directory.standingOf(userId)) !== 'member') {
    const may = await readAs(bot.desk, asked, 'roster.change', async () => ({ kind: 'read', value: null }));
    if (may.kind !== 'read') return answerUnread(may);
    return say(
      buildSentence(
        `<@${userId}> was not added: only full members of this workspace can be on the roster, no guests, bots or people of other workspaces.`,
      ),
    );
  }
  return change(
    bot,
    asked,
    { type: 'setMember', userId, role },
    `<@${userId}> is on the roster as ${roleName(role)}.`,
  );
}

async function remove(bot: Bot, asked: Asked, words: string): Promise<Answer> {
  const userId = mentionedUser(firstWord(words).word);
  if (!userId) return say(buildSentence('Say who, by mention, as in /ops roster remove @ana.'));
  const left = await numbersOwnedBy(bot.desk, userId);
  const numbers = left.map((number) => `T-${number}`).join(', ');
  const open =
    left.length > 0
      ? ` Still in their hands: ${numbers}. A Team Lead moves each with /ticket transfer N @user and a reason.`
      : '';
  return change(
    bot,
    asked,
    { type: 'removeMember', userId },
    `<@${userId}> was taken off the roster.${open}`,
  );
}

async function change(bot: Bot, asked: Asked, command: DeskCommand, done: string): Promise<Answer> {
  const outcome = await executeOnDesk(bot.desk, asked, command);
  if (outcome.kind === 'refused') return refuse(outcome.refusal);
  return outcome.kind === 'done' ? say(buildSentence(done)) : nothing;
}
