import { system } from '../sop/actor.ts';
import { nextDueAt } from '../sop/ticket/obligations.ts';
import { claimDueTicket } from '../store/claims.ts';
import { rearmTicket } from '../store/tickets.ts';
import type { Desk } from './desk.ts';
import { decideAndWrite, inTransaction } from './execute.ts';

/** What came of one strike: a ticket was looked at, nothing was due, or a ticket's record could not be decided on. */
export type Strike =
  | { kind: 'struck'; ticket: number }
  | { kind: 'nothingDue' }
  | { kind: 'failed'; ticket: number; error: unknown };

/**
 * Sends `clockStruck` to the ticket that has owed something longest, leaving out those in `except`. One whose record
 * is broken must not keep the others waiting: its failure is returned, and nothing of it is written.
 */
export async function strikeClock(desk: Desk, except: readonly number[]): Promise<Strike> {
  let claimed: number | null = null;
  try {
    const strike = await inTransaction<Strike>(desk, async (tx) => {
      const locked = await claimDueTicket(tx, desk.id, desk.clock.now(), except);
      if (!locked) return { kind: 'nothingDue' };
      claimed = locked.state.number;
      const request = { actor: system, requestKey: null };
      const outcome = await decideAndWrite(desk, tx, locked, request, { type: 'clockStruck' });
      // Owed under an earlier pack, but not under this one: it is looked at again when this one says.
      if (outcome.kind === 'done' && outcome.events.length === 0)
        await rearmTicket(tx, desk.id, outcome.ticket.number, nextDueAt(outcome.ticket, desk.sop.pack));
      return { kind: 'struck', ticket: locked.state.number };
    });
    if (strike.kind === 'repeated') throw new Error('the clock has no request to repeat');
    return strike;
  } catch (error) {
    if (claimed === null) throw error;
    return { kind: 'failed', ticket: claimed, error };
  }
}
