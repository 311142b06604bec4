import type { CalibrationFlag, ReviewPacket } from '../desk/review.ts';
import { countedUnder, type ExceptionState } from '../sop/exception/state.ts';
import { gapWords, noticeWords } from '../sop/exception/words.ts';
import { byteOrderMark, csvLine } from './csv.ts';

const columns = [
  'desk',
  'kind',
  'number',
  'at',
  'by',
  'role',
  'ticket',
  'clause',
  'gap',
  'required',
  'done',
  'why',
  'time critical',
  'lead notified',
  'flagged',
  'answer',
  'answered by',
  'answer words',
  'outcome',
  'change proposed',
  'SOP version',
  'documents not confirmed',
  'count',
] as const;

type Row = Partial<Record<(typeof columns)[number], string | number | null>>;

/** The packet as one table: a row for each entry, each calibration flag, and each clause with attempts refused. */
export async function* reviewCsv(packets: readonly ReviewPacket[]): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(columns);
  for (const packet of packets) {
    const line = (row: Row) =>
      csvLine(columns.map((column) => ({ ...row, desk: packet.teamId })[column] ?? null));
    for await (const exception of packet.entries()) yield line(entryRow(exception));
    for (const flag of packet.calibration) yield line(calibrationRow(flag));
    for (const { clause, count } of packet.attempts) yield line({ kind: 'attempts refused', clause, count });
  }
}

/** SEC-2: of an entry about a restricted ticket nothing that anybody wrote. */
function entryRow(exception: ExceptionState): Row {
  const { number, loggedAt, author, authorRole, ticket, restricted, statement, flagged, answer, outcome } =
    exception;
  const written = (words: string | null | undefined) =>
    restricted && words ? 'restricted (SEC-2)' : (words ?? null);
  return {
    kind: 'exception',
    number: `EXC-${number}`,
    at: loggedAt,
    by: author,
    role: authorRole,
    ticket: ticket === null ? null : `T-${ticket}`,
    clause: countedUnder(exception),
    gap: statement && gapWords[statement.gap],
    required: written(statement?.required),
    done: written(statement?.done),
    why: written(statement?.why),
    'time critical': statement?.timeCritical ? 'yes' : 'no',
    'lead notified': statement && noticeWords(statement),
    flagged: flagged ? 'yes' : 'no',
    answer: answer?.answer ?? null,
    'answered by': answer?.by ?? null,
    'answer words': written(answer?.words),
    outcome: written(outcome?.words),
    'change proposed': written(outcome?.change),
    'SOP version': exception.sopVersion,
    'documents not confirmed': exception.documents
      .filter((one) => one.stale)
      .map(({ id, version }) => `${id} ${version}`)
      .join('; '),
  };
}

function calibrationRow({ stream, at, by, clause, words }: CalibrationFlag): Row {
  return {
    kind: 'calibration flag',
    at,
    by,
    ticket: stream.startsWith('T-') ? stream : null,
    clause,
    why: words ?? 'restricted (SEC-2)',
  };
}
