import { system } from '../sop/actor.ts';
import { nextDueAt } from '../sop/ticket/obligations.ts';
import { claimDueTicket } from '../store/claims.ts';
import { rearmTicket } from '../store/tickets.ts';
import type { Desk, Outcome } from './desk.ts';
import { decideAndWrite, inTransaction } from './execute.ts';

/** Sends `clockStruck` to the ticket that has owed something longest; `nothingDue` when there is none. */
export function strikeClock(desk: Desk): Promise<Outcome | { kind: 'nothingDue' }> {
  return inTransaction<Outcome | { kind: 'nothingDue' }>(desk, async (tx) => {
    const locked = await claimDueTicket(tx, desk.id, desk.clock.now());
    if (!locked) return { kind: 'nothingDue' };
    const request = { actor: system, requestKey: null };
    const outcome = await decideAndWrite(desk, tx, locked, request, { type: 'clockStruck' });
    // Owed under an earlier pack, but not under this one: it is looked at again when this one says.
    if (outcome.kind === 'done' && outcome.events.length === 0)
      await rearmTicket(tx, desk.id, outcome.ticket.number, nextDueAt(outcome.ticket, desk.sop.pack));
    return outcome;
  });
}
