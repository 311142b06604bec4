import type { Pack } from '../../sop/pack/schema.ts';
import { acknowledgementInPlace, currentAcknowledgement } from '../../sop/ticket/acknowledgements.ts';
import { stepWords } from '../../sop/ticket/next-step.ts';
import type { TicketState } from '../../sop/ticket/state.ts';
import type { Message } from '../answer.ts';
import { actions } from '../ids.ts';
import { clip } from '../limits.ts';
import { buttons } from './elements.ts';
import { type Line, lines, sentence } from './rich-text.ts';
import { stepButton } from './step-button.ts';
import { clockLine, responseLine, ticketLine } from './ticket-lines.ts';

/** The most tickets one list shows, within Slack's 50 blocks. */
export const listed = 20;
/** Of a next step in a list: what a ticket waits for may be a long text, and twenty have to fit one message. */
const stepLength = 200;

/** `/ticket queue`: what waits, in the order it is to be taken (T1-1). */
export function buildQueue(tickets: readonly TicketState[], waiting: number, pack: Pack): Message {
  if (waiting === 0) return { text: 'The queue is empty.', blocks: [lines(['The queue is empty.'])] };
  const heading = `${waiting} waiting, in the order they are to be taken`;
  const shown = tickets.map(
    (ticket, index): Line => [
      `${index + 1}. `,
      ...ticketLine(ticket, pack),
      ' · since ',
      { time: ticket.openedAt, zone: pack.timeZone },
    ],
  );
  const rest: readonly Line[] = waiting > tickets.length ? [[`… and ${waiting - tickets.length} more.`]] : [];
  return {
    text: heading,
    blocks: [
      lines([{ bold: heading }], ...shown, ...rest),
      buttons({ label: 'Take next', action: actions.takeNext, about: 'queue', primary: true }),
    ],
  };
}

/** `/ticket mine`: what one person owns, each with its next step. */
export function buildMine(tickets: readonly TicketState[], pack: Pack): Message {
  if (tickets.length === 0) {
    return {
      text: 'You have no ticket in hand.',
      blocks: [
        lines(['You have no ticket in hand.']),
        buttons({ label: 'Take next', action: actions.takeNext, about: 'queue', primary: true }),
      ],
    };
  }
  const heading =
    tickets.length === 1 ? 'You have one ticket in hand' : `You have ${tickets.length} tickets in hand`;
  const rest = tickets.length - listed;
  return {
    text: heading,
    blocks: [
      lines([{ bold: heading }]),
      ...tickets.slice(0, listed).flatMap((ticket) => {
        const { clocks, number } = ticket;
        const acknowledged = currentAcknowledgement(ticket)?.status === 'sent';
        const step = stepWords(ticket, pack);
        return [
          lines(
            ticketLine(ticket, pack),
            acknowledged
              ? clockLine('Resolution', clocks.resolution, pack.timeZone)
              : responseLine(ticket, acknowledgementInPlace(ticket), pack.timeZone),
            ...(step
              ? [[{ bold: `Next (${step.clause}): ` }, ...sentence(clip(step.words, stepLength))]]
              : []),
          ),
          buttons(...stepButton(ticket, pack), { label: 'Show', action: actions.show, about: number }),
        ];
      }),
      ...(rest > 0 ? [lines([`… and ${rest} more: name the number, as in /ticket show 12.`])] : []),
    ],
  };
}
