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
