import type { WebClient } from '@slack/web-api';
import type { AtPoint } from '../desk/delivery-point.ts';
import type { Desk } from '../desk/desk.ts';
import { isDatabasePassing } from '../desk/in-transaction.ts';
import { type ClaimedNotice, mayStillSend, type Place } from '../desk/outbox.ts';
import { type DigestPart, digestDelivered, digestParts, tellOneByOne } from '../desk/outbox-digest.ts';
import { faultId, logFault } from '../fault.ts';
import type { Message } from '../slack/answer.ts';
import { deliver, lookFor, type Sending } from '../slack/deliver.ts';
import { renderDigest } from '../slack/render-digest.ts';
import { handleSetback } from './setback.ts';

/** As long as after any other post, in ms. */
const restMs = 1000;

/** Sends one message that tells of many, and writes down what became of them all. */
export async function sendDigest(
  desk: Desk,
  client: WebClient,
  notice: ClaimedNotice,
  at: AtPoint,
): Promise<void> {
  const parts = await digestParts(desk, notice);
  // In the channel itself, also what would stand in threads by itself.
  const place: Place = { channelId: notice.channelId, threadTs: null, standing: null };
  let message: Message | null;
  try {
    message = await renderDigest(desk, parts, desk.clock.now());
  } catch (error) {
    // What passes says nothing of the digest, which stays one.
    if (isDatabasePassing(error)) throw error;
    const id = faultId();
    logFault(desk.log, id, error);
    const found = await lookIfUncertain(client, notice, place);
    return found ? record(desk, notice, parts, found, place) : tellOneByOne(desk, notice, id);
  }
  const sending = message
    ? await deliver(client, notice, 0, message, place, { at, mayStillSend: () => mayStillSend(desk, notice) })
    : await lookIfUncertain(client, notice, place);
  // Nothing of it may be told any more (SEC-2), and nothing was.
  if (!sending) return digestDelivered(desk, notice, parts, null, 0);
  return record(desk, notice, parts, sending, place);
}

/** What is not sent now, an earlier send may have brought to Slack all the same. */
async function lookIfUncertain(
  client: WebClient,
  notice: ClaimedNotice,
  place: Place,
): Promise<Sending | null> {
  return notice.uncertain ? lookFor(client, notice, 0, place) : null;
}

async function record(
  desk: Desk,
  notice: ClaimedNotice,
  parts: readonly DigestPart[],
  sending: Sending,
  place: Place,
): Promise<void> {
  switch (sending.kind) {
    case 'sent':
      return digestDelivered(desk, notice, parts, sending, restMs);
    case 'messageGone':
      throw new Error('a digest updates no message');
    case 'refused':
      desk.log.error({ notice: notice.key, error: sending.error }, 'Slack refuses a digest');
      return tellOneByOne(desk, notice, sending.error);
    default:
      return handleSetback(desk, notice, sending, place);
  }
}
