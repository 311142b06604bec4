import type { Recorded } from '../recorded.ts';
import type { IncidentEvent, IncidentEventOf } from './events.ts';
import type { HeldTicket, IncidentState, Owed } from './state.ts';

/** One event's effect on the incident. Folding all of them from null gives the stored row back (`audit replay`). */
export function evolveIncident(
  incident: IncidentState | null,
  event: Recorded<IncidentEvent>,
): IncidentState {
  if (event.type === 'drafted') return drafted(event);
  if (!incident) throw new Error(`an incident's record begins with 'drafted', not '${event.type}'`);
  if (event.type === 'attemptRefused') return incident;
  if (event.type === 'ticketTold') return { ...incident, owed: withoutFirst(incident, event.payload.ticket) };
  return { ...incident, ...changesOf(incident, event), version: incident.version + 1 };
}

function drafted({ payload, at }: Recorded<IncidentEventOf<'drafted'>>): IncidentState {
  const { number, trigger, pattern, tickets } = payload;
  return {
    number,
    status: 'draft',
    trigger,
    pattern,
    tickets,
    owed: tickets.map((ticket) => ({ kind: 'link', ticket: ticket.number, since: at })),
    draftedAt: at,
    reviewed: null,
    declared: null,
    endedAt: null,
    mergedInto: null,
    version: 1,
  };
}

function changesOf(
  incident: IncidentState,
  event: Recorded<Exclude<IncidentEvent, { type: 'drafted' | 'attemptRefused' | 'ticketTold' }>>,
): Partial<IncidentState> {
  const { seq, at } = event;
  const by = event.actor ?? '';
  const news = incident.tickets.map(({ number }): Owed => ({ kind: 'news', ticket: number, since: at, seq }));
  const owed = [...incident.owed, ...news];
  switch (event.type) {
    case 'ticketsJoined':
      return joined(incident, event);
    case 'ticketLeft': {
      const { ticket } = event.payload;
      return {
        tickets: incident.tickets.filter(({ number }) => number !== ticket),
        owed: [
          ...incident.owed.filter((one) => one.ticket !== ticket),
          { kind: 'unlink', ticket, since: at },
        ],
      };
    }
    case 'merged':
      return {
        status: 'merged',
        tickets: [],
        // Its tickets are linked by the other one; those that had left before are still to be let go.
        owed: incident.owed.filter(({ kind }) => kind === 'unlink'),
        endedAt: at,
        mergedInto: event.payload.into,
      };
    case 'reviewed':
      return { status: 'reviewed', reviewed: { by, at } };
    case 'declared':
      return { status: 'declared', declared: { by, at }, owed };
    case 'dismissed':
      return { status: 'dismissed', endedAt: at, owed };
    case 'updated':
      return { owed };
    case 'closed':
      return { status: 'closed', endedAt: at, owed };
    case 'executiveEscalated':
      return {};
  }
}

function joined(
  incident: IncidentState,
  { payload, at }: Recorded<IncidentEventOf<'ticketsJoined'>>,
): Partial<IncidentState> {
  const known = new Map(incident.tickets.map((ticket) => [ticket.number, ticket]));
  const fresh = payload.tickets.filter(({ number }) => !known.has(number));
  for (const ticket of payload.tickets) known.set(ticket.number, ticket);
  const linked = new Set(fresh.map(({ number }) => number));
  return {
    tickets: [...known.values()] satisfies HeldTicket[],
    owed: [
      // Back again before it was let go.
      ...incident.owed.filter(({ kind, ticket }) => !(kind === 'unlink' && linked.has(ticket))),
      ...fresh.map(({ number }): Owed => ({ kind: 'link', ticket: number, since: at })),
    ],
  };
}

/** What is owed to one ticket is written in its order. */
function withoutFirst({ owed }: IncidentState, ticket: number): readonly Owed[] {
  const place = owed.findIndex((one) => one.ticket === ticket);
  return owed.filter((_, index) => index !== place);
}
