import { commandTicket } from '../desk/command-ticket.ts';
import type { Desk } from '../desk/desk.ts';
import { type ClaimedNotice, setAside } from '../desk/outbox.ts';
import { system } from '../sop/actor.ts';
import type { OutgoingNotice } from '../sop/ticket/security/events.ts';

/** SEC-2: it had not left when its ticket was restricted, so it does not leave any more. */
export async function stopOutgoing(
  desk: Desk,
  notice: ClaimedNotice,
  ticket: number,
  of: OutgoingNotice,
): Promise<void> {
  // First the record, then the outbox: after a crash in between it is stopped again, which changes nothing.
  const request = { actor: system, requestKey: null };
  const tried = notice.attempts > 1;
  await commandTicket(desk, request, ticket, { type: 'stopOutgoing', of, tried });
  await setAside(desk, notice, 'restricted (SEC-2)');
}
