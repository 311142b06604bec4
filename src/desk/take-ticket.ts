import { claimNextQueued } from '../store/claims.ts';
import { hasReceivedSince, isCarriedOut } from '../store/events.ts';
import { readQueueHead } from '../store/tickets.ts';
import type { Transaction } from '../store/transaction.ts';
import type { Desk, Outcome, Request } from './desk.ts';
import { decideAndWrite, dutyOf, executeOnDesk, executeOnDuty } from './execute.ts';
import { inRequest } from './in-transaction.ts';
import { timed } from './timed.ts';

/** A button pressed again within this, in ms, was pressed twice by one movement of the hand. */
const doubleClickWithin = 1500;

export type Taking = Outcome | { kind: 'queueEmpty' };

/** T1-1: the oldest unassigned ticket in priority order. Two agents calling at once get two different ones. */
export function takeNext(desk: Desk, request: Request): Promise<Taking> {
  return takeFirst(desk, request, async () => false);
}

/**
 * The same by a button: one person's double click, wherever its two requests arrive, gets one ticket. The second one
 * waits for the ticket that the first one takes, and sees whose it is then.
 */
export function takeNextByButton(desk: Desk, request: Request): Promise<Taking> {
  return takeFirst(desk, request, async (tx) => {
    if (request.actor.kind !== 'person') return false;
    const since = new Date(desk.clock.now().getTime() - doubleClickWithin);
    return hasReceivedSince(tx, desk.id, request.actor.id, since);
  });
}

async function takeFirst(
  desk: Desk,
  request: Request,
  isTaken: (tx: Transaction) => Promise<boolean>,
): Promise<Taking> {
  const outcome = await timed(
    desk,
    () => 'take',
    () =>
      inRequest<Taking>(desk, request, async (tx) => {
        const duty = await dutyOf(desk, tx, request, []);
        const locked = await claimNextQueued(tx, desk.id);
        if (await isTaken(tx)) return { kind: 'repeated' };
        if (!locked) {
          const repeated = await isCarriedOut(tx, desk.id, request.requestKey);
          return { kind: repeated ? 'repeated' : 'queueEmpty' };
        }
        const take = { type: 'take', reason: null, queueHead: locked.state.number } as const;
        return decideAndWrite(desk, tx, locked, request, take, duty);
      }),
  );
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
  return executeOnDuty(desk, number, request, [], async (tx) => ({
    type: 'take',
    reason,
    queueHead: await readQueueHead(tx, desk.id),
  }));
}
