import { asWritten } from '../../as-written.ts';
import type { Changes, Telling, Words } from '../chapter.ts';
import type { SecurityPayloads } from './events.ts';

export const securityNoticeKinds = [] as const;

export const securityChanges: Changes<SecurityPayloads> = {
  securityReported: (_, { actor, at }) => ({
    security: { reportedBy: actor, at, handedOver: null },
    // PCD00011 tells the stakeholders, to whom nothing of it may go.
    p1: null,
  }),
  securityHandedOver: (ticket, { payload: { reference } }) => ({
    security: ticket.security && { ...ticket.security, handedOver: reference },
  }),
};

export const securityTelling: Telling<SecurityPayloads> = {
  securityReported: () => [],
  securityHandedOver: () => [],
};

export const securityWords: Words<SecurityPayloads> = {
  securityReported: (_, who) => `${who} reported it as a security matter.`,
  securityHandedOver: ({ payload: { reference } }, who) =>
    `${who} handed it over under SEC-PCD-001, reference ${asWritten(reference)}.`,
};
