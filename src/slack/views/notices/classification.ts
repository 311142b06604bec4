import { categoryWords, symptomWords } from '../../../sop/ticket/acknowledgement-text.ts';
import { lines } from '../rich-text.ts';
import { clockLine } from '../ticket-lines.ts';
import { telling } from './notice.ts';

/** T1-3, with the matrix version it was made under. */
export const buildClassified = telling(['classified'], ({ actor, payload }, { file: { ticket }, pack }) => [
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
      ),
    ],
  },
]);

/** ESC-3: no documented category. */
export const buildMarkedForEscalation = telling(
  ['markedForEscalation'],
  ({ payload }, { file: { ticket } }) => [
    {
      text: `T-${ticket.number} is marked for escalation (${payload.trigger}).`,
      blocks: [
        lines([
          { bold: `Marked for escalation (${payload.trigger}). ` },
          'It matches no documented category, so Tier 2 Support classifies it. The acknowledgement is still owed to the customer.',
        ]),
      ],
    },
  ],
);
