import { somebodyOf } from '../../../sop/authority.ts';
import type { Pack } from '../../../sop/pack/schema.ts';
import { leftWords, slaClockWords } from '../../../sop/sla-clock.ts';
import { acknowledgementRules } from '../../../sop/ticket/acknowledgements.ts';
import type { TicketEventOf } from '../../../sop/ticket/events.ts';
import { stepWords } from '../../../sop/ticket/next-step.ts';
import { type TicketState, workingPriority } from '../../../sop/ticket/state.ts';
import type { Line } from '../rich-text.ts';
import { lines, sentence } from '../rich-text.ts';
import { priorityWords } from '../ticket-lines.ts';
import { telling } from './notice.ts';

/** ESL-1: little is left. Told to the thread and to the leads; the ticket does not change hands by itself. */
export const buildClockAtRisk = telling(['clockAtRisk'], ({ at, payload }, { file: { ticket }, pack }) => [
  {
    text: `T-${ticket.number}: ${slaClockWords[payload.clock]} at risk.`,
    blocks: [
      lines(
        [
          {
            bold: `T-${ticket.number}: ${slaClockWords[payload.clock]} at risk${ticket.tier === 'tier1' ? '' : ' (ESL-1)'}. `,
          },
          `${leftWords(pack, workingPriority(ticket, pack), payload.dueAt, at)} left, due `,
          { time: payload.dueAt, zone: pack.timeZone },
          '. ',
          ...ownedBy(ticket),
        ],
        ...next(ticket, pack),
      ),
    ],
  },
]);

export const buildClockBreached = telling(['clockBreached'], ({ payload }, { file: { ticket }, pack }) => [
  {
    text: `T-${ticket.number}: ${slaClockWords[payload.clock]} missed.`,
    blocks: [
      lines(
        [
          { bold: `T-${ticket.number}: ${slaClockWords[payload.clock]} missed. ` },
          'It was due ',
          { time: payload.dueAt, zone: pack.timeZone },
          '. ',
          ...ownedBy(ticket),
        ],
        ...next(ticket, pack),
      ),
    ],
  },
]);

/** T1-1: it waits in the queue beyond the pack's limit. Somebody may have taken it before this could be told. */
export const buildLeftUnassigned = telling(['leftUnassigned'], ({ payload }, { file: { ticket }, pack }) => {
  if (ticket.owner !== null || ticket.status === 'closed') return [];
  const text = `Nobody has taken T-${ticket.number}.`;
  const zone = pack.timeZone;
  return [
    {
      text,
      blocks: [
        lines(
          [
            { bold: `${text} ` },
            `${priorityWords(ticket, pack)}, in the queue since `,
            { time: payload.since, zone },
            '; it was to be taken by ',
            { time: payload.limitAt, zone },
            '.',
          ],
          ...next(ticket, pack),
        ),
      ],
    },
  ];
});

/** Something waits for one person, and has waited a while. Told of nothing that was done meanwhile. */
export const buildReminder = telling(['reminded'], ({ payload }, { file: { ticket } }) => {
  const words = reminderWords(payload.of, ticket);
  if (!words) return [];
  return [{ text: `T-${ticket.number}: a reminder`, blocks: [lines([{ bold: 'Reminder. ' }, ...words])] }];
});

function reminderWords(of: TicketEventOf<'reminded'>['payload']['of'], ticket: TicketState): Line | null {
  const owner = { person: ticket.owner ?? '' };
  switch (of) {
    case 'transfer':
      return (
        ticket.transfer && [
          { person: ticket.transfer.to },
          ': the transfer above waits for your Accept or Decline.',
        ]
      );
    case 'acknowledgement':
    case 'tier2Acknowledgement':
      return ticket[of]?.status === 'byHand'
        ? [owner, `: the ${acknowledgementRules[of].words} above waits to be sent and confirmed.`]
        : null;
    case 'escalation':
      return ticket.escalation && !ticket.escalation.accepted
        ? [`T-${ticket.number} waits for ${somebodyOf(ticket.tier)} to accept it.`]
        : null;
    case 'closing':
      return ticket.status === 'resolved'
        ? [owner, `: T-${ticket.number} is solved and verified, and waits to be closed (T1-9).`]
        : null;
  }
}

function ownedBy({ owner }: TicketState): Line {
  return owner ? ['Owner: ', { person: owner }, '.'] : ['Nobody owns it.'];
}

function next(ticket: TicketState, pack: Pack): readonly Line[] {
  const step = stepWords(ticket, pack);
  return step ? [[{ bold: `Next (${step.clause}): ` }, ...sentence(step.words)]] : [];
}
