import type { KnownBlock } from '@slack/types';
import type { TicketFile } from '../../desk/read-ticket.ts';
import { type Explanation, explainTicket, type PackInForce } from '../../sop/ticket/explain.ts';
import { header } from './elements.ts';
import { type Line, lines, sentence } from './rich-text.ts';

/** How many lines of history one block holds. */
const linesPerBlock = 15;

/** `/ticket why`: next step, clocks, and everything that happened or was refused, with clause and time. */
export function buildWhyPage(
  { ticket, events }: TicketFile,
  now: Date,
  inForce: PackInForce,
): readonly KnownBlock[] {
  const zone = inForce.pack.timeZone;
  const { next, clocks, history } = explainTicket(ticket, events, now, inForce);
  const groups: Explanation[][] = [];
  history.forEach((one, index) => {
    if (index % linesPerBlock === 0) groups.push([]);
    groups.at(-1)?.push(one);
  });
  return [
    header(`Why T-${ticket.number} stands as it does`),
    lines(
      ...(next
        ? [[{ bold: `Next (${next.clause}): ` }, ...sentence(next.words)]]
        : [['Nothing is to be done.']]),
      ...clocks.map((clock) => explained(clock, zone)),
    ),
    ...groups.map((group) => lines(...group.map((one) => explained(one, zone)))),
  ];
}

function explained({ clause, at, words }: Explanation, zone: string): Line {
  return [
    { bold: `${clause} ` },
    ...(at ? ([{ time: at, zone }, ' '] satisfies Line) : []),
    ...sentence(words),
  ];
}
