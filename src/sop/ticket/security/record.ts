import type { Role } from '../../actor.ts';
import { asWritten } from '../../as-written.ts';
import { acknowledgementIs, withoutByHand } from '../acknowledgements.ts';
import type { Changes, Telling, Words } from '../chapter.ts';
import type { TicketNotice } from '../notices.ts';
import { acknowledgementKinds, type TicketState } from '../state.ts';
import type { SecurityPayloads } from './events.ts';

export const securityNoticeKinds = ['securityCall', 'securityRestricted', 'takeBack'] as const;

export const securityChanges: Changes<SecurityPayloads> = {
  securityReported: (ticket, { actor, at }) => ({
    security: { reportedBy: actor, at, handedOver: null },
    transfer: null,
    // PCD00011 tells the stakeholders, to whom nothing of it may go.
    p1: null,
    // What waited to be sent by hand is not sent any more.
    ...withoutByHand(ticket, acknowledgementKinds),
    authorizations: ticket.authorizations.map((one) =>
      one.status === 'requested' || one.status === 'granted' ? { ...one, status: 'expired' } : one,
    ),
  }),
  outgoingStopped: (_, { payload: { of } }) =>
    of === 'diagnostics' ? { diagnostics: null } : acknowledgementIs(of, null),
  // Whoever hands it over answers for it from then on, accepted before or not.
  securityHandedOver: (ticket, { payload: { reference }, actor, at }) => ({
    owner: actor,
    receivedAt: ticket.receivedAt ?? at,
    watch: null,
    escalation:
      ticket.escalation && !ticket.escalation.accepted
        ? { ...ticket.escalation, accepted: { by: actor ?? '', at, from: ticket.owner } }
        : ticket.escalation,
    security: ticket.security && { ...ticket.security, handedOver: reference },
  }),
};

export const securityTelling: Telling<SecurityPayloads> = {
  securityReported: () => [
    { kind: 'takeBack', destination: { to: 'wherePosted' }, urgency: 'urgent', surface: null },
    { kind: 'securityRestricted', destination: { to: 'thread' }, urgency: 'urgent', surface: null },
    securityCall('lead'),
  ],
  outgoingStopped: () => [],
  securityHandedOver: (_, before) => securityCalls(before),
};

export const securityWords: Words<SecurityPayloads> = {
  securityReported: ({ actor, payload: { note } }, who) =>
    `${actor ? `${who} reported it` : 'It came in'} as a suspected security matter${note ? `: ${asWritten(note)}` : '.'}`,
  outgoingStopped: ({ payload: { of, tried } }) =>
    `${outgoingWords[of]} was not sent any more${tried ? '; it had been tried before, so it may have arrived' : ''}.`,
  securityHandedOver: ({ payload: { reference } }, who) =>
    `${who} handed it over under SEC-PCD-001, reference ${asWritten(reference)}.`,
};

const outgoingWords = {
  acknowledgement: 'The acknowledgement to the customer',
  tier2Acknowledgement: 'The tier 2 acknowledgement to the customer',
  diagnostics: 'The request to the diagnostics tool',
} as const;

/** Told in person; brought up to date there as the matter goes on. */
export function securityCall(role: Role): TicketNotice {
  return { kind: 'securityCall', destination: { to: 'role', role }, urgency: 'urgent', surface: 'security' };
}

/** To the leads, and to the manager once it went there. */
export function securityCalls({ tier }: Pick<TicketState, 'tier'>): readonly TicketNotice[] {
  return tier === 'manager' ? [securityCall('lead'), securityCall('manager')] : [securityCall('lead')];
}
