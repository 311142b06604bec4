import { nearest } from '../../../sop/nearest.ts';
import { type Answer, say } from '../../answer.ts';
import type { Bot } from '../../bot.ts';
import type { CommandName } from '../../ids.ts';
import { buildHelp, buildUnknownWord } from '../../views/help.ts';
import { firstWord, plainWords } from '../../words.ts';
import type { Asked } from '../asked.ts';

/** One form of a command: `/ticket note N text`. */
export type CommandForm = {
  /** The word after the command; empty for a command that takes its arguments at once (`/classify 12`). */
  word: string;
  usage: string;
  summary: string;
  /** Whether it may answer with a form, for which Slack gives three seconds. */
  opensForm: boolean;
  run(bot: Bot, asked: Asked, rest: string): Promise<Answer>;
};

export type Command = { name: CommandName; forms: readonly CommandForm[] };

/** Finds what was asked for. `help`, nothing at all, and a word nobody knows are answered with words. */
export function findForm(command: Command, text: string): CommandForm {
  const { word } = firstWord(text);
  const asked = word.toLowerCase();
  const direct = command.forms.find((form) => form.word === '');
  const named = command.forms.find((form) => form.word !== '' && form.word === asked);
  if (asked === 'help' || (asked === '' && !direct)) return told(async () => say(buildHelp(command)));
  if (named) return { ...named, run: (bot, person, rest) => named.run(bot, person, firstWord(rest).rest) };
  if (direct) return direct;
  const words = [...command.forms.map((form) => form.word), 'help'];
  return told(async () => say(buildUnknownWord(command, plainWords(word), nearest(asked, words))));
}

function told(run: () => Promise<Answer>): CommandForm {
  return { word: '', usage: '', summary: '', opensForm: false, run };
}
