import type { WebClient } from '@slack/web-api';
import type { AtPoint } from '../desk/delivery-point.ts';
import type { Desk } from '../desk/desk.ts';
import { giveUpTakingBack } from '../desk/give-up.ts';
import { type ClaimedNotice, delivered, retryLater } from '../desk/outbox.ts';
import { standingDigest } from '../desk/outbox-digest.ts';
import { nextToTakeBack, type PostedMessage, takenBack } from '../desk/take-back.ts';
import { faultId, logFault } from '../fault.ts';
import type { Message } from '../slack/answer.ts';
import { rewrite, type Sending, takeBack } from '../slack/deliver.ts';
import { renderDigest } from '../slack/render-digest.ts';
import { ticketNumber } from '../slack/words.ts';
import { backoffMs } from './backoff.ts';
import { handleSetback } from './setback.ts';

/** Up to five minutes apart that is a day: what stands there can be read, so an outage of hours must not save it. */
const mostAttempts = 300;

/**
 * SEC-2: takes back one message about a restricted ticket; the notice comes round again until none is left. Deletions
 * are not paced like posts, so the text is gone as fast as Slack allows.
 */
export async function sendTakeBack(
  desk: Desk,
  client: WebClient,
  notice: ClaimedNotice,
  at: AtPoint,
): Promise<void> {
  const ticket = ticketNumber(notice.stream);
  if (ticket === null) throw new Error(`notice ${notice.key} is about no ticket`);
  const goOn = (complete: boolean) =>
    delivered(desk, notice, { channelId: notice.channelId, ts: null, complete, pauseMs: 0 });

  const message = await nextToTakeBack(desk, notice, ticket);
  if (!message) return goOn(true);
  const place = { channelId: notice.channelId, threadTs: null, standing: null };
  await at('takingBack');
  const sending = await takeOut(desk, client, message);
  await at('tookBack');
  switch (sending.kind) {
    case 'sent':
    case 'messageGone':
      await takenBack(desk, message);
      return goOn(false);
    case 'channelLost':
      if (message.channelId === notice.channelId) return handleSetback(desk, notice, sending, place);
      // An old channel of the desk's: the others must not wait for it.
      await giveUpTakingBack(desk, notice, message, sending.error);
      await takenBack(desk, message);
      return goOn(false);
    case 'refused':
    case 'retry':
      if (sending.kind === 'retry' && notice.attempts < mostAttempts)
        return retryLater(desk, notice, {
          ...sending,
          counts: true,
          inMs: backoffMs(notice.attempts),
          pauseMs: 0,
        });
      // One that will not go must not keep the others.
      await giveUpTakingBack(desk, notice, message, sending.error);
      await takenBack(desk, message);
      return goOn(false);
    default:
      return handleSetback(desk, notice, sending, place);
  }
}

/** A digest tells of other tickets too: it stays, without the line that may not be read any more. */
async function takeOut(desk: Desk, client: WebClient, message: PostedMessage): Promise<Sending> {
  const digest = await standingDigest(desk, message);
  const left = digest && (await restOf(desk, digest));
  if (!left) return takeBack(client, message);
  const sending = await rewrite(client, message, digest.key, left);
  // Where it is gone or may not be changed any more, what is left of it goes as a whole.
  return sending.kind === 'messageGone' || sending.kind === 'refused' ? takeBack(client, message) : sending;
}

/** What cannot be put into words any more must not keep the line there: then all of it goes. */
async function restOf(
  desk: Desk,
  { parts, sentAt }: NonNullable<Awaited<ReturnType<typeof standingDigest>>>,
): Promise<Message | null> {
  try {
    return await renderDigest(desk, parts, sentAt);
  } catch (error) {
    logFault(desk.log, faultId(), error);
    return null;
  }
}
