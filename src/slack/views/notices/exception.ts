import type { KnownBlock } from '@slack/types';
import { gapWords, noticeWords } from '../../../sop/exception/words.ts';
import type { Recorded } from '../../../sop/recorded.ts';
import type { TicketEventOf } from '../../../sop/ticket/events.ts';
import type { exceptionNoticeKinds } from '../../../sop/ticket/exception/record.ts';
import { actions } from '../../ids.ts';
import { buttons } from '../elements.ts';
import { lines, quotes } from '../rich-text.ts';
import { type NoticeView, telling } from './notice.ts';
import { messagesOf } from './pieces.ts';

/** What a ticket's thread is told of an exception (EX-3). */
export const exceptionChapterViews: Record<(typeof exceptionNoticeKinds)[number], NoticeView> = {
  exceptionLogged: telling(['exceptionLogged'], (event) => {
    const { exception } = event.payload;
    return messagesOf(`EXC-${exception} was logged.`, [
      ...loggedBlocks(event),
      buttons({ label: 'Show', action: actions.showException, about: exception }),
    ]);
  }),
  exceptionAnswered: telling(['exceptionAnswered'], (event) => {
    const { exception, answer } = event.payload;
    return messagesOf(`EXC-${exception} was ${answer}.`, answeredBlocks(event));
  }),
};

/** In the thread, and on the ticket's page. */
export function loggedBlocks({
  actor,
  payload: { exception, statement },
}: Recorded<TicketEventOf<'exceptionLogged'>>): readonly KnownBlock[] {
  return [
    lines(
      [{ bold: `Exception EXC-${exception} ` }, 'logged by ', { person: actor ?? '' }, '.'],
      [`${gapWords[statement.gap]}; ${noticeWords(statement)}.`],
      [{ bold: 'What the procedure required' }],
    ),
    ...quotes(statement.required),
    lines([{ bold: 'What was done instead' }]),
    ...quotes(statement.done),
    lines([{ bold: 'Why' }]),
    ...quotes(statement.why),
  ];
}

export function answeredBlocks({
  actor,
  payload: { exception, answer, words },
}: Recorded<TicketEventOf<'exceptionAnswered'>>): readonly KnownBlock[] {
  return [
    lines([
      { bold: `Exception EXC-${exception} was ${answer}` },
      ' by ',
      { person: actor ?? '' },
      words ? ' (EX-2):' : ' (EX-2).',
    ]),
    ...(words ? quotes(words) : []),
  ];
}
