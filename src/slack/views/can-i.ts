import type { Actor } from '../../sop/actor.ts';
import { type Action, actions, checkAuthority, roleName } from '../../sop/authority.ts';
import type { Message } from '../answer.ts';
import { type Line, lines } from './rich-text.ts';

/** `/ops can-i`: yes or no for each action the words fit, with the clause and who may. */
export function buildCanI(actor: Actor, found: readonly Action[]): Message {
  return {
    text: 'What your role may do',
    blocks: [lines(...found.map((action) => answerLine(actor, action)))],
  };
}

function answerLine(actor: Actor, action: Action): Line {
  const { words, clause, from } = actions[action];
  const who = from === 'manager' ? roleName(from) : `${roleName(from)} or above`;
  return checkAuthority(actor, action)
    ? [{ bold: 'No, you may not ' }, words, `. ${who} may (${clause}).`]
    : [{ bold: 'Yes, you may ' }, words, `. ${who} may (${clause}).`];
}
