import { type CustomerSending, type CustomerWebhook, sendToCustomer } from '../customer/webhook.ts';
import { commandTicket } from '../desk/command-ticket.ts';
import type { Desk } from '../desk/desk.ts';
import { type ClaimedNotice, delivered, retryLater, setAside } from '../desk/outbox.ts';
import { readTicketFile } from '../desk/read-ticket.ts';
import { ticketNumber } from '../slack/words.ts';
import { system } from '../sop/actor.ts';
import { backoffMs } from './backoff.ts';
import { stopOutgoing } from './stop-outgoing.ts';

/** After so many attempts (half a minute of waits) the agent is asked to send by hand: the response clock runs. */
const mostAttempts = 6;

/** Sends an acknowledgement by the customer's channel, and has the ticket's record say what became of it. */
export async function sendCustomerNotice(
  desk: Desk,
  webhook: CustomerWebhook | null,
  notice: ClaimedNotice,
): Promise<void> {
  const number = ticketNumber(notice.stream);
  const file = number === null ? null : await readTicketFile(desk, number);
  const composed = file?.events.find(({ seq }) => seq === notice.seq);
  if (!file || composed?.type !== 'acknowledgementComposed')
    throw new Error(`the message of notice ${notice.key} is not in the record`);

  if (file.ticket.security) return stopOutgoing(desk, notice, file.ticket.number, composed.payload.of);
  const sending: CustomerSending = webhook
    ? await sendToCustomer(webhook, desk.clock, notice.key, file, composed.payload)
    : { kind: 'refused', error: 'no customer channel is set' };
  if (sending.kind === 'retry' && notice.attempts < mostAttempts) {
    const inMs = backoffMs(notice.attempts);
    return retryLater(desk, notice, {
      uncertain: false,
      counts: true,
      error: sending.error,
      inMs,
      pauseMs: 0,
    });
  }
  const failure = sending.kind === 'sent' ? null : sending.error;
  // First the record, then the outbox: after a crash in between the same key is sent again, which changes nothing.
  const request = { actor: system, requestKey: null };
  await commandTicket(desk, request, file.ticket.number, {
    type: 'acknowledgementOutcome',
    composed: composed.seq,
    failure,
  });
  if (failure !== null) return setAside(desk, notice, failure);
  return delivered(desk, notice, { channelId: notice.channelId, ts: null, complete: true, pauseMs: 0 });
}
