import { checkAuthority } from '../sop/authority.ts';
import type { Refusal } from '../sop/decision.ts';
import type { IncidentEvent } from '../sop/incident/events.ts';
import type { IncidentState } from '../sop/incident/state.ts';
import type { Recorded } from '../sop/recorded.ts';
import type { TicketState } from '../sop/ticket/state.ts';
import { readEvents } from '../store/events.ts';
import { incidentStream, readIncident, readIncidents } from '../store/incidents.ts';
import { readTicketsOf } from '../store/tickets.ts';
import type { Desk, Request } from './desk.ts';
import { executeOnDesk } from './execute.ts';

/** An incident with its whole record. */
export type IncidentFile = { incident: IncidentState; events: readonly Recorded<IncidentEvent>[] };

/** With its tickets as they are now; restricted ones have left it (SEC-2). */
export type IncidentReading =
  | { kind: 'read'; file: IncidentFile; tickets: readonly TicketState[] }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'unknownIncident'; number: number };

export async function readIncidentAs(desk: Desk, request: Request, number: number): Promise<IncidentReading> {
  const refusal = await refusedToRead(desk, request);
  if (refusal) return { kind: 'refused', refusal };
  const file = await readIncidentFile(desk, number);
  if (!file) return { kind: 'unknownIncident', number };
  const numbers = file.incident.tickets.map((ticket) => ticket.number);
  const tickets = await readTicketsOf(desk.db, desk.id, numbers);
  return { kind: 'read', file, tickets: tickets.filter(({ security }) => !security) };
}

/** For how long an incident that has ended stays in the list, in ms. */
const listedFor = 7 * 24 * 60 * 60 * 1000;

/** Some of the incidents, and how many are open and have ended in the last seven days. */
export type IncidentList = Awaited<ReturnType<typeof readIncidents>>;

/** Those that have not ended, and those that ended in the last seven days; at most `limit`. */
export async function readIncidentsAs(
  desk: Desk,
  request: Request,
  limit: number,
): Promise<{ kind: 'read'; list: IncidentList } | { kind: 'refused'; refusal: Refusal }> {
  const refusal = await refusedToRead(desk, request);
  if (refusal) return { kind: 'refused', refusal };
  const since = new Date(desk.clock.now().getTime() - listedFor);
  return { kind: 'read', list: await readIncidents(desk.db, desk.id, since, limit) };
}

/** For rendering what was decided already; authority was checked there. */
export async function readIncidentFile(desk: Desk, number: number): Promise<IncidentFile | null> {
  const incident = await readIncident(desk.db, desk.id, number);
  if (!incident) return null;
  return { incident, events: await readEvents<IncidentEvent>(desk.db, desk.id, incidentStream(number)) };
}

/** Reading is an action like any other: whoever may not is refused, and the attempt is kept. */
async function refusedToRead(desk: Desk, request: Request): Promise<Refusal | null> {
  const refusal = checkAuthority(request.actor, 'ticket.read');
  if (refusal) await executeOnDesk(desk, request, { type: 'attempt', action: 'ticket.read' });
  return refusal;
}
