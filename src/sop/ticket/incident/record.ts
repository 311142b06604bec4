import { asWritten } from '../../as-written.ts';
import type { Changes, Telling, Words } from '../chapter.ts';
import type { IncidentPayloads } from './events.ts';

export const incidentNoticeKinds = [] as const;

export const incidentChanges: Changes<IncidentPayloads> = {
  incidentLinked: (_, { payload: { incident } }) => ({ incident }),
  incidentUnlinked: () => ({ incident: null }),
  incidentNews: () => ({}),
  executiveEscalated: () => ({}),
};

export const incidentTelling: Telling<IncidentPayloads> = {
  incidentLinked: () => [],
  incidentUnlinked: () => [],
  incidentNews: () => [],
  executiveEscalated: () => [],
};

export const incidentWords: Words<IncidentPayloads> = {
  incidentLinked: ({ payload: { incident } }) => `It belongs to incident INC-${incident}.`,
  incidentUnlinked: ({ payload: { incident } }) => `It no longer belongs to incident INC-${incident}.`,
  incidentNews: ({ payload: { incident, news, words } }) =>
    `Incident INC-${incident} was ${news}: ${asWritten(words)}`,
  executiveEscalated: ({ payload: { reason } }, who) =>
    `${who} escalated it to the executives, because: ${asWritten(reason)}`,
};
