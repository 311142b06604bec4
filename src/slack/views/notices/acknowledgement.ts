import { applicableStandardFixes } from '../../../sop/playbook.ts';
import type { Recorded } from '../../../sop/recorded.ts';
import type { TicketEvent, TicketEventOf } from '../../../sop/ticket/events.ts';
import { actions } from '../../ids.ts';
import { buttons } from '../elements.ts';
import { type Line, lines, quotes } from '../rich-text.ts';
import { clockLine } from '../ticket-lines.ts';
import { telling } from './notice.ts';
import { messagesOf } from './pieces.ts';

/** T1-4 without a customer channel (or after it failed): the text, to be sent by hand and confirmed here. */
export const buildAcknowledgementByHand = telling(
  ['acknowledgementComposed', 'acknowledgementUndeliverable', 'acknowledgementSent', 'classified'],
  ({ seq }, { file: { ticket, events } }) => {
    const composed = composedBefore(events, seq);
    const current = ticket.acknowledgement?.composedSeq === composed.seq ? ticket.acknowledgement : null;
    const waiting = current?.status === 'byHand';
    const failed = events.some(({ type }) => type === 'acknowledgementUndeliverable');
    const ask: Line = waiting
      ? [
          { person: composed.actor ?? '' },
          failed
            ? ': the customer’s channel did not take this message. Send it by hand, then confirm. The response clock runs until then.'
            : ': send this message to the customer, then confirm. The response clock runs until then.',
        ]
      : [
          current
            ? 'This message went to the customer.'
            : 'Not to be sent: the ticket was classified anew. Write it anew with Acknowledge.',
        ];
    return [
      {
        text: `The acknowledgement of T-${ticket.number}`,
        blocks: [
          lines([{ bold: 'Acknowledgement. ' }, ...ask]),
          ...quotes(composed.payload.text),
          ...(waiting
            ? [
                buttons({
                  label: 'Confirm',
                  action: actions.confirmSent,
                  about: ticket.number,
                  primary: true,
                }),
              ]
            : []),
        ],
      },
    ];
  },
);

/** The customer knows; what comes next is the playbook's section for the symptom (T1-5). */
export const buildAcknowledged = telling(['acknowledgementSent'], ({ actor, payload }, { file, pack }) => {
  const { ticket, events } = file;
  const composed = composedOf(events, ticket.acknowledgement?.composedSeq);
  const symptom = ticket.classification?.symptom;
  const fixes = symptom ? applicableStandardFixes(pack, symptom) : [];
  const how: Line =
    payload.via === 'webhook'
      ? ['the customer’s channel took it']
      : [{ person: actor ?? '' }, ' sent it by hand'];
  return messagesOf(`T-${ticket.number} is acknowledged.`, [
    lines(
      [{ bold: 'Acknowledged: ' }, ...how, '.'],
      clockLine('Response', ticket.clocks.response, pack.timeZone),
    ),
    ...(payload.via === 'webhook' ? quotes(composed.payload.text) : []),
    fixes.length > 0
      ? lines(
          [{ bold: 'Standard Fixes for this symptom (T1-5), to be applied in this order' }],
          ...fixes.map(
            ({ id, title, irreversible }): Line => [
              { bold: id },
              ` ${title}`,
              ...(irreversible ? [{ bold: ' · cannot be undone' }] : []),
            ],
          ),
        )
      : lines(['The playbook has no Standard Fix for this symptom.']),
  ]);
});

/** The text that an event is about: the last one composed up to it. */
function composedBefore(
  events: readonly Recorded<TicketEvent>[],
  seq: number,
): Recorded<TicketEventOf<'acknowledgementComposed'>> {
  const composed = events.findLast((event) => event.seq <= seq && event.type === 'acknowledgementComposed');
  return composedOf(events, composed?.seq);
}

function composedOf(
  events: readonly Recorded<TicketEvent>[],
  seq: number | undefined,
): Recorded<TicketEventOf<'acknowledgementComposed'>> {
  const composed = events.find((event) => event.seq === seq);
  if (composed?.type !== 'acknowledgementComposed')
    throw new Error('the acknowledgement’s text is not in the record');
  return composed;
}
