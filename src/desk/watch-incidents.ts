import { system } from '../sop/actor.ts';
import type { Decision } from '../sop/decision.ts';
import { decideDraft, decideIncident } from '../sop/incident/decide.ts';
import type { IncidentEvent } from '../sop/incident/events.ts';
import { isOpen } from '../sop/incident/state.ts';
import { concernsIncidents, type IncidentChange, issueOf, watchIncidents } from '../sop/incident/watch.ts';
import type { TicketEvent } from '../sop/ticket/events.ts';
import type { TicketState } from '../sop/ticket/state.ts';
import { chainStart } from '../store/chain.ts';
import { type LockedIncident, lockIncidents } from '../store/claims.ts';
import { nextNumber } from '../store/desks.ts';
import { lockIssues } from '../store/incidents.ts';
import { readIdentical } from '../store/tickets.ts';
import type { Transaction } from '../store/transaction.ts';
import { contextOf, type Desk } from './desk.ts';
import { type Before, writeIncident } from './write.ts';

/**
 * ESC-6, ESL-3: what a change of a ticket makes of the desk's incidents, in the transaction of that change. Two agents
 * at the same instant come here one after the other, and the second sees what the first made. Locks are taken in one
 * order everywhere: a ticket, its issues, incidents by number.
 */
export async function watchTicket(
  desk: Desk,
  tx: Transaction,
  before: TicketState,
  after: TicketState,
  events: readonly TicketEvent[],
): Promise<void> {
  const accountLinked = events.some(({ type }) => type === 'accountLinked');
  if (!concernsIncidents(before, after, accountLinked)) return;
  const issue = issueOf(after);
  await lockIssues(
    tx,
    desk.id,
    [issueOf(before), issue].flatMap((one) => (one ? [one] : [])),
  );
  const { pack } = desk.sop;
  const around = issue
    ? await readIdentical(tx, desk.id, issue, new Date(after.openedAt), pack.pattern.within)
    : [];
  const numbers = [after.number, ...around.map(({ number }) => number)];
  const restricted = after.security ? after.number : null;
  const locked = await lockIncidents(tx, desk.id, issue, numbers, restricted);
  const held = locked.map(({ state }) => state);
  const [open, ended] = [held.filter(isOpen), held.filter((one) => !isOpen(one))];
  const changes = watchIncidents({ before, after, accountLinked, open, ended, identical: around }, pack);
  await writeChanges(desk, tx, locked, changes);
}

async function writeChanges(
  desk: Desk,
  tx: Transaction,
  locked: readonly LockedIncident[],
  changes: readonly IncidentChange[],
): Promise<void> {
  const request = { actor: system, requestKey: null };
  const context = contextOf(desk, system);
  const byNumber = new Map<number, LockedIncident>(locked.map((one) => [one.state.number, one]));
  for (const { to, command } of changes) {
    if (to === 'new') {
      const { number, channels } = await nextNumber(tx, desk.id, 'incident');
      const fresh: Before<never> = {
        state: null,
        head: { seq: 0, hash: chainStart },
        channels,
        cardChannel: null,
      };
      await writeIncident(desk, tx, fresh, request, context, eventsOf(decideDraft(command, number)));
      continue;
    }
    const incident = byNumber.get(to);
    if (!incident) throw new Error(`INC-${to} is not held by this transaction`);
    const events = eventsOf(decideIncident(command, incident.state, context));
    byNumber.set(to, { ...(await writeIncident(desk, tx, incident, request, context, events)), number: to });
  }
}

/** What the software saw is never refused. */
function eventsOf(decision: Decision<IncidentEvent>): readonly IncidentEvent[] {
  if (decision.kind === 'refused') throw new Error(decision.refusal.reason);
  return decision.events;
}
