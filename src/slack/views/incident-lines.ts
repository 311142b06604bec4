import { type IncidentStep, stepsFrom } from '../../sop/incident/decide.ts';
import { affectedAccounts, firstSeen, type IncidentState } from '../../sop/incident/state.ts';
import { incidentNext } from '../../sop/incident/words.ts';
import type { Pack } from '../../sop/pack/schema.ts';
import { categoryWords, symptomWords } from '../../sop/ticket/acknowledgement-text.ts';
import { actions } from '../ids.ts';
import { clip } from '../limits.ts';
import type { ButtonSpec } from './elements.ts';
import type { Line } from './rich-text.ts';

export const incidentStatusWords: Record<IncidentState['status'], string> = {
  draft: 'Potential incident, to be reviewed',
  reviewed: 'Potential incident, reviewed',
  declared: 'Declared incident',
  dismissed: 'Dismissed',
  closed: 'Closed',
  merged: 'Merged into another incident',
};

export const incidentStepLabels: Record<IncidentStep, string> = {
  review: 'Review',
  declare: 'Declare',
  dismiss: 'Dismiss',
  update: 'Update',
  close: 'Close incident',
  executive: 'Escalate to executives',
};

const triggerWords: Record<IncidentState['trigger'], string> = {
  'ESC-6': 'three or more identical issues within an hour (ESC-6)',
  'ESL-3': 'more than one customer account (ESL-3)',
};

/** Of lists on a card and in a list of incidents; the page has more. */
const listLength = 400;

/** What it is about, as one phrase: category and symptom. */
export function issueWords({ pattern }: IncidentState, pack: Pack): string {
  if (!pattern) return 'Not classified';
  return `${pattern.category}, ${categoryWords(pack, pattern)} · ${symptomWords(pack, pattern)}`;
}

/** How it stands, how much of it, since when and why: under what it is about, on the card, in the list and on the page. */
export function incidentLines(incident: IncidentState, pack: Pack): readonly Line[] {
  const since = firstSeen(incident);
  const numbers = incident.tickets.map(({ number }) => `T-${number}`);
  const accounts = affectedAccounts(incident);
  const next = incidentNext(incident);
  const { mergedInto } = incident;
  return [
    [{ bold: incidentStatusWords[incident.status] }, ...(mergedInto ? [`: INC-${mergedInto}`] : [])],
    [{ bold: 'Because of: ' }, triggerWords[incident.trigger]],
    [{ bold: `Tickets (${numbers.length}): ` }, clip(numbers.join(', ') || 'none', listLength)],
    [{ bold: `Accounts (${accounts.length}): ` }, clip(accounts.join(', ') || 'none', listLength)],
    ...(since ? [[{ bold: 'First seen: ' }, { time: since, zone: pack.timeZone }] satisfies Line] : []),
    ...(next ? [[{ bold: `Next (${next.clause}): ` }, next.words] satisfies Line] : []),
  ];
}

/** The steps that are its turn now, whoever looks: who may is decided when one is pressed. */
export function stepButtons({ number, status }: IncidentState): readonly ButtonSpec[] {
  return stepsFrom(status).map((step, index) => ({
    label: incidentStepLabels[step],
    action: actions.incidentStep,
    about: `${step}:${number}`,
    primary: index === 0,
  }));
}
