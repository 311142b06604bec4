import type { Pack } from '../../../sop/pack/schema.ts';
import { applicableStandardFixes } from '../../../sop/playbook.ts';
import type { Recorded } from '../../../sop/recorded.ts';
import { acknowledgementRules } from '../../../sop/ticket/acknowledgements.ts';
import type { TicketEvent, TicketEventOf } from '../../../sop/ticket/events.ts';
import {
  type Acknowledgement,
  type AcknowledgementKind,
  acknowledgementKinds,
  type TicketState,
} from '../../../sop/ticket/state.ts';
import type { Message } from '../../answer.ts';
import { actions } from '../../ids.ts';
import { buttons } from '../elements.ts';
import { type Line, lines, quotes } from '../rich-text.ts';
import { acknowledgementTitles, responseLine } from '../ticket-lines.ts';
import { telling } from './notice.ts';
import { messagesOf } from './pieces.ts';

type Composed = Recorded<TicketEventOf<'acknowledgementComposed'>>;

/** T1-4, T2-3 without a customer channel (or after it failed): the text, to be sent by hand and confirmed here. */
export const buildAcknowledgementByHand = telling(
  [
    'acknowledgementComposed',
    'acknowledgementUndeliverable',
    'acknowledgementSent',
    'classified',
    'redirected',
    'priorityOverridden',
  ],
  (event, { file: { ticket, events } }) => {
    const of = 'of' in event.payload ? event.payload.of : null;
    return byHand(ticket, events, composedBefore(events, event.seq, of));
  },
);

/** T2-3: tier 2's takes the place of one that was never sent. */
export const buildAcknowledgementReplaced = telling(
  ['acknowledgementComposed'],
  ({ seq }, { file: { ticket, events } }) =>
    byHand(ticket, events, composedBefore(events, seq - 1, 'acknowledgement')),
);

function byHand(
  ticket: TicketState,
  events: readonly Recorded<TicketEvent>[],
  composed: Composed,
): readonly Message[] {
  const current = acknowledgementKinds
    .map((of) => ticket[of])
    .find((one) => one?.composedSeq === composed.seq);
  const waiting = current?.status === 'byHand';
  const { words } = acknowledgementRules[composed.payload.of];
  return [
    {
      text: `The ${words} of T-${ticket.number}`,
      blocks: [
        lines([
          { bold: `${acknowledgementTitles[composed.payload.of]}. ` },
          ...standing(current, events, composed),
        ]),
        ...quotes(composed.payload.text),
        ...(waiting
          ? [
              buttons({
                label: 'Confirm',
                action: actions.confirmSent,
                about: ticket.number,
                value: `${ticket.number}:${composed.seq}`,
                primary: true,
              }),
            ]
          : []),
      ],
    },
  ];
}

/** What made a message needless, by the event that did. */
const notToBeSent: Readonly<Partial<Record<TicketEvent['type'], string>>> = {
  classified: 'the ticket was classified anew. Write it anew with Acknowledge.',
  acknowledgementComposed: 'the tier 2 acknowledgement takes its place.',
  redirected: 'the ticket was redirected.',
  priorityOverridden:
    'the priority was overridden, and with it the response time. Write it anew with Acknowledge.',
};

/** What is to be done with the message, or what became of it. */
function standing(
  current: Acknowledgement | null | undefined,
  events: readonly Recorded<TicketEvent>[],
  { seq, actor }: Composed,
): Line {
  const failed = events.some((event) => event.seq > seq && event.type === 'acknowledgementUndeliverable');
  if (!current) {
    const next = events.find((event) => event.seq > seq && event.type in notToBeSent)?.type;
    const why = `Not to be sent: ${notToBeSent[next ?? 'classified']}`;
    // It was on its way, so nobody has been told yet that it is to be written anew.
    return failed && next === 'priorityOverridden'
      ? [{ person: actor ?? '' }, ': the customer’s channel did not take this message. ', why]
      : [why];
  }
  if (current.status !== 'byHand') return ['This message went to the customer.'];
  return [
    { person: actor ?? '' },
    failed
      ? ': the customer’s channel did not take this message. Send it by hand, then confirm. The response clock runs until then.'
      : ': send this message to the customer, then confirm. The response clock runs until then.',
  ];
}

/** The customer knows; at tier 1 what comes next is the playbook's section for the symptom (T1-5). */
export const buildAcknowledged = telling(
  ['acknowledgementSent'],
  ({ actor, seq, payload }, { file, pack }) => {
    const { ticket, events } = file;
    const { of, via } = payload;
    const how: Line =
      via === 'webhook' ? ['the customer’s channel took it'] : [{ person: actor ?? '' }, ' sent it by hand'];
    return messagesOf(`T-${ticket.number} is acknowledged.`, [
      lines(
        [{ bold: of === 'acknowledgement' ? 'Acknowledged: ' : 'Acknowledged by tier 2: ' }, ...how, '.'],
        responseLine(ticket, of, pack.timeZone),
      ),
      ...(via === 'webhook' ? quotes(composedBefore(events, seq, of).payload.text) : []),
      ...(of === 'acknowledgement' ? [playbookBlock(ticket, pack)] : []),
    ]);
  },
);

function playbookBlock({ classification }: TicketState, pack: Pack) {
  const fixes = classification ? applicableStandardFixes(pack, classification.symptom) : [];
  if (fixes.length === 0) return lines(['The playbook has no Standard Fix for this symptom.']);
  return lines(
    [{ bold: 'Standard Fixes for this symptom (T1-5), to be applied in this order' }],
    ...fixes.map(
      ({ id, title, irreversible }): Line => [
        { bold: id },
        ` ${title}`,
        ...(irreversible ? [{ bold: ' · cannot be undone' }] : []),
      ],
    ),
  );
}

/** The text that an event is about: the last one composed up to it, of that acknowledgement where it names one. */
function composedBefore(
  events: readonly Recorded<TicketEvent>[],
  seq: number,
  of: AcknowledgementKind | null,
): Composed {
  const composed = events.findLast(
    (event) =>
      event.seq <= seq &&
      event.type === 'acknowledgementComposed' &&
      (of === null || event.payload.of === of),
  );
  if (composed?.type !== 'acknowledgementComposed')
    throw new Error('the acknowledgement’s text is not in the record');
  return composed;
}
