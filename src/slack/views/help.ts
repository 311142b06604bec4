import { asWritten } from '../../sop/as-written.ts';
import type { Message } from '../answer.ts';
import { type Line, lines } from './rich-text.ts';

type Described = { name: string; forms: readonly { word: string; usage: string; summary: string }[] };

/** What a command can do, a line each. */
export function buildHelp({ name, forms }: Described): Message {
  return {
    text: `What ${name} can do`,
    blocks: [lines([{ bold: `What ${name} can do` }], ...forms.map((form) => formLine(name, form)))],
  };
}

/** A word the command does not know, with the nearest one it does. */
export function buildUnknownWord(command: Described, word: string, near: string | null): Message {
  const form = command.forms.find((one) => one.word === near);
  const first = `${command.name} does not know “${word.slice(0, 40)}”.`;
  return {
    text: asWritten(first),
    blocks: [
      lines(
        [first, ...(near ? [' Did you mean ', { bold: `${command.name} ${near}` }, '?'] : [])],
        form ? formLine(command.name, form) : [{ bold: `${command.name} help` }, ' lists what it can do.'],
      ),
    ],
  };
}

function formLine(name: string, { usage, summary }: { usage: string; summary: string }): Line {
  return [{ bold: usage ? `${name} ${usage}` : name }, ` — ${summary}`];
}
