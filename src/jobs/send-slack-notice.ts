import type { WebClient } from '@slack/web-api';
import type { Desk } from '../desk/desk.ts';
import {
  belongsInThread,
  type ClaimedNotice,
  cardDelivered,
  cardFor,
  delivered,
  giveUp,
  noteChannel,
  type Place,
  placeOf,
  postAnew,
  retryLater,
} from '../desk/outbox.ts';
import { deliver, type Sending } from '../slack/deliver.ts';
import { renderNotice } from '../slack/render.ts';
import { backoffMs } from './backoff.ts';

/** Slack takes about one message a second a channel; updates about fifty a minute in all. In ms after an answer. */
const restAfter = { post: 1000, update: 1200 };
/** A channel that takes nothing, and a token that is refused, are tried again after this long, in ms. */
const troubledFor = { channel: 5 * 60_000, token: 60_000 };
/** An answer that nobody has documented is tried this often before the notice is set aside. */
const mostAttempts = 20;

/** Sends the next piece of a notice to Slack and writes down what became of it. */
export async function sendSlackNotice(desk: Desk, client: WebClient, notice: ClaimedNotice): Promise<void> {
  const place = await placeOf(desk, notice);
  if (belongsInThread(notice) && !place.threadTs) {
    const opened = await openThreadAnew(desk, client, notice, place);
    if (opened.kind !== 'refused') return record(desk, notice, place, opened, null);
  }
  const messages = await renderNotice(desk, notice);
  // Overtaken before it could be told: there is nothing left to say.
  if (messages.length === 0) {
    const { channelId } = notice;
    return delivered(desk, notice, { channelId, ts: null, complete: true, pauseMs: 0 });
  }
  // A surface is one message that is sent anew each time; other notices go on where they stopped.
  const piece = notice.surface ? 0 : notice.sentTs.length;
  const message = messages[piece];
  if (!message) throw new Error(`notice ${notice.key} has no piece ${piece}`);
  const sending = await deliver(client, notice, piece, message, place);
  const complete = notice.surface !== null || piece + 1 === messages.length;
  return record(desk, notice, place, sending, { complete });
}

/**
 * The card that opens the thread was deleted, or stands in a channel that the desk has left: it is posted anew first.
 * One that Slack will not take leaves its thread without a root, so that the rest is told all the same.
 */
async function openThreadAnew(
  desk: Desk,
  client: WebClient,
  notice: ClaimedNotice,
  place: Place,
): Promise<Sending> {
  const card = cardFor(notice);
  const [message] = await renderNotice(desk, card);
  if (!message) throw new Error(`the card of ${notice.stream} has no message`);
  return deliver(client, card, 0, message, { ...place, standing: null });
}

/** Writes down what became of a piece; `piece` is null when it was the card that the notice needs. */
async function record(
  desk: Desk,
  notice: ClaimedNotice,
  place: Place,
  sending: Sending,
  piece: { complete: boolean } | null,
): Promise<void> {
  const { log } = desk;
  switch (sending.kind) {
    case 'sent': {
      const { channelId, ts } = sending;
      const pauseMs = place.standing ? restAfter.update : restAfter.post;
      if (!piece) return cardDelivered(desk, notice, { channelId, ts, pauseMs });
      return delivered(desk, notice, { channelId, ts, complete: piece.complete, pauseMs });
    }
    case 'messageGone':
      return postAnew(desk, notice, place);
    case 'rateLimited': {
      const ms = sending.seconds * 1000;
      return retryLater(desk, notice, { uncertain: false, error: 'ratelimited', inMs: ms, pauseMs: ms });
    }
    case 'channelLost':
      log.warn({ channel: notice.channelId, error: sending.error }, 'a channel takes nothing');
      // A person who is gone does not come back with another channel.
      if (notice.destination.startsWith('person:')) return giveUp(desk, notice, sending.error);
      await retryLater(desk, notice, { ...sending, uncertain: false, inMs: 0, pauseMs: troubledFor.channel });
      return noteChannel(desk, notice, sending.error);
    case 'unauthorized':
      log.error({ error: sending.error }, 'Slack refuses the bot token');
      return retryLater(desk, notice, { ...sending, uncertain: false, inMs: 0, pauseMs: troubledFor.token });
    case 'refused':
      log.error({ notice: notice.key, kind: notice.kind, error: sending.error }, 'Slack refuses a message');
      return giveUp(desk, notice, sending.error);
    case 'retry':
      if (notice.attempts < mostAttempts)
        return retryLater(desk, notice, {
          ...sending,
          inMs: backoffMs(notice.attempts),
          pauseMs: restAfter.post,
        });
      log.error({ notice: notice.key, kind: notice.kind, error: sending.error }, 'a message is given up');
      return giveUp(desk, notice, sending.error);
  }
}
