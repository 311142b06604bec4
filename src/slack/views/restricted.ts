import type { Message } from '../answer.ts';
import { actions } from '../ids.ts';
import { buttons } from './elements.ts';
import { lines } from './rich-text.ts';

/** SEC-2: all that anybody may know of a restricted ticket. */
export function restrictedWords(ticket: number): string {
  return `T-${ticket} is restricted (SEC-2). The Team Leads have it.`;
}

/** The card and the one line in its thread. */
export function buildRestricted(ticket: number): Message {
  const words = restrictedWords(ticket);
  return { text: words, blocks: [lines([words])] };
}

/** To whoever reported it, who may read it. */
export function buildReported(ticket: number): Message {
  const words = `T-${ticket} is with the Team Leads as a suspected security matter.`;
  return {
    text: words,
    blocks: [
      lines(
        [{ bold: words }],
        ['Leave it to them now: nobody else works on it, and nothing is sent to the customer (SEC-2).'],
      ),
      buttons({ label: 'Show', action: actions.show, about: ticket }),
    ],
  };
}
