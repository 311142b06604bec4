import type { KnownBlock } from '@slack/types';
import type { Owned, Waiting } from '../../desk/read-desk.ts';
import type { Pack } from '../../sop/pack/schema.ts';
import { acknowledgementInPlace, currentAcknowledgement } from '../../sop/ticket/acknowledgements.ts';
import { stepWords } from '../../sop/ticket/next-step.ts';
import type { TicketState } from '../../sop/ticket/state.ts';
import type { Message } from '../answer.ts';
import { actions } from '../ids.ts';
import { clip } from '../limits.ts';
import { buttons } from './elements.ts';
import { restrictedWords } from './restricted.ts';
import { type Line, lines, sentence } from './rich-text.ts';
import { ownStepButton } from './step-button.ts';
import { clockLine, responseLine, ticketLine } from './ticket-lines.ts';

/** The most tickets one list shows, within Slack's 50 blocks. */
export const listed = 20;
/** Of a next step in a list: what a ticket waits for may be a long text, and twenty have to fit one message. */
const stepLength = 200;

/** `/ticket queue`: what one's own tier is to accept (T2-1), then what waits in the order it is to be taken (T1-1). */
export function buildQueue({ first, waiting, toAccept }: Waiting, pack: Pack): Message {
  const heading =
    waiting === 0 ? 'The queue is empty.' : `${waiting} waiting, in the order they are to be taken`;
  const rest: readonly Line[] = waiting > first.length ? [[`… and ${waiting - first.length} more.`]] : [];
  return {
    text: toAccept.length > 0 ? `${toAcceptHeading} · ${heading}` : heading,
    blocks: [
      ...toAcceptBlocks(toAccept, pack),
      lines([waiting === 0 ? heading : { bold: heading }], ...numbered(first, pack), ...rest),
      ...(waiting > 0
        ? [buttons({ label: 'Take next', action: actions.takeNext, about: 'queue', primary: true })]
        : []),
    ],
  };
}

const toAcceptHeading = 'Escalated to your tier, to be accepted';

function toAcceptBlocks(tickets: readonly TicketState[], pack: Pack): readonly KnownBlock[] {
  if (tickets.length === 0) return [];
  const shown = tickets.map((ticket): Line => {
    const { trigger, waitingSince } = ticket.escalation ?? {};
    return [
      ...ticketLine(ticket, pack),
      ` · ${trigger}`,
      ...(waitingSince ? [' · since ', { time: waitingSince, zone: pack.timeZone }] : []),
    ];
  });
  return [
    lines([{ bold: toAcceptHeading }], ...shown),
    buttons(
      ...tickets.map(({ number }) => ({
        label: `Accept T-${number}`,
        action: actions.acceptEscalation,
        about: number,
      })),
    ),
  ];
}

function numbered(tickets: readonly TicketState[], pack: Pack): readonly Line[] {
  return tickets.map(
    (ticket, index): Line => [
      `${index + 1}. `,
      ...ticketLine(ticket, pack),
      ' · since ',
      { time: ticket.openedAt, zone: pack.timeZone },
    ],
  );
}

/** `/ticket mine`: what one person owns, each with its next step. */
export function buildMine({ readable: tickets, restricted }: Owned, pack: Pack): Message {
  const closed = restricted.slice(0, listed).map((number): Line => [restrictedWords(number)]);
  if (tickets.length === 0) {
    return {
      text: 'You have no ticket in hand.',
      blocks: [
        lines(['You have no ticket in hand.'], ...closed),
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
          buttons(...ownStepButton(ticket, pack), { label: 'Show', action: actions.show, about: number }),
        ];
      }),
      ...(closed.length > 0 ? [lines(...closed)] : []),
      ...(rest > 0 ? [lines([`… and ${rest} more: name the number, as in /ticket show 12.`])] : []),
    ],
  };
}
