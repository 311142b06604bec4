import { actions } from '../../ids.ts';
import { buttons } from '../elements.ts';
import { lines, quotes } from '../rich-text.ts';
import { clockLine } from '../ticket-lines.ts';
import { telling } from './notice.ts';

/** T1-1: the receipt, and the clock it started. */
export const buildTaken = telling(['received'], ({ actor, at }, { file: { ticket }, pack }) => [
  {
    text: `T-${ticket.number} was taken.`,
    blocks: [
      lines(
        [
          { bold: 'Taken' },
          ' by ',
          { person: actor ?? '' },
          ', received ',
          { time: at, zone: pack.timeZone },
          '.',
        ],
        clockLine('Response', ticket.clocks.response, pack.timeZone),
      ),
    ],
  },
]);

/** To the leads: a deviation from the order of the queue, with its reason. */
export const buildTakenOutOfOrder = telling(
  ['takenOutOfOrder'],
  ({ actor, payload }, { file: { ticket } }) => [
    {
      text: `Deviation: T-${ticket.number} was taken before T-${payload.insteadOf}.`,
      blocks: [
        lines([
          { bold: 'Deviation from T1-1: ' },
          { person: actor ?? '' },
          ` took T-${ticket.number} before T-${payload.insteadOf}, which came first. The reason given:`,
        ]),
        ...quotes(payload.reason),
      ],
    },
  ],
);

const answers = {
  transferOffered: 'Until it is accepted the owner stays.',
  transferred: 'Accepted.',
  transferDeclined: 'Declined.',
  transferWithdrawn: 'Withdrawn.',
  closed: 'The ticket was closed before it was answered.',
  escalated: 'The ticket was escalated before it was answered.',
  redirected: 'The ticket was redirected before it was answered.',
  handedOver: 'The ticket was handed over before it was answered.',
  offerLapsed: 'They have handed over their shift, and take nothing new.',
} as const;

/** The request to the receiver. Answered or withdrawn, it loses its buttons and says so. */
export const buildTransferOffered = telling(
  [
    'transferOffered',
    'transferred',
    'transferDeclined',
    'transferWithdrawn',
    'closed',
    'escalated',
    'redirected',
    'handedOver',
    'offerLapsed',
  ],
  (event, { file: { ticket, events } }) => {
    const offer = events.findLast((one) => one.seq <= event.seq && one.type === 'transferOffered');
    if (offer?.type !== 'transferOffered') throw new Error('an answered transfer was offered before');
    const open = ticket.transfer?.seq === offer.seq;
    return [
      {
        text: `T-${ticket.number}: a transfer${open ? ' waits for an answer' : ' was answered'}.`,
        blocks: [
          lines([
            { bold: 'Transfer: ' },
            { person: offer.actor ?? '' },
            ` offers T-${ticket.number} to `,
            { person: offer.payload.to },
            `. ${answers[event.type]}`,
          ]),
          ...(offer.payload.reason ? quotes(offer.payload.reason) : []),
          ...(open
            ? [
                buttons(
                  { label: 'Accept', action: actions.acceptTransfer, about: ticket.number, primary: true },
                  { label: 'Decline', action: actions.declineTransfer, about: ticket.number },
                ),
              ]
            : []),
        ],
      },
    ];
  },
);

export const buildTransferAnswered = telling(
  ['transferred', 'transferDeclined', 'transferWithdrawn'],
  (event, { file: { ticket } }) => {
    const who = { person: event.actor ?? '' };
    const number = `T-${ticket.number}`;
    switch (event.type) {
      case 'transferred':
        return [
          {
            text: `${number} changed hands.`,
            blocks: [
              lines([
                { bold: 'Transferred: ' },
                { person: event.payload.to },
                ` owns ${number} now, from `,
                { person: event.payload.from },
                '.',
              ]),
              ...(event.payload.reason ? quotes(event.payload.reason) : []),
            ],
          },
        ];
      case 'transferDeclined':
        return [
          {
            text: `The transfer of ${number} was declined.`,
            blocks: [
              lines([
                { bold: 'Declined: ' },
                who,
                ` does not take ${number}; `,
                { person: ticket.owner ?? '' },
                ' stays its owner.',
              ]),
              ...(event.payload.reason ? quotes(event.payload.reason) : []),
            ],
          },
        ];
      case 'transferWithdrawn':
        return [
          {
            text: `The transfer of ${number} was withdrawn.`,
            blocks: [
              lines([
                { bold: 'Withdrawn: ' },
                who,
                ` no longer offers ${number}; `,
                { person: ticket.owner ?? '' },
                ' stays its owner.',
              ]),
            ],
          },
        ];
    }
  },
);
