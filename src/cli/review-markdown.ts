import type { ReviewPacket } from '../desk/review.ts';
import { clauses, isClauseId } from '../sop/clauses.ts';
import { countedUnder, type ExceptionState } from '../sop/exception/state.ts';
import { deviationWords, gapWords, noticeWords } from '../sop/exception/words.ts';
import type { Pack } from '../sop/pack/schema.ts';
import { wallClock } from '../sop/wall-clock.ts';

/** The packet as it is read in the review: counts first, then the entries that are flagged, authorized or disputed. */
export async function* reviewMarkdown(packets: readonly ReviewPacket[], pack: Pack): AsyncGenerator<string> {
  for (const packet of packets) {
    yield heading(packet, pack);
    yield* entrySections(packet, pack);
    yield calibrationSection(packet, pack);
  }
}

function heading(
  { teamId, quarter, flagged, answers, drafts, attempts, stale }: ReviewPacket,
  pack: Pack,
): string {
  const total = answers.reduce((sum, { count }) => sum + count, 0);
  const of = (answer: string | null) => answers.find((one) => one.answer === answer)?.count ?? 0;
  return [
    `# SOP review ${quarter.name}, desk ${plain(teamId)}`,
    '',
    `From ${wallClock(quarter.from, pack.timeZone)} up to ${wallClock(quarter.to, pack.timeZone)}, under SOP ${plain(pack.version)} (EX-4).`,
    '',
    ...(stale.length > 0
      ? [
          `**Not confirmed as current (DOC-2):** ${stale.map(({ id, version }) => plain(`${id} ${version}`)).join(', ')}`,
          '',
        ]
      : []),
    `Entries: ${total} (${of('authorized')} authorized, ${of('noted')} noted, ${of('disputed')} disputed, ${of(null)} not answered). Drafts still open: ${drafts}.`,
    '',
    '## Flagged entries per clause',
    '',
    ...table(
      'Flagged',
      flagged.map(({ clause, count }) => [clauseCell(clause), count]),
    ),
    '## Attempts refused per clause',
    '',
    ...table(
      'Refused',
      attempts.map(({ clause, count }) => [clauseCell(clause), count]),
    ),
    '',
  ].join('\n');
}

const sections: readonly { title: string; holds: (exception: ExceptionState) => boolean }[] = [
  { title: 'Flagged for SOP review', holds: ({ flagged }) => flagged !== null },
  { title: 'Disputed', holds: ({ answer }) => answer?.answer === 'disputed' },
  { title: 'Authorized', holds: ({ answer }) => answer?.answer === 'authorized' },
];

async function* entrySections(packet: ReviewPacket, pack: Pack): AsyncGenerator<string> {
  for (const { title, holds } of sections) {
    yield `## ${title}\n\n`;
    let found = 0;
    for await (const exception of packet.entries()) {
      if (!holds(exception)) continue;
      found += 1;
      // What is flagged stands whole above; here it is named.
      yield title !== 'Flagged for SOP review' && exception.flagged
        ? `- EXC-${exception.number}, see above\n\n`
        : entry(exception, pack);
    }
    if (found === 0) yield 'None.\n\n';
  }
}

function entry(exception: ExceptionState, pack: Pack): string {
  const { number, ticket, author, authorRole, loggedAt, deviation, statement, answer, outcome, restricted } =
    exception;
  const clause = countedUnder(exception);
  const stale = exception.documents
    .filter((one) => one.stale)
    .map(({ id, version }) => plain(`${id} ${version}`));
  const by = `${plain(author)} (${authorRole})`;
  // SEC-2: of an entry about a restricted ticket nothing that anybody wrote.
  const written = (label: string, words: string | null | undefined) =>
    words ? [`${label}:`, '', restricted ? '> restricted (SEC-2)' : quote(words), ''] : [];
  return [
    `### EXC-${number}${ticket === null ? '' : ` · T-${ticket}`}${clause ? ` · ${clause}` : ''}`,
    '',
    `${loggedAt ? wallClock(loggedAt, pack.timeZone) : ''}, by ${by}, SOP ${plain(exception.sopVersion)}`,
    ...(statement ? [`${gapWords[statement.gap]}; ${noticeWords(statement)}`] : []),
    ...(deviation ? [`Recorded: ${deviationWords(deviation, ticket)}`] : []),
    ...(stale.length > 0 ? [`Documents not confirmed as current then: ${stale.join(', ')}`] : []),
    '',
    ...written('Required', statement?.required),
    ...written('Done instead', statement?.done),
    ...written('Why', statement?.why),
    ...(answer ? [`${answer.answer} by ${plain(answer.by)}`, ''] : ['Not answered', '']),
    ...written('Words of the answer', answer?.words),
    ...written('Outcome', outcome?.words),
    ...written('Change proposed', outcome?.change),
    ...(exception.flagged && !outcome ? ['Outcome: not recorded yet', ''] : []),
    '',
  ].join('\n');
}

function calibrationSection({ calibration }: ReviewPacket, pack: Pack): string {
  const flags = calibration.map(({ stream, at, by, clause, words }) =>
    [
      `- ${clause}, ${wallClock(at, pack.timeZone)}, by ${plain(by ?? '')}${stream.startsWith('T-') ? ` on ${stream}` : ''}:`,
      '',
      words === null ? '  > restricted (SEC-2)' : quote(words).replaceAll(/^/gm, '  '),
      '',
    ].join('\n'),
  );
  return [
    '## Rules flagged as badly calibrated (AU-7)',
    '',
    ...(flags.length > 0 ? flags : ['None.', '']),
    '',
  ].join('\n');
}

function table(what: string, rows: readonly (readonly [string, number])[]): readonly string[] {
  if (rows.length === 0) return ['None.', ''];
  return [
    `| Clause | ${what} |`,
    '|---|---|',
    ...rows.map(([clause, count]) => `| ${clause} | ${count} |`),
    '',
  ];
}

function clauseCell(clause: string | null): string {
  if (clause === null) return 'none named';
  return isClauseId(clause) ? `${clause} ${clauses[clause]}` : plain(clause);
}

/** What somebody wrote, word for word, as a quotation: nothing in it is read as Markdown or HTML. */
function quote(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${plain(line)}`)
    .join('\n');
}

function plain(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|~]/g, '\\$&').replace(/^(\s*)([#>+=-]|\d+[.)])/, '$1\\$2');
}
