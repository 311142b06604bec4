import type { TicketFile } from '../../../src/desk/read-ticket.ts';
import { system } from '../../../src/sop/actor.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import type { Recorded } from '../../../src/sop/recorded.ts';
import type { TicketEvent } from '../../../src/sop/ticket/events.ts';
import type { TicketState } from '../../../src/sop/ticket/state.ts';
import {
  acknowledge,
  ana,
  ben,
  type Case,
  classify,
  having,
  lena,
  minute,
  monday,
  opened,
  past9,
} from '../../sop/ticket/support.ts';

/** `length` characters of a pattern. */
export const filled = (pattern: string, length: number) =>
  pattern
    .repeat(Math.ceil(length / pattern.length))
    .slice(0, length)
    .toWellFormed();

/** What Slack would read as a mention, a link or formatting, if it were ever taken for markup. */
export const markup =
  '<!channel> <@UANA> <#C1> <https://evil.example|here> *b* _i_ `c` ```d``` &amp; ~s~ :tada: > q\n';

/** Texts of the greatest length that people can enter, of every kind that has ever broken something. */
export const kinds: readonly (readonly [string, (length: number) => string])[] = [
  ['markup', (length) => filled(markup, length)],
  ['one long word', (length) => filled('x', length)],
  ['emoji', (length) => filled('\u{1F600}', length)],
  ['joined emoji', (length) => filled('\u{1F469}\u200D\u{1F469}\u200D\u{1F467}', length)],
  ['right to left', (length) => filled('\u202Eשלום عليكم ', length)],
  ['zero width', (length) => `a${filled('\u200B\u2060', length - 1)}`],
  ['quotation marks and backslashes', (length) => filled('"\\', length)],
  ['line ends', (length) => `a${filled('\nb', length - 1)}`],
  ['three bytes a character', (length) => filled('界', length)],
];

export type Kind = (length: number) => string;

/** A ticket that was filled to the brim, taken, classified, acknowledged, and set waiting. */
export function extremeCase(text: Kind): Case {
  const start = opened(
    {
      title: text(150).replaceAll('\n', ' '),
      description: text(50_000),
      customerAccount: text(100).replaceAll('\n', ' '),
      attachments: Array.from({ length: 50 }, (_, index) => ({
        name: text(200).replaceAll('\n', ' '),
        url: `https://example.com/${index}/${'u'.repeat(1970)}`,
      })),
      message: {
        author: text(80).replaceAll('\n', ' '),
        permalink: 'https://example.slack.com/archives/C1/p1',
      },
    },
    defaultPack,
    monday,
  );
  let now = having(start, 1, ana, { type: 'take', reason: text(1000), queueHead: 3 });
  now = having(now, 2, ana, classify);
  for (let n = 0; n < 200; n += 1) now = having(now, 2, ben, { type: 'addNote', text: text(10_000) });
  for (let n = 0; n < 60; n += 1)
    now = having(now, 2, ben, { type: 'linkAccount', account: `${n} ${text(96)}`.replaceAll('\n', ' ') });
  now = having(now, 3, ana, { type: 'offerTransfer', to: 'UBEN', receiverRole: 'tier1', reason: text(1000) });
  now = having(now, 4, ben, { type: 'declineTransfer', reason: text(1000) });
  now = having(now, 4, lena, {
    type: 'offerTransfer',
    to: 'UBEN',
    receiverRole: 'tier1',
    reason: text(1000),
  });
  now = having(now, 25, system, { type: 'clockStruck' });
  now = having(now, 26, ben, { type: 'acceptTransfer' });
  const to = past9(2);
  now = having(now, 27, ben, { ...acknowledge, text: text(3000), preparedFor: to });
  now = having(now, 40, system, { type: 'clockStruck' });
  now = having(now, 41, ben, { type: 'confirmAcknowledgementSent' });
  now = having(now, 42, ben, { type: 'startWait', on: text(1000) });
  return now;
}

export function fileOf({ state, events }: Case): TicketFile {
  const [first] = events;
  if (first?.type !== 'opened') throw new Error('a record begins with its opening');
  return { ticket: state, opened: first, events };
}

/** Two hundred tickets like this one. */
export function many(state: TicketState): readonly TicketState[] {
  return Array.from({ length: 200 }, (_, index) => ({ ...state, number: 999_999_000 + index }));
}

/** The ticket and its record as they were when an event was written. */
export function asOf(given: Case, event: Recorded<TicketEvent>): TicketFile {
  return fileOf({ ...given, events: given.events.filter(({ seq }) => seq <= event.seq) });
}

export const later = new Date(monday + 50 * minute);
