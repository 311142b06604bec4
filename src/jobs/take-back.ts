import type { WebClient } from '@slack/web-api';
import type { Desk } from '../desk/desk.ts';
import { type ClaimedNotice, delivered, retryLater } from '../desk/outbox.ts';
import { nextToTakeBack, takenBack } from '../desk/take-back.ts';
import { takeBack } from '../slack/deliver.ts';
import { ticketNumber } from '../slack/words.ts';
import { backoffMs } from './backoff.ts';
import { handleSetback } from './setback.ts';

/** Up to five minutes apart that is a day: what stands there can be read, so an outage of hours must not save it. */
const mostAttempts = 300;

/**
 * SEC-2: takes back one message about a restricted ticket; the notice comes round again until none is left. Deletions
 * are not paced like posts, so the text is gone as fast as Slack allows.
 */
export async function sendTakeBack(desk: Desk, client: WebClient, notice: ClaimedNotice): Promise<void> {
  const ticket = ticketNumber(notice.stream);
  if (ticket === null) throw new Error(`notice ${notice.key} is about no ticket`);
  const goOn = (complete: boolean) =>
    delivered(desk, notice, { channelId: notice.channelId, ts: null, complete, pauseMs: 0 });

  const message = await nextToTakeBack(desk, notice, ticket);
  if (!message) return goOn(true);
  const sending = await takeBack(client, message);
  switch (sending.kind) {
    case 'sent':
    case 'messageGone':
      await takenBack(desk, message);
      return goOn(false);
    case 'channelLost':
      if (message.channelId === notice.channelId) return handleSetback(desk, notice, sending);
      // An old channel of the desk's, or a person who is gone: the others must not wait for it.
      desk.log.warn({ channel: message.channelId, error: sending.error }, 'a message cannot be taken back');
      await takenBack(desk, message);
      return goOn(false);
    case 'refused':
    case 'retry':
      if (sending.kind === 'retry' && notice.attempts < mostAttempts)
        return retryLater(desk, notice, { ...sending, inMs: backoffMs(notice.attempts), pauseMs: 0 });
      // One that will not go must not keep the others.
      desk.log.error({ channel: message.channelId, error: sending.error }, 'a message is not taken back');
      await takenBack(desk, message);
      return goOn(false);
    default:
      return handleSetback(desk, notice, sending);
  }
}
