import { asWritten } from '../../as-written.ts';
import { noticeWords } from '../../exception/words.ts';
import type { Changes, Telling, Words } from '../chapter.ts';
import type { TicketNotice } from '../notices.ts';
import type { ExceptionPayloads } from './events.ts';

export const exceptionNoticeKinds = ['exceptionLogged', 'exceptionAnswered'] as const;

export const exceptionChanges: Changes<ExceptionPayloads> = {
  exceptionLogged: () => ({}),
  exceptionAnswered: () => ({}),
};

export const exceptionTelling: Telling<ExceptionPayloads> = {
  exceptionLogged: () => [inThread('exceptionLogged')],
  exceptionAnswered: () => [inThread('exceptionAnswered')],
};

export const exceptionWords: Words<ExceptionPayloads> = {
  exceptionLogged: ({ payload: { exception, statement } }, who) =>
    `${who} logged the exception EXC-${exception}. Required: ${asWritten(statement.required)} Done instead: ${asWritten(statement.done)} Why: ${asWritten(statement.why)} (${noticeWords(statement)})`,
  exceptionAnswered: ({ payload: { exception, answer, words } }, who) =>
    `${who} ${answer} the exception EXC-${exception}${words ? `: ${asWritten(words)}` : '.'}`,
};

function inThread(kind: (typeof exceptionNoticeKinds)[number]): TicketNotice {
  return { kind, destination: { to: 'thread' }, urgency: 'normal', surface: null };
}
