import { categoryWords, symptomWords } from '../../../sop/ticket/acknowledgement-text.ts';
import { lines } from '../rich-text.ts';
import { clockLine } from '../ticket-lines.ts';
import { telling } from './notice.ts';

/** T1-3, with the matrix version it was made under. */
export const buildClassified = telling(['classified'], ({ actor, payload }, { file: { ticket }, pack }) => {
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
        ),
      ],
    },
  ];
});
