import { lines } from '../rich-text.ts';
import { telling } from './notice.ts';

/** HO-4: the ticket went with its owner’s shift. */
const buildHandedOver = telling(['handedOver'], ({ payload }, { file: { ticket } }) => [
  {
    text: `T-${ticket.number} was handed over.`,
    blocks: [
      lines([
        { bold: 'Handed over: ' },
        { person: payload.to },
        payload.owned ? ` owns T-${ticket.number} now, from ` : ` looks in on T-${ticket.number} now, after `,
        { person: payload.from },
        ', with the record of the shift (HO-4).',
      ]),
    ],
  },
]);

const buildOfferLapsed = telling(['offerLapsed'], ({ payload }, { file: { ticket } }) => [
  {
    text: `The transfer of T-${ticket.number} ended.`,
    blocks: [
      lines([
        { bold: 'Ended: ' },
        { person: payload.to },
        ` has handed over the shift and does not take T-${ticket.number}; `,
        ...(ticket.owner ? [{ person: ticket.owner }, ' stays its owner.'] : ['it waits in the queue.']),
      ]),
    ],
  },
]);

export const handoverViews = { handedOver: buildHandedOver, offerLapsed: buildOfferLapsed } as const;
