import { system } from '../sop/actor.ts';
import { nextDueAt } from '../sop/ticket/obligations.ts';
import { claimDueTicket } from '../store/claims.ts';
import { isDatabaseAway } from '../store/database/errors.ts';
import { rearmTicket, ticketStream } from '../store/tickets.ts';
import type { Desk } from './desk.ts';
import type { DueStrike } from './due/due-source.ts';
import { numbersOf } from './due/streams.ts';
import { decideAndWrite } from './execute.ts';
import { inTransaction } from './in-transaction.ts';
import { mayPutOff } from './rearm.ts';

/**
 * Sends `clockStruck` to the ticket that has owed something longest, leaving out those in `except`. One whose record
 * is broken must not keep the others waiting: its failure is returned, and nothing of it is written. A database that is
 * away is nobody's failure: it throws.
 */
export async function strikeClock(desk: Desk, except: readonly string[]): Promise<DueStrike> {
  let claimed: string | null = null;
  try {
    return await inTransaction<DueStrike>(desk, async (tx) => {
      const locked = await claimDueTicket(tx, desk.id, desk.clock.now(), numbersOf(except, ticketStream));
      if (!locked) return { kind: 'nothingDue' };
      claimed = ticketStream(locked.number);
      const dueAt = nextDueAt(locked.state, desk.sop.pack);
      const request = { actor: system, requestKey: null };
      const outcome = await decideAndWrite(desk, tx, locked, request, { type: 'clockStruck' });
      // Owed under another pack, but not under this one: it is looked at again when the pack in force says.
      if (outcome.kind === 'done' && outcome.events.length === 0) {
        if (!(await mayPutOff(desk, tx))) return { kind: 'othersOwe', stream: claimed };
        await rearmTicket(tx, desk.id, outcome.ticket.number, nextDueAt(outcome.ticket, desk.sop.pack));
      }
      return { kind: 'struck', stream: claimed, dueAt };
    });
  } catch (error) {
    if (claimed === null || isDatabaseAway(error)) throw error;
    return { kind: 'failed', stream: claimed, error };
  }
}
