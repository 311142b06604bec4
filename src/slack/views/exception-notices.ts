import type { ExceptionEvent } from '../../sop/exception/events.ts';
import type { ExceptionNoticeKind } from '../../sop/exception/notices.ts';
import type { ExceptionState } from '../../sop/exception/state.ts';
import { deviationWords } from '../../sop/exception/words.ts';
import type { Pack } from '../../sop/pack/schema.ts';
import type { Recorded } from '../../sop/recorded.ts';
import type { Message } from '../answer.ts';
import { buttons, header } from './elements.ts';
import {
  draftButtons,
  exceptionButtons,
  exceptionLines,
  exceptionName,
  showButton,
  statementBlocks,
} from './exception-lines.ts';
import { messagesOf } from './notices/pieces.ts';
import { lines, quotes } from './rich-text.ts';

/** What a notice of an exception is rendered from, when it is sent: the exception as it is then. */
type ExceptionNoticeContent = { event: Recorded<ExceptionEvent>; exception: ExceptionState; pack: Pack };
type ExceptionView = (content: ExceptionNoticeContent) => readonly Message[];

/** The view of every notice about an exception. */
export const exceptionViews: Record<ExceptionNoticeKind, ExceptionView> = {
  exceptionCard: ({ exception, pack }) => [buildExceptionCard(exception, pack)],
  exceptionForManager: ({ exception, pack }) =>
    // Answered before it could be asked for.
    exception.answer ? [] : [buildExceptionCard(exception, pack)],
  exceptionAnswered: buildAnswered,
  exceptionDrafted: (content) => buildOwed(content, 'It is kept as a draft for the Exception Register.'),
  exceptionsReminded: (content) =>
    buildOwed(content, 'Its draft for the Exception Register is still to be completed.'),
  exceptionsOverdue: buildOverdue,
};

/** EX-2: the leads' one message about it: what was done instead of what, and the lead's answer. */
function buildExceptionCard(exception: ExceptionState, pack: Pack): Message {
  const name = exceptionName(exception);
  return {
    text: `${name}: an exception was logged.`,
    blocks: [
      header(`Exception ${name}`),
      lines(...exceptionLines(exception, pack)),
      // SEC-2: what was written may be the ticket's own words; who may read it finds it behind Show.
      ...(exception.restricted ? [] : statementBlocks(exception)),
      buttons(...exceptionButtons(exception), showButton(exception.number)),
    ],
  };
}

/** To its author. */
function buildAnswered({ event, exception }: ExceptionNoticeContent): readonly Message[] {
  if (event.type !== 'answered') throw new Error(`'${event.type}' is no answer`);
  const { answer, words } = event.payload;
  const text = `${exceptionName(exception)}: your exception was ${answer}.`;
  return messagesOf(text, [
    lines([
      { bold: `${exceptionName(exception)} was ${answer}` },
      ' by ',
      { person: event.actor ?? '' },
      words ? ':' : '.',
    ]),
    ...(words && !exception.restricted ? quotes(words) : []),
    buttons(showButton(exception.number)),
  ]);
}

/** To its author, once and quietly, then as a reminder. Completed or withdrawn meanwhile, it is not told any more. */
function buildOwed({ exception, pack }: ExceptionNoticeContent, what: string): readonly Message[] {
  const { status, deviation, ticket, dueAt } = exception;
  if (status !== 'draft' || !deviation) return [];
  const attempt = deviation.kind === 'attempt';
  return [
    {
      text: `${exceptionName(exception)}: a draft to be completed.`,
      blocks: [
        lines(
          [{ bold: `${exceptionName(exception)}. ` }, deviationWords(deviation, ticket), ` ${what}`],
          [
            attempt
              ? 'If nothing was done, withdraw it; if you did it some other way, complete it'
              : 'Say what you did and why',
            ...(dueAt ? [', by ', { time: dueAt, zone: pack.timeZone }] : []),
            ' (EX-3).',
          ],
        ),
        buttons(...draftButtons(exception)),
      ],
    },
  ];
}

/** EX-3: to the leads. */
function buildOverdue({ exception }: ExceptionNoticeContent): readonly Message[] {
  const { status, deviation, ticket, author } = exception;
  if (status !== 'draft' || !deviation) return [];
  return [
    {
      text: `${exceptionName(exception)} is not completed in time.`,
      blocks: [
        lines(
          [{ bold: `${exceptionName(exception)} is overdue (EX-3). ` }, deviationWords(deviation, ticket)],
          [{ person: author }, ' was reminded, and has not completed the entry.'],
        ),
        buttons(showButton(exception.number)),
      ],
    },
  ];
}
