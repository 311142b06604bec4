import type { Clock } from '../clock.ts';
import type { TicketFile } from '../desk/read-ticket.ts';
import type { TicketEventOf } from '../sop/ticket/events.ts';
import { postSigned, type SignedEndpoint } from './signed-post.ts';

/** Where messages to customers go, and the key they are signed with. */
export type CustomerWebhook = SignedEndpoint;

export type CustomerSending =
  | { kind: 'sent' }
  | { kind: 'retry'; error: string }
  /** The other side will never take it. */
  | { kind: 'refused'; error: string };

/** Posts an acknowledgement to the customer's channel. What it answers beside its status is of no concern. */
export async function sendToCustomer(
  webhook: CustomerWebhook,
  clock: Clock,
  key: string,
  file: TicketFile,
  { of, text }: Pick<TicketEventOf<'acknowledgementComposed'>['payload'], 'of' | 'text'>,
): Promise<CustomerSending> {
  const { ticket } = file;
  const content = {
    kind: of,
    ticket: `T-${ticket.number}`,
    externalId: ticket.externalId,
    customerAccount: ticket.customerAccount,
    text,
  };
  const answer = await postSigned(webhook, clock, key, content, 0);
  return answer.kind === 'answered' ? { kind: 'sent' } : answer;
}
