import { system } from '../sop/actor.ts';
import { nextDueAt } from '../sop/ticket/obligations.ts';
import { readPackHash, readRemovedMembers, setPackHash } from '../store/desks.ts';
import { readOwingTickets, rearmTicket } from '../store/tickets.ts';
import type { Desk } from './desk.ts';
import { executeOnDesk } from './execute.ts';

/** Tickets looked at in one go when the pack has changed. */
const batch = 500;

/**
 * What is owed follows the pack in force: after a change of pack, the next due instant of every ticket that owes
 * something is computed anew. Clocks keep the instants that were set under the pack of their own events.
 */
export async function beginUnderPack({ db, id, sop }: Desk): Promise<void> {
  if ((await readPackHash(db, id)) === sop.hash) return;
  let after = 0;
  for (;;) {
    const tickets = await readOwingTickets(db, id, after, batch);
    for (const ticket of tickets) await rearmTicket(db, id, ticket.number, nextDueAt(ticket, sop.pack));
    const last = tickets.at(-1);
    if (!last) break;
    after = last.number;
  }
  await setPackHash(db, id, sop.hash);
}

/** The first managers, named by the settings. Whom a manager took off the roster stays off it. */
export async function beginWithManagers(desk: Desk, named: readonly string[]): Promise<void> {
  const removed = new Set(await readRemovedMembers(desk.db, desk.id));
  const userIds = named.filter((userId) => !removed.has(userId));
  await executeOnDesk(desk, { actor: system, requestKey: null }, { type: 'bootstrapManagers', userIds });
}
