import { claimNextQueued } from '../store/claims.ts';
import { readQueueHead } from '../store/tickets.ts';
import type { Desk, Outcome, Request } from './desk.ts';
import { decideAndWrite, executeOnDesk, executeOnTicket, inTransaction } from './execute.ts';

/** T1-1: the oldest unassigned ticket in priority order. Two agents calling at once get two different ones. */
export async function takeNext(desk: Desk, request: Request): Promise<Outcome | { kind: 'queueEmpty' }> {
  const outcome = await inTransaction<Outcome | { kind: 'queueEmpty' }>(desk, async (tx) => {
    const locked = await claimNextQueued(tx, desk.id);
    if (!locked) return { kind: 'queueEmpty' };
    return decideAndWrite(desk, tx, locked, request, {
      type: 'take',
      reason: null,
      queueHead: locked.state.number,
    });
  });
  if (outcome.kind !== 'queueEmpty') return outcome;
  const attempt = await executeOnDesk(desk, request, { type: 'attempt', action: 'ticket.take' });
  return attempt.kind === 'refused' ? attempt : outcome;
}

/** A particular ticket. When it is not the one that comes first, a reason is needed and a deviation recorded. */
export function takeTicket(
  desk: Desk,
  request: Request,
  number: number,
  reason: string | null,
): Promise<Outcome> {
  return executeOnTicket(desk, number, request, async (tx) => ({
    type: 'take',
    reason,
    queueHead: await readQueueHead(tx, desk.id),
  }));
}
