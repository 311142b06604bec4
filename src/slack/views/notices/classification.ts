import type { Recorded } from '../../../sop/recorded.ts';
import { categoryWords, symptomWords } from '../../../sop/ticket/acknowledgement-text.ts';
import type { TicketEvent, TicketEventOf } from '../../../sop/ticket/events.ts';
import { lines } from '../rich-text.ts';
import { clockLine } from '../ticket-lines.ts';
import { telling } from './notice.ts';

/** T1-3, with the matrix version it was made under. */
export const buildClassified = telling(['classified'], (event, { file: { ticket, events }, pack }) => {
  const { actor, payload } = event;
  return [
    {
      text: `T-${ticket.number} is ${payload.category}, ${payload.priority}.`,
      blocks: [
        lines(
          [
            { bold: 'Classified' },
            ' by ',
            { person: actor ?? '' },
            ': ',
            { bold: `${payload.category} ${payload.priority}` },
            ` · ${categoryWords(pack, payload)} · ${symptomWords(pack, payload)} · matrix version ${payload.matrixVersion}`,
          ],
          clockLine('Response', ticket.clocks.response, pack.timeZone),
          ...(leftOther(event, events) ? [['It is no longer marked for escalation (ESC-3).']] : []),
        ),
      ],
    },
  ];
});

/** Whether this classification took it out of OTHER, and with that the mark away. */
function leftOther(
  { seq, payload }: Recorded<TicketEventOf<'classified'>>,
  events: readonly Recorded<TicketEvent>[],
): boolean {
  const before = events.findLast((one) => one.seq < seq && one.type === 'classified');
  return before?.type === 'classified' && before.payload.category === 'OTHER' && payload.category !== 'OTHER';
}

const markWords = {
  'ESC-2':
    'Every Standard Fix for the symptom was tried or set aside, and the issue persists. It goes to Tier 2 Support, by /ticket transfer.',
  'ESC-3': 'It matches no documented category, so Tier 2 Support classifies it.',
} as const;

/** ESC-2, ESC-3: it has to leave tier 1. */
export const buildMarkedForEscalation = telling(
  ['markedForEscalation'],
  ({ payload }, { file: { ticket } }) => [
    {
      text: `T-${ticket.number} is marked for escalation (${payload.trigger}).`,
      blocks: [
        lines([
          { bold: `Marked for escalation (${payload.trigger}). ` },
          markWords[payload.trigger],
          ...(ticket.acknowledgement ? [] : [' The acknowledgement is still owed to the customer.']),
        ]),
      ],
    },
  ],
);
