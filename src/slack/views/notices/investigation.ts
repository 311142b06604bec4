import { questionAt } from '../../../sop/ticket/commands/investigate.ts';
import { actions } from '../../ids.ts';
import { buttons } from '../elements.ts';
import { rootCauseWords } from '../investigation-lines.ts';
import { type Line, lines, quotes } from '../rich-text.ts';
import { telling } from './notice.ts';
import { messagesOf } from './pieces.ts';

/** T2-4: the package is there, or it will not come. */
export const buildDiagnostics = telling(
  ['diagnosticsRecorded', 'diagnosticsFailed'],
  (event, { file: { ticket }, pack }) => {
    const text = `The diagnostic package of T-${ticket.number}`;
    if (event.type === 'diagnosticsFailed') {
      const waits = ticket.diagnostics?.seq === event.seq;
      return [
        {
          text,
          blocks: [
            lines([
              { bold: 'Diagnostic package: ' },
              `the diagnostics tool did not deliver it (${event.payload.reason}). `,
              ...(ticket.owner ? [{ person: ticket.owner }, ': '] : []),
              'try again, or pull it yourself and record it with Investigate.',
            ]),
            ...(waits
              ? [
                  buttons(
                    {
                      label: 'Try again',
                      action: actions.pullDiagnostics,
                      about: ticket.number,
                      primary: true,
                    },
                    { label: 'Investigate', action: actions.investigate, about: ticket.number },
                  ),
                ]
              : []),
          ],
        },
      ];
    }
    const { generatedAt, links } = event.payload;
    return messagesOf(text, [
      lines([
        { bold: 'Diagnostic package (T2-4): ' },
        'generated ',
        { time: generatedAt, zone: pack.timeZone },
        ...(event.actor ? [', recorded by ', { person: event.actor }] : [', by the tool']),
      ]),
      ...links.map(({ part, url }) => lines(['• ', { link: url, words: part }])),
    ]);
  },
);

export const buildFinding = telling(['findingRecorded'], ({ actor, payload }, { file: { ticket }, pack }) =>
  messagesOf(`A finding on T-${ticket.number}`, [
    lines([{ bold: 'Finding' }, ' of ', { person: actor ?? '' }, ` at: ${questionAt(payload.point, pack)}`]),
    ...quotes(payload.text),
  ]),
);

export const buildCause = telling(['causeRecorded'], ({ actor, payload }, { file: { ticket }, pack }) => {
  const head: Line =
    payload.kind === 'root' && payload.code
      ? [{ bold: `Root cause: ${rootCauseWords(pack, payload.code)}` }]
      : [{ bold: 'Proximate cause' }];
  return messagesOf(`A cause of T-${ticket.number}`, [
    lines([...head, ', recorded by ', { person: actor ?? '' }]),
    ...(payload.text ? quotes(payload.text) : []),
  ]);
});
