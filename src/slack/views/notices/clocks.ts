import { leftWords } from '../../../sop/sla-clock.ts';
import { stepWords } from '../../../sop/ticket/next-step.ts';
import { type TicketState, workingPriority } from '../../../sop/ticket/state.ts';
import type { Line } from '../rich-text.ts';
import { lines, sentence } from '../rich-text.ts';
import { telling } from './notice.ts';

/** ESL-1: little is left. Told to the thread and to the leads; the ticket does not change hands by itself. */
export const buildClockAtRisk = telling(['clockAtRisk'], ({ at, payload }, { file: { ticket }, pack }) => [
  {
    text: `T-${ticket.number}: ${payload.clock} at risk.`,
    blocks: [
      lines(
        [
          { bold: `T-${ticket.number}: ${payload.clock} at risk. ` },
          `${leftWords(pack, workingPriority(ticket, pack), payload.dueAt, at)} left, due `,
          { time: payload.dueAt, zone: pack.timeZone },
          '. ',
          ...ownedBy(ticket),
        ],
        ...next(ticket),
      ),
    ],
  },
]);

export const buildClockBreached = telling(['clockBreached'], ({ payload }, { file: { ticket }, pack }) => [
  {
    text: `T-${ticket.number}: ${payload.clock} missed.`,
    blocks: [
      lines(
        [
          { bold: `T-${ticket.number}: ${payload.clock} missed. ` },
          'It was due ',
          { time: payload.dueAt, zone: pack.timeZone },
          '. ',
          ...ownedBy(ticket),
        ],
        ...next(ticket),
      ),
    ],
  },
]);

/** Something waits for one person, and has waited a while. */
export const buildReminder = telling(['reminded'], ({ payload }, { file: { ticket } }) => {
  const waiting =
    payload.of === 'transfer' ? ticket.transfer !== null : ticket.acknowledgement?.status === 'byHand';
  if (!waiting) return [];
  const words: Line =
    payload.of === 'transfer'
      ? [
          { person: ticket.transfer?.to ?? ticket.owner ?? '' },
          ': the transfer above waits for your Accept or Decline.',
        ]
      : [{ person: ticket.owner ?? '' }, ': the acknowledgement above waits to be sent and confirmed.'];
  return [{ text: `T-${ticket.number}: a reminder`, blocks: [lines([{ bold: 'Reminder. ' }, ...words])] }];
});

function ownedBy({ owner }: TicketState): Line {
  return owner ? ['Owner: ', { person: owner }, '.'] : ['Nobody owns it.'];
}

function next(ticket: TicketState): readonly Line[] {
  const step = stepWords(ticket);
  return step ? [[{ bold: `Next (${step.clause}): ` }, ...sentence(step.words)]] : [];
}
