import { type Answer, say } from '../../answer.ts';
import type { Bot } from '../../bot.ts';
import { buildSentence } from '../../views/short-answers.ts';
import { firstWord } from '../../words.ts';
import type { Asked } from '../asked.ts';
import { handleHandoffRecord, handleHandoffStatus } from '../handoff.ts';
import type { Command } from './command.ts';

export const handoffCommand: Command = {
  name: '/handoff',
  forms: [
    {
      word: 'status',
      usage: 'status',
      summary: 'how each handoff of now stands',
      opensForm: false,
      run: handleHandoffStatus,
    },
    {
      word: '',
      usage: '',
      summary: 'your handoff record: write it, over as many sittings as it takes, and deliver it',
      opensForm: true,
      run: openRecord,
    },
  ],
};

async function openRecord(bot: Bot, asked: Asked, words: string): Promise<Answer> {
  if (firstWord(words).word !== '')
    return say(buildSentence('/handoff opens your record, /handoff status says how each one stands.'));
  return handleHandoffRecord(bot, asked, 1);
}
