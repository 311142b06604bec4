import type { Report } from '../../desk/read-report.ts';
import { clauses, isClauseId } from '../../sop/clauses.ts';
import type { Pack } from '../../sop/pack/schema.ts';
import type { Message } from '../answer.ts';
import { type Line, lines } from './rich-text.ts';

/** More refusing clauses than anybody reads at once; the rest are summed up. */
const listedClauses = 15;

/** T1-10, AU-6: how tickets were resolved, which rules were run into, and whether that changed. */
export function buildReport({ closed, refusals }: Report, pack: Pack): Message {
  const heading = 'Closed tickets per resolution code';
  return {
    text: heading,
    blocks: [
      lines(
        [{ bold: heading }, ', the last 7 days (the 7 before)'],
        ...busiest(closed).map((row) => codeLine(row, pack)),
        totalLine(closed),
      ),
      lines(...refusalLines(refusals)),
    ],
  };
}

function codeLine({ code, last, before }: Report['closed'][number], pack: Pack): Line {
  const words = pack.resolutionCodes.find((one) => one.code === code)?.words;
  return [...countLine(code, last, before), ...(words ? [` · ${words}`] : [])];
}

function refusalLines(refusals: Report['refusals']): readonly Line[] {
  const rows = refusals.toSorted((a, b) => b.last + b.flags - (a.last + a.flags) || b.before - a.before);
  const rest = rows.slice(listedClauses);
  return [
    [{ bold: 'Attempts refused, per clause' }, ', the last 7 days (the 7 before)'],
    ...rows.slice(0, listedClauses).map(refusalLine),
    ...(rest.length > 0
      ? [[`and ${rest.length} more clauses, with ${sum(rest, 'last')} (${sum(rest, 'before')})`]]
      : []),
    totalLine(refusals),
  ];
}

function refusalLine({ clause, last, before, flags }: Report['refusals'][number]): Line {
  const words = isClauseId(clause) ? [` · ${clauses[clause]}`] : [];
  const flagged = flags > 0 ? [{ bold: ` · flagged as badly calibrated: ${flags}` }] : [];
  return [...countLine(clause, last, before), ...flagged, ...words];
}

function countLine(of: string, last: number, before: number): Line {
  return [{ bold: `${of}: ` }, `${last} (${before})${trend(last - before)}`];
}

function totalLine(rows: readonly { last: number; before: number }[]): Line {
  return [{ bold: 'All: ' }, `${sum(rows, 'last')} (${sum(rows, 'before')})`];
}

function busiest<Row extends { last: number; before: number }>(rows: readonly Row[]): readonly Row[] {
  return rows.filter(({ last, before }) => last + before > 0).toSorted((a, b) => b.last - a.last);
}

function sum(rows: readonly { last: number; before: number }[], of: 'last' | 'before'): number {
  return rows.reduce((total, row) => total + row[of], 0);
}

function trend(more: number): string {
  if (more === 0) return '';
  return more > 0 ? `, ${more} more` : `, ${-more} fewer`;
}
