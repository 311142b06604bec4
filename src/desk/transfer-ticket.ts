import type { UserId } from '../sop/actor.ts';
import { readRole } from '../store/desks.ts';
import type { Desk, Outcome, Request } from './desk.ts';
import { executeOnDuty } from './execute.ts';

/** T1-1: offers the ticket to somebody; it changes hands when they accept. */
export function offerTransfer(
  desk: Desk,
  request: Request,
  number: number,
  to: UserId,
  reason: string | null,
): Promise<Outcome> {
  return executeOnDuty(desk, number, request, [], async (tx) => ({
    type: 'offerTransfer',
    to,
    receiverRole: await readRole(tx, desk.id, to),
    reason,
  }));
}
