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
