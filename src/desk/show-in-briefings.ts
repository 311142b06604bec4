import { roundsOf, surfacesShowing } from '../sop/shift/handoff/record.ts';
import type { TicketEvent } from '../sop/ticket/events.ts';
import type { TicketState } from '../sop/ticket/state.ts';
import type { LockedTicket } from '../store/claims.ts';
import { noticesToAdd } from '../store/outbox.ts';
import { readShiftsTelling, shiftStream } from '../store/shifts.ts';
import type { Transaction } from '../store/transaction.ts';
import { writeTogether } from '../store/writes.ts';
import type { Desk } from './desk.ts';
import { addressNotice } from './outbox-notices.ts';

/**
 * HO-2: a ticket that changes is seen so where its handoff was told. Once it is restricted nothing of it stays there,
 * also where the handoff is long over (SEC-2).
 */
export async function showInBriefings(
  desk: Desk,
  tx: Transaction,
  { state: before, channels, inBriefing }: LockedTicket,
  after: TicketState,
  events: readonly TicketEvent[],
): Promise<void> {
  if (events.every(({ type }) => type === 'attemptRefused')) return;
  const restricted = after.security !== null && before.security === null;
  if (!inBriefing && !restricted) return;
  const shifts = await readShiftsTelling(tx, desk.id, after.number, restricted ? 'all' : 'open');
  const notices = shifts.flatMap((shift) =>
    surfacesShowing(shift, after.number, restricted ? 'all' : 'delivered').map((notice) =>
      addressNotice(
        notice,
        { stream: shiftStream(shift.number), seq: roundsOf(shift).at(-1)?.seq ?? 0 },
        channels,
        // Both stand already: an update goes where the message is.
        null,
      ),
    ),
  );
  await writeTogether(tx, noticesToAdd(desk.id, notices, desk.clock.now()));
}
