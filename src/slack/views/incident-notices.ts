import type { IncidentFile } from '../../desk/read-incident.ts';
import type { IncidentEvent } from '../../sop/incident/events.ts';
import type { IncidentNoticeKind } from '../../sop/incident/notices.ts';
import { affectedAccounts } from '../../sop/incident/state.ts';
import type { Pack } from '../../sop/pack/schema.ts';
import type { Recorded } from '../../sop/recorded.ts';
import type { Message } from '../answer.ts';
import { actions } from '../ids.ts';
import { buttons, header } from './elements.ts';
import { incidentLines, incidentStatusWords, issueWords, stepButtons } from './incident-lines.ts';
import { messagesOf } from './notices/pieces.ts';
import { type Line, lines, quotes } from './rich-text.ts';

/** What a notice of an incident is rendered from, when it is sent. */
type IncidentNoticeContent = { event: Recorded<IncidentEvent>; file: IncidentFile; pack: Pack };
type IncidentView = (content: IncidentNoticeContent) => readonly Message[];

/** The view of every notice about an incident. */
export const incidentViews: Record<IncidentNoticeKind, IncidentView> = {
  incidentCard: ({ file, pack }) => [buildIncidentCard(file, pack)],
  incidentReviewed: buildReviewed,
  incidentPublished: buildPublished,
  incidentToExecutives: buildToExecutives,
};

/** The incident's one message in the leads channel: how it stands, and whose turn it is. */
function buildIncidentCard({ incident, events }: IncidentFile, pack: Pack): Message {
  const name = `INC-${incident.number}`;
  const last = events.findLast((event) => wordsOf(event) !== null);
  const words = last && wordsOf(last);
  return {
    text: `${name}: ${incidentStatusWords[incident.status]}`,
    blocks: [
      header(`${name} · ${issueWords(incident, pack)}`),
      lines(...incidentLines(incident, pack)),
      ...(last && words ? [lines([{ bold: happened(last.type) }, ...by(last), ':']), ...quotes(words)] : []),
      buttons(...stepButtons(incident), {
        label: 'Show',
        action: actions.showIncident,
        about: incident.number,
      }),
    ],
  };
}

/** To the managers in person: it is theirs to declare or to dismiss (AU-5). */
function buildReviewed({ event, file: { incident }, pack }: IncidentNoticeContent): readonly Message[] {
  // Decided meanwhile: there is nothing left to ask for.
  if (incident.status !== 'reviewed') return [];
  const text = `INC-${incident.number} was reviewed: declare or dismiss it.`;
  return messagesOf(text, [
    lines([{ bold: text }], [issueWords(incident, pack)], ...incidentLines(incident, pack)),
    lines([{ bold: 'Reviewed' }, ...by(event), ':']),
    ...quotes(wordsOf(event) ?? ''),
    buttons(...stepButtons(incident), {
      label: 'Show',
      action: actions.showIncident,
      about: incident.number,
    }),
  ]);
}

/** To the stakeholders: declared, an update, closed. Customers are counted there, not named. */
function buildPublished({ event, file: { incident }, pack }: IncidentNoticeContent): readonly Message[] {
  const name = `INC-${incident.number}`;
  const text = `${name}: ${published(event.type)}`;
  const accounts = affectedAccounts(incident).length;
  return messagesOf(text, [
    lines(
      [{ bold: text }, ...by(event), ' · ', issueWords(incident, pack)],
      [`${counted(incident.tickets.length, 'ticket')}, ${counted(accounts, 'customer account')}`],
    ),
    ...quotes(wordsOf(event) ?? ''),
  ]);
}

function buildToExecutives({ event, file: { incident }, pack }: IncidentNoticeContent): readonly Message[] {
  const text = `INC-${incident.number} was escalated to the executives.`;
  return messagesOf(text, [
    lines(
      [{ bold: `INC-${incident.number} was escalated to the executives` }, ...by(event), ' (AU-5).'],
      [issueWords(incident, pack)],
      ['The reason given:'],
    ),
    ...quotes(wordsOf(event) ?? ''),
  ]);
}

function wordsOf(event: Recorded<IncidentEvent>): string | null {
  return 'words' in event.payload ? event.payload.words : null;
}

function by({ actor }: Recorded<IncidentEvent>): Line {
  return actor ? [' by ', { person: actor }] : [];
}

const happenings = {
  reviewed: 'Reviewed',
  declared: 'Declared',
  dismissed: 'Dismissed',
  updated: 'Update',
  closed: 'Closed',
  executiveEscalated: 'Escalated to the executives',
} as const;

function happened(type: IncidentEvent['type']): string {
  return type in happenings ? happenings[type as keyof typeof happenings] : '';
}

function published(type: IncidentEvent['type']): string {
  return type === 'declared' ? 'incident declared' : `incident ${happened(type).toLowerCase()}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
