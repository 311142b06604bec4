import type { TicketState } from '../../sop/ticket/state.ts';
import type { Message } from '../answer.ts';
import { actions } from '../ids.ts';
import { clip } from '../limits.ts';
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

/** To whoever reported it, who may read it. What was split off it (SC-2) is a ticket of its own, and stays open to all. */
export function buildReported({ number: ticket, split }: TicketState): Message {
  const others = [...(split.from === null ? [] : [split.from]), ...split.into].map((number) => `T-${number}`);
  const words = `T-${ticket} is with the Team Leads as a suspected security matter.`;
  return {
    text: words,
    blocks: [
      lines(
        [{ bold: words }],
        ['Leave it to them now: nobody else works on it, and nothing is sent to the customer (SEC-2).'],
        ...(others.length > 0
          ? [
              [
                `Split from the same request: ${clip(others.join(', '), 300)}. Report that, too, if it tells of this.`,
              ],
            ]
          : []),
      ),
      buttons({ label: 'Show', action: actions.show, about: ticket }),
    ],
  };
}
