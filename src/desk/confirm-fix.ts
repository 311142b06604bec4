import { readRole } from '../store/desks.ts';
import type { Desk, Outcome, Request } from './desk.ts';
import { executeOnDuty } from './execute.ts';

/** T2-7: a second agent lets the fix go ahead that `asked` (a sequence number of the record) requested. */
export function confirmFix(desk: Desk, request: Request, number: number, asked: number): Promise<Outcome> {
  return executeOnDuty(desk, number, request, [], async (tx, { confirmation }) => ({
    type: 'confirmFix',
    request: asked,
    requesterRole: confirmation && (await readRole(tx, desk.id, confirmation.requestedBy)),
  }));
}
