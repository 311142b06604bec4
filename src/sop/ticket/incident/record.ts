import { asWritten } from '../../as-written.ts';
import type { IncidentTrigger } from '../../incident/state.ts';
import type { Destination } from '../../notice.ts';
import type { Changes, Telling, Words } from '../chapter.ts';
import type { TicketNotice } from '../notices.ts';
import type { IncidentPayloads } from './events.ts';

export const incidentNoticeKinds = ['incidentLinked', 'incidentNews', 'executiveEscalated'] as const;

export const incidentChanges: Changes<IncidentPayloads> = {
  incidentLinked: (_, { payload: { incident } }) => ({ incident }),
  incidentUnlinked: () => ({ incident: null }),
  // It is no incident, so nothing belongs to it; the thread keeps what was said.
  incidentNews: ({ incident }, { payload }) =>
    payload.news === 'dismissed' && incident === payload.incident ? { incident: null } : {},
  executiveEscalated: () => ({}),
};

export const incidentTelling: Telling<IncidentPayloads> = {
  incidentLinked: () => [tell('incidentLinked', thread)],
  incidentUnlinked: () => [tell('incidentLinked', thread)],
  incidentNews: () => [tell('incidentNews', thread)],
  executiveEscalated: () => [
    tell('executiveEscalated', thread),
    { ...tell('executiveEscalated', { to: 'channel', role: 'stakeholders' }), urgency: 'urgent' },
  ],
};

export const incidentWords: Words<IncidentPayloads> = {
  incidentLinked: ({ payload: { incident, declared, because } }) =>
    `It belongs to ${declared ? 'the declared' : 'the potential'} incident INC-${incident}: ${linkWords[because]}.`,
  incidentUnlinked: ({ payload: { incident } }) => `It no longer belongs to incident INC-${incident}.`,
  incidentNews: ({ payload: { incident, news, words } }) =>
    `Incident INC-${incident} was ${news}: ${asWritten(words)}`,
  executiveEscalated: ({ payload: { reason } }, who) =>
    `${who} escalated it to the executives, because: ${asWritten(reason)}`,
};

/** What brings a ticket into an incident, as a phrase. */
export const linkWords = {
  'ESC-6': 'other tickets of the same hour report the same issue',
  'ESL-3': 'it affects more than one customer account',
} as const satisfies Record<IncidentTrigger, string>;

const thread: Destination = { to: 'thread' };

function tell(kind: (typeof incidentNoticeKinds)[number], destination: Destination): TicketNotice {
  return { kind, destination, urgency: 'normal', surface: null };
}
