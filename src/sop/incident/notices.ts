import type { ChannelRole, Destination, Notice, Urgency } from '../notice.ts';
import type { Recorded } from '../recorded.ts';
import type { IncidentEvent } from './events.ts';

/** Everything that is told about incidents. Each kind has one view. */
export const incidentRecordNoticeKinds = [
  'incidentCard',
  'incidentReviewed',
  'incidentPublished',
  'incidentToExecutives',
] as const;
export type IncidentNoticeKind = (typeof incidentRecordNoticeKinds)[number];

type IncidentNotice = Notice<IncidentNoticeKind>;

/** Whom an event is told to. The leads have one message kept up to date; tickets are told one by one, as owed. */
export function noticesOfIncidentEvent(event: Recorded<IncidentEvent>): readonly IncidentNotice[] {
  switch (event.type) {
    case 'attemptRefused':
    case 'ticketTold':
      return [];
    case 'drafted':
      return [card('urgent')];
    case 'ticketsJoined':
    case 'ticketLeft':
    case 'merged':
    case 'dismissed':
      return [card('normal')];
    case 'reviewed':
      return [card('normal'), tell('incidentReviewed', { to: 'role', role: 'manager' }, 'urgent')];
    case 'declared':
      return [card('normal'), tell('incidentPublished', channel('stakeholders'), 'urgent')];
    case 'updated':
    case 'closed':
      return [card('normal'), tell('incidentPublished', channel('stakeholders'), 'normal')];
    case 'executiveEscalated':
      return [card('normal'), tell('incidentToExecutives', channel('stakeholders'), 'urgent')];
  }
}

function card(urgency: Urgency): IncidentNotice {
  return { kind: 'incidentCard', destination: channel('leads'), urgency, surface: 'card' };
}

function tell(kind: IncidentNoticeKind, destination: Destination, urgency: Urgency): IncidentNotice {
  return { kind, destination, urgency, surface: null };
}

function channel(role: ChannelRole): Destination {
  return { to: 'channel', role };
}
