import type { Pack } from '../../../sop/pack/schema.ts';
import type { Recorded } from '../../../sop/recorded.ts';
import type { TicketEventOf } from '../../../sop/ticket/events.ts';
import { rootCauseWords } from '../investigation-lines.ts';
import { type Line, lines, quotes } from '../rich-text.ts';
import { clockLine } from '../ticket-lines.ts';
import { fixName, verificationLine } from './fixes.ts';
import { telling } from './notice.ts';
import { messagesOf } from './pieces.ts';

/** T1-9, T2-8: with what it was closed. */
export const buildClosed = telling(['closed'], (event, { file: { ticket }, pack }) =>
  messagesOf(`T-${ticket.number} is closed.`, [
    lines(
      [{ bold: 'Closed' }, ' by ', { person: event.actor ?? '' }],
      ...closureLines(event, pack),
      clockLine('Resolution', ticket.clocks.resolution, pack.timeZone),
    ),
    ...quotes(event.payload.summary),
  ]),
);

export const buildReopened = telling(['reopened'], ({ actor, payload }, { file: { ticket }, pack }) => [
  {
    text: `T-${ticket.number} is open again.`,
    blocks: [
      lines([
        { bold: 'Reopened' },
        ' by ',
        { person: actor ?? '' },
        ...(ticket.owner ? ['; it is back with ', { person: ticket.owner }] : []),
        ', because:',
      ]),
      ...quotes(payload.reason),
      lines(clockLine('Resolution', ticket.clocks.resolution, pack.timeZone)),
    ],
  },
]);

/** What the record of a closing says, but for its summary. */
export function closureLines({ payload }: Recorded<TicketEventOf<'closed'>>, pack: Pack): readonly Line[] {
  const { resolutionCode, fix, verification, rootCause, followUps } = payload;
  const code = pack.resolutionCodes.find((one) => one.code === resolutionCode);
  const words = followUps.map((one) => pack.followUps.find(({ code: known }) => known === one)?.words ?? one);
  return [
    [{ bold: 'Resolution code: ' }, resolutionCode, ...(code ? [` · ${code.words}`] : [])],
    [{ bold: 'Fix: ' }, fixName(pack, fix)],
    ...verificationLine(pack, { fix, outcome: 'resolved', verification }),
    ...(rootCause ? [[{ bold: 'Root cause: ' }, rootCauseWords(pack, rootCause)] satisfies Line] : []),
    ...(words.length > 0 ? [[{ bold: 'Follow-ups: ' }, words.join(' · ')] satisfies Line] : []),
  ];
}
