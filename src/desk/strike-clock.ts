import { system } from '../sop/actor.ts';
import { claimDueTicket } from '../store/claims.ts';
import type { Desk, Outcome } from './desk.ts';
import { decideAndWrite, inTransaction } from './execute.ts';

/** Sends `clockStruck` to the ticket that has owed something longest; `nothingDue` when there is none. */
export function strikeClock(desk: Desk): Promise<Outcome | { kind: 'nothingDue' }> {
  return inTransaction<Outcome | { kind: 'nothingDue' }>(desk, async (tx) => {
    const locked = await claimDueTicket(tx, desk.id, desk.clock.now());
    if (!locked) return { kind: 'nothingDue' };
    return decideAndWrite(desk, tx, locked, { actor: system, requestKey: null }, { type: 'clockStruck' });
  });
}
