import type { Clock } from '../clock.ts';
import type { TicketFile } from '../desk/read-ticket.ts';
import { sign } from './signature.ts';

/** Where messages to customers go, and the key they are signed with. */
export type CustomerWebhook = { url: string; secret: string };

export type CustomerSending =
  | { kind: 'sent' }
  | { kind: 'retry'; error: string }
  /** The other side will never take it. */
  | { kind: 'refused'; error: string };

const timeoutMs = 10_000;

/**
 * Posts an acknowledgement to the customer's channel: JSON, signed like intake, with an `Idempotency-Key` that stays
 * the same when it is sent again. 2xx is taken; 408, 425, 429, 5xx and silence are tried again; the rest is final.
 */
export async function sendToCustomer(
  webhook: CustomerWebhook,
  clock: Clock,
  key: string,
  file: TicketFile,
  text: string,
): Promise<CustomerSending> {
  const { ticket } = file;
  const body = JSON.stringify({
    kind: 'acknowledgement',
    ticket: `T-${ticket.number}`,
    externalId: ticket.externalId,
    customerAccount: ticket.customerAccount,
    text,
  });
  const timestamp = String(Math.floor(clock.now().getTime() / 1000));
  try {
    const response = await fetch(webhook.url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Idempotency-Key': key,
        'X-Handrail-Timestamp': timestamp,
        'X-Handrail-Signature': sign(webhook.secret, timestamp, body),
      },
      body,
      // Not followed: a signed message goes where the settings say, and nowhere else.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    if (response.ok) return { kind: 'sent' };
    const error = `http ${response.status}`;
    return [408, 425, 429].includes(response.status) || response.status >= 500
      ? { kind: 'retry', error }
      : { kind: 'refused', error };
  } catch (error) {
    return { kind: 'retry', error: error instanceof Error ? error.name : 'unknown' };
  }
}
