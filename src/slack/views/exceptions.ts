import type { ModalView } from '@slack/types';
import type { ExceptionFile, OwnExceptions } from '../../desk/read-exception.ts';
import { deviationWords, exceptionWords } from '../../sop/exception/words.ts';
import type { Pack } from '../../sop/pack/schema.ts';
import type { TicketState } from '../../sop/ticket/state.ts';
import type { Message } from '../answer.ts';
import { actions } from '../ids.ts';
import { clip } from '../limits.ts';
import { buttons, divider, header, readingView } from './elements.ts';
import {
  draftButtons,
  exceptionButtons,
  exceptionLines,
  exceptionName,
  showButton,
  statementBlocks,
} from './exception-lines.ts';
import { type Line, lines, quotes, sentence } from './rich-text.ts';
import { buildSentence } from './short-answers.ts';

/** Of one's own: within Slack's 50 blocks and 13,200 characters a message. */
export const ownListed = { drafts: 8, logged: 5, tickets: 5 };
/** Of an exception's page: the last of what happened. */
const eventsShown = 20;

/** `/exception`: one's drafts, what one entered last, and which ticket a new one is about. */
export function buildOwnExceptions(
  { drafts, logged }: OwnExceptions,
  tickets: readonly TicketState[],
  pack: Pack,
): Message {
  const zone = pack.timeZone;
  return {
    text: `Exceptions: you have ${drafts.length} ${drafts.length === 1 ? 'draft' : 'drafts'} to complete.`,
    blocks: [
      lines([
        {
          bold:
            drafts.length > 0
              ? `Drafts to complete (EX-3): ${drafts.length}`
              : 'You have no drafts to complete.',
        },
      ]),
      ...drafts
        .slice(0, ownListed.drafts)
        .flatMap((draft) => [
          lines([
            { bold: `${exceptionName(draft)} ` },
            ...(draft.deviation ? [deviationWords(draft.deviation, draft.ticket)] : []),
            ...(draft.dueAt ? [' Due ', { time: draft.dueAt, zone }] : []),
          ]),
          buttons(...draftButtons(draft)),
        ]),
      ...rest(drafts.length - ownListed.drafts),
      ...(logged.length > 0
        ? [
            lines(
              [{ bold: 'Entered last' }],
              ...logged.map(
                (one): Line => [
                  exceptionName(one),
                  ...(one.loggedAt ? [' · ', { time: one.loggedAt, zone }] : []),
                  ` · ${one.answer?.answer ?? 'not answered yet'}`,
                ],
              ),
            ),
            buttons(...logged.map((one) => ({ ...showButton(one.number), label: `EXC-${one.number}` }))),
          ]
        : []),
      lines([{ bold: 'Log an exception' }, ' about which ticket?']),
      buttons(
        ...tickets.slice(0, ownListed.tickets).map(({ number, title }) => ({
          label: `T-${number} ${title}`,
          action: actions.logException,
          about: number,
        })),
        { label: 'No ticket', action: actions.logException, about: 'none' },
      ),
      lines(['For another one, name its number, as in /exception 12.']),
    ],
  };
}

/** An exception whole: how it stands, what was written, and what happened. `closed`: to this reader, by SEC-2. */
export function buildExceptionPage(
  { exception, events }: ExceptionFile,
  pack: Pack,
  closed: boolean,
): ModalView {
  const zone = pack.timeZone;
  const history = events.map(
    (event): Line => [{ time: event.at, zone }, ` (${event.clause}) `, ...sentence(exceptionWords(event))],
  );
  const shown = [...exceptionButtons(exception), ...draftButtons(exception)];
  return readingView(`EXC-${exception.number}`, [
    header(`Exception ${exceptionName(exception)}`),
    lines(...exceptionLines(exception, pack)),
    ...(closed ? [] : statementBlocks(exception)),
    ...(closed ? [] : outcomeBlocks(exception)),
    ...(shown.length > 0 ? [buttons(...shown)] : []),
    ...(closed
      ? []
      : [
          divider,
          lines(
            [{ bold: 'What happened' }],
            ...(history.length > eventsShown
              ? [[`… and ${history.length - eventsShown} before.`] satisfies Line]
              : []),
          ),
          ...history.slice(-eventsShown).map((line) => lines(line)),
        ]),
  ]);
}

function outcomeBlocks({ outcome }: ExceptionFile['exception']) {
  if (!outcome) return [];
  return [
    lines([{ bold: 'Outcome of the review' }, ' by ', { person: outcome.by }]),
    ...quotes(outcome.words),
    ...(outcome.change ? [lines([{ bold: 'Change proposed' }]), ...quotes(outcome.change)] : []),
  ];
}

function rest(more: number) {
  return more > 0 ? [lines([`… and ${more} more.`])] : [];
}

export function buildUnknownException(number: number): Message {
  return buildSentence(`There is no EXC-${number} in this desk’s register.`);
}

/** To whoever entered it. */
export function buildLogged(exception: ExceptionFile['exception'], stale: readonly Line[]): Message {
  const { number, ticket, flagged } = exception;
  const words = `EXC-${number} is in the Exception Register${ticket === null ? '' : ` and on T-${ticket}`}. The lead is told.`;
  return {
    text: words,
    blocks: [
      lines(
        [clip(words, 300)],
        ...(flagged ? [['It is flagged for the next SOP review (EX-4).'] satisfies Line] : []),
        ...stale,
      ),
      buttons(showButton(number)),
    ],
  };
}
