import { lines, quotes } from '../rich-text.ts';
import { telling } from './notice.ts';
import { messagesOf } from './pieces.ts';

export const buildNoteAdded = telling(['noteAdded'], ({ actor, payload }, { file: { ticket } }) =>
  messagesOf(`A note on T-${ticket.number}`, [
    lines([{ bold: 'Note' }, ' of ', { person: actor ?? '' }]),
    ...quotes(payload.text),
  ]),
);

export const buildAccountLinked = telling(['accountLinked'], ({ actor, payload }, { file: { ticket } }) => [
  {
    text: `T-${ticket.number} concerns a further account.`,
    blocks: [lines([{ bold: 'Account linked' }, ' by ', { person: actor ?? '' }, `: ${payload.account}`])],
  },
]);

export const buildWaitStarted = telling(['waitStarted'], ({ actor, payload }, { file: { ticket } }) => [
  {
    text: `T-${ticket.number} waits.`,
    blocks: [
      lines([{ bold: 'Waiting: ' }, { person: actor ?? '' }, ' paused the resolution clock, waiting for:']),
      ...quotes(payload.on),
    ],
  },
]);

export const buildWaitEnded = telling(['waitEnded'], ({ actor }, { file: { ticket } }) => [
  {
    text: `T-${ticket.number} goes on.`,
    blocks: [
      lines([{ bold: 'Resumed' }, ' by ', { person: actor ?? '' }, '. The resolution clock runs again.']),
    ],
  },
]);
