import type { Report } from '../../desk/read-report.ts';
import type { Pack } from '../../sop/pack/schema.ts';
import type { Message } from '../answer.ts';
import { type Line, lines } from './rich-text.ts';

/** T1-10: how tickets were resolved, and whether that changed. */
export function buildReport(report: Report, pack: Pack): Message {
  const closed = report.filter(({ last, before }) => last + before > 0);
  const total = (of: 'last' | 'before') => report.reduce((sum, row) => sum + row[of], 0);
  const heading = 'Closed tickets per resolution code';
  return {
    text: heading,
    blocks: [
      lines(
        [{ bold: heading }, ', the last 7 days (the 7 before)'],
        ...closed.toSorted((a, b) => b.last - a.last).map((row) => rowLine(row, pack)),
        [{ bold: 'All: ' }, `${total('last')} (${total('before')})`],
      ),
    ],
  };
}

function rowLine({ code, last, before }: Report[number], pack: Pack): Line {
  const words = pack.resolutionCodes.find((one) => one.code === code)?.words;
  return [
    { bold: `${code}: ` },
    `${last} (${before})${trend(last - before)}`,
    ...(words ? [` · ${words}`] : []),
  ];
}

function trend(more: number): string {
  if (more === 0) return '';
  return more > 0 ? `, ${more} more` : `, ${-more} fewer`;
}
