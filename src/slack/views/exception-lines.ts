import type { KnownBlock } from '@slack/types';
import { clauses } from '../../sop/clauses.ts';
import { countedUnder, type ExceptionState } from '../../sop/exception/state.ts';
import { deviationWords, gapWords, noticeWords } from '../../sop/exception/words.ts';
import type { Pack } from '../../sop/pack/schema.ts';
import { actions } from '../ids.ts';
import { clip } from '../limits.ts';
import { type ButtonSpec, confirmation } from './elements.ts';
import { restrictedWords } from './restricted.ts';
import { type Line, lines, quotes } from './rich-text.ts';

/** `EXC-3 · T-7`: what it is called wherever it stands. */
export function exceptionName({ number, ticket }: ExceptionState): string {
  return `EXC-${number}${ticket === null ? '' : ` · T-${ticket}`}`;
}

const answerWords = { authorized: 'Authorized', noted: 'Noted', disputed: 'Disputed' } as const;

/** How it stands, without what people wrote in it: on its card, in lists and on its page. */
export function exceptionLines(exception: ExceptionState, pack: Pack): readonly Line[] {
  const { author, status, ticket, deviation, statement, flagged, answer, outcome, restricted } = exception;
  const zone = pack.timeZone;
  const clause = countedUnder(exception);
  return [
    [{ bold: statusWords[status] }, ' · ', { person: author }, ...whenOf(exception, zone)],
    ...(restricted && ticket !== null ? [[restrictedWords(ticket)] satisfies Line] : []),
    ...(clause ? [[{ bold: `${clause} ` }, clauses[clause]] satisfies Line] : []),
    ...(deviation ? [[{ bold: 'Recorded: ' }, deviationWords(deviation, ticket)] satisfies Line] : []),
    ...(statement
      ? [
          [{ bold: 'Procedure gap: ' }, gapWords[statement.gap]] satisfies Line,
          [{ bold: 'EX-2: ' }, noticeWords(statement)] satisfies Line,
        ]
      : []),
    ...(flagged
      ? [
          [
            { bold: 'Flagged for SOP review' },
            ...(flagged.by ? [' by ', { person: flagged.by }] : [', since the SOP is silent']),
            ...(outcome ? ['; the outcome is recorded'] : []),
          ] satisfies Line,
        ]
      : []),
    ...(answer ? [[{ bold: answerWords[answer.answer] }, ' by ', { person: answer.by }] satisfies Line] : []),
    ...staleLine(exception),
  ];
}

const statusWords = { draft: 'Draft', logged: 'Logged', withdrawn: 'Withdrawn' } as const;

function whenOf({ status, loggedAt, dueAt }: ExceptionState, zone: string): Line {
  if (status === 'draft') return dueAt ? [' · due ', { time: dueAt, zone }] : [];
  return loggedAt ? [' · ', { time: loggedAt, zone }] : [];
}

/** DOC-2: what was not confirmed as current when it was entered. */
function staleLine({ documents }: ExceptionState): readonly Line[] {
  const stale = documents.filter((one) => one.stale).map(({ id, version }) => `${id} ${version}`);
  return stale.length > 0
    ? [[{ bold: 'Not confirmed as current then (DOC-2): ' }, clip(stale.join(', '), 400)]]
    : [];
}

/** EX-3: what was required, what was done instead, and why, word for word. Never of a restricted ticket (SEC-2). */
export function statementBlocks({ statement, answer }: ExceptionState): readonly KnownBlock[] {
  if (!statement) return [];
  return [
    lines([{ bold: 'What the procedure required' }]),
    ...quotes(statement.required),
    lines([{ bold: 'What was done instead' }]),
    ...quotes(statement.done),
    lines([{ bold: 'Why' }]),
    ...quotes(statement.why),
    ...(answer?.words ? [lines([{ bold: answerWords[answer.answer] }, ':']), ...quotes(answer.words)] : []),
  ];
}

/** The buttons whose turn it is, whoever looks: who may is decided when one is pressed. */
export function exceptionButtons(exception: ExceptionState): readonly ButtonSpec[] {
  const { status, answer, flagged, number } = exception;
  if (status !== 'logged') return [];
  return [
    ...(answer ? [] : answerButtons(number)),
    flagged ? stepButton('Record outcome', 'outcome', number) : stepButton('Flag for review', 'flag', number),
  ];
}

function answerButtons(number: number): readonly ButtonSpec[] {
  return [
    { ...stepButton('Authorize', 'authorize', number), primary: true },
    stepButton('Note', 'note', number),
    stepButton('Dispute', 'dispute', number),
  ];
}

/** EX-3: what its author does with a draft. What really happened is completed; an attempt can be withdrawn. */
export function draftButtons({ number, status, deviation }: ExceptionState): readonly ButtonSpec[] {
  if (status !== 'draft') return [];
  return [
    { ...stepButton('Complete', 'complete', number), primary: true },
    ...(deviation?.kind === 'attempt'
      ? [
          {
            ...stepButton('Withdraw', 'withdraw', number),
            confirm: confirmation(
              `Withdraw EXC-${number}?`,
              'Only where nothing was done: the attempt itself stays in the record.',
              'Nothing was done',
            ),
          },
        ]
      : []),
  ];
}

function stepButton(label: string, step: string, number: number): ButtonSpec {
  return { label, action: actions.exceptionStep, about: `${step}:${number}` };
}

export function showButton(number: number): ButtonSpec {
  return { label: 'Show', action: actions.showException, about: number };
}
