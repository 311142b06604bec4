import type { ModalView } from '@slack/types';
import type { IncidentFile, IncidentList } from '../../desk/read-incident.ts';
import { incidentWords } from '../../sop/incident/words.ts';
import type { Pack } from '../../sop/pack/schema.ts';
import type { TicketState } from '../../sop/ticket/state.ts';
import type { Message } from '../answer.ts';
import { actions } from '../ids.ts';
import { buttons, divider, header, readingView } from './elements.ts';
import { incidentLines, issueWords, stepButtons } from './incident-lines.ts';
import { type Line, lines, sentence } from './rich-text.ts';
import { buildSentence } from './short-answers.ts';
import { statusWords, ticketLine } from './ticket-lines.ts';

/** The most incidents that one list shows, within Slack's 50 blocks and 13,200 characters a message. */
export const incidentsListed = 8;
/** Of an incident's page: its tickets, and the last of what happened. */
const most = { tickets: 30, events: 20 };

/** `/ops incidents`: what is open, with its next steps, then what ended in the last seven days. */
export function buildIncidents({ incidents, open, ended }: IncidentList, pack: Pack): Message {
  if (incidents.length === 0) return buildSentence('No incident is open, and none ended in the last 7 days.');
  const heading = `Incidents: ${open} open, then ${ended} that ended in the last 7 days`;
  return {
    text: heading,
    blocks: [
      lines([{ bold: heading }]),
      ...incidents.flatMap((incident) => [
        lines(
          [{ bold: `INC-${incident.number} · ${issueWords(incident, pack)}` }],
          ...incidentLines(incident, pack),
        ),
        buttons(...stepButtons(incident), {
          label: 'Show',
          action: actions.showIncident,
          about: incident.number,
        }),
      ]),
      ...restLines(open + ended - incidents.length),
    ],
  };
}

/** An incident whole: how it stands, its tickets as they are now, and what happened. */
export function buildIncidentPage(
  { incident, events }: IncidentFile,
  tickets: readonly TicketState[],
  pack: Pack,
): ModalView {
  const zone = pack.timeZone;
  const history = events.flatMap((event): Line[] => {
    const words = incidentWords(event);
    return words ? [[{ time: event.at, zone }, ` (${event.clause}) `, ...sentence(words)]] : [];
  });
  return readingView(`INC-${incident.number}`, [
    header(`INC-${incident.number} · ${issueWords(incident, pack)}`),
    lines(...incidentLines(incident, pack)),
    ...(stepButtons(incident).length > 0 ? [buttons(...stepButtons(incident))] : []),
    divider,
    lines(
      [{ bold: tickets.length > 0 ? 'Its tickets' : 'It holds no tickets' }],
      ...tickets
        .slice(0, most.tickets)
        .map((ticket): Line => [...ticketLine(ticket, pack), ` · ${statusWords[ticket.status]}`]),
      ...rest(tickets.length - most.tickets),
    ),
    divider,
    lines([{ bold: 'What happened' }], ...rest(history.length - most.events)),
    ...history.slice(-most.events).map((line) => lines(line)),
  ]);
}

function restLines(more: number) {
  return more > 0 ? [lines(...rest(more))] : [];
}

function rest(more: number): readonly Line[] {
  return more > 0 ? [[`… and ${more} more.`]] : [];
}

export function buildUnknownIncident(number: number): Message {
  return buildSentence(`There is no INC-${number} on this desk. /ops incidents lists those there are.`);
}
