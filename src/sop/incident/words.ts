import { asWritten } from '../as-written.ts';
import type { ClauseId } from '../clauses.ts';
import type { Recorded } from '../recorded.ts';
import type { IncidentEvent } from './events.ts';
import type { IncidentState } from './state.ts';

/** An event as one sentence of the incident's history; `who` as `<@U…>`. Null for what nobody has to read. */
export function incidentWords(event: Recorded<IncidentEvent>): string | null {
  const who = event.actor ? `<@${event.actor}>` : 'Handrail';
  switch (event.type) {
    case 'drafted':
      return `It was drafted with ${listed(event.payload.tickets)}.`;
    case 'ticketsJoined':
      return `${listed(event.payload.tickets)} joined, or more became known of them.`;
    case 'ticketLeft':
      return `T-${event.payload.ticket} left it: ${
        event.payload.because === 'reclassified'
          ? 'it was classified as another issue'
          : 'it is not for this incident any more'
      }.`;
    case 'merged':
      return `Its tickets went on in INC-${event.payload.into}.`;
    case 'reviewed':
      return `${who} reviewed it: ${asWritten(event.payload.words)}`;
    case 'declared':
      return `${who} declared it, because: ${asWritten(event.payload.words)}`;
    case 'dismissed':
      return `${who} dismissed it, because: ${asWritten(event.payload.words)}`;
    case 'updated':
      return `${who} posted an update: ${asWritten(event.payload.words)}`;
    case 'closed':
      return `${who} closed it: ${asWritten(event.payload.words)}`;
    case 'executiveEscalated':
      return `${who} escalated it to the executives, because: ${asWritten(event.payload.words)}`;
    case 'attemptRefused':
      return `${who} was not let: ${event.payload.refusal.reason}`;
    case 'ticketTold':
      return null;
  }
}

/** What comes next, with the clause it comes from; null where it has ended. */
export function incidentNext({ status }: IncidentState): { clause: ClauseId; words: string } | null {
  switch (status) {
    case 'draft':
      return { clause: 'ESL-3', words: 'a Team Lead reviews it' };
    case 'reviewed':
      return { clause: 'AU-5', words: 'the Operations Manager declares or dismisses it' };
    case 'declared':
      return {
        clause: 'AU-5',
        words: 'updates go to every linked ticket, until the Operations Manager closes it',
      };
    case 'dismissed':
    case 'closed':
    case 'merged':
      return null;
  }
}

function listed(tickets: readonly { number: number }[]): string {
  return tickets.map(({ number }) => `T-${number}`).join(', ');
}
