import type { WebClient } from '@slack/web-api';
import type { AtPoint } from '../desk/delivery-point.ts';
import type { Desk } from '../desk/desk.ts';
import { giveUp } from '../desk/give-up.ts';
import { channelTakes } from '../desk/lost-channel.ts';
import {
  belongsInThread,
  type ClaimedNotice,
  cardDelivered,
  cardFor,
  delivered,
  mayStillSend,
  type Place,
  placeOf,
  postAnew,
} from '../desk/outbox.ts';
import { deliver, lookFor, type Sending, type Way } from '../slack/deliver.ts';
import { renderNotice } from '../slack/render.ts';
import { handleSetback } from './setback.ts';

/** Slack takes about one message a second a channel; updates about fifty a minute in all. In ms after an answer. */
const restAfter = { post: 1000, update: 1200 };

/** What was deleted under a notice is posted anew this often in a row, at most. */
const mostAnew = 10;

/** Sends the next piece of a notice to Slack and writes down what became of it. */
export async function sendSlackNotice(
  desk: Desk,
  client: WebClient,
  notice: ClaimedNotice,
  at: AtPoint,
): Promise<void> {
  const place = await placeOf(desk, notice);
  await at('placed');
  const messages = await renderNotice(desk, notice);
  await at('rendered');
  const way: Way = { at, mayStillSend: () => mayStillSend(desk, notice) };
  // Overtaken before it could be told, or not to be told any more (SEC-2).
  if (messages.length === 0) return leaveUnsaid(desk, client, notice, place);
  if (belongsInThread(notice) && !place.threadTs) {
    const opened = await openThreadAnew(desk, client, notice, place, way);
    if (opened.kind !== 'refused') return record(desk, notice, place, opened, null);
  }
  // A surface is one message that is sent anew each time; other notices go on where they stopped.
  const piece = notice.surface ? 0 : notice.sentTs.length;
  const message = messages[piece];
  // The rest of it is not to be told any more.
  if (!message)
    return delivered(desk, notice, { channelId: notice.channelId, ts: null, complete: true, pauseMs: 0 });
  const sending = await deliver(client, notice, piece, message, place, way);
  const complete = notice.surface !== null || piece + 1 === messages.length;
  return record(desk, notice, place, sending, { complete });
}

/**
 * There is nothing to say. But an earlier send may have reached Slack, with a card of its own where the thread had
 * none: what is found there is written down, so that it can be taken back.
 */
async function leaveUnsaid(
  desk: Desk,
  client: WebClient,
  notice: ClaimedNotice,
  place: Place,
): Promise<void> {
  if (notice.uncertain && !place.standing) {
    const piece = notice.surface ? 0 : notice.sentTs.length;
    const found = await lookFor(client, notice, piece, place);
    if (found) return record(desk, notice, place, found, { complete: true });
    if (belongsInThread(notice) && !place.threadTs) {
      const card = await lookFor(client, cardFor(notice), 0, place);
      if (card) return record(desk, notice, place, card, null);
    }
  }
  const { channelId } = notice;
  return delivered(desk, notice, { channelId, ts: null, complete: true, pauseMs: 0 });
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
  way: Way,
): Promise<Sending> {
  const card = cardFor(notice);
  const [message] = await renderNotice(desk, card);
  if (!message) throw new Error(`the card of ${notice.stream} has no message`);
  return deliver(client, card, 0, message, { ...place, standing: null }, way);
}

/** Writes down what became of a piece; `piece` is null when it was the card that the notice needs. */
async function record(
  desk: Desk,
  notice: ClaimedNotice,
  place: Place,
  sending: Sending,
  piece: { complete: boolean } | null,
): Promise<void> {
  switch (sending.kind) {
    case 'sent': {
      const { channelId, ts } = sending;
      const pauseMs = place.standing ? restAfter.update : restAfter.post;
      // First, so that it is not left undone where the process dies in between: then the message is found again.
      await channelTakes(desk, notice);
      if (!piece) return cardDelivered(desk, notice, { channelId, ts, pauseMs });
      const { threadTs } = place;
      return delivered(desk, notice, { channelId, ts, threadTs, complete: piece.complete, pauseMs });
    }
    case 'messageGone':
      // Else a thread that nothing can be posted in would get one card after the other.
      if (notice.attempts >= mostAnew) return giveUp(desk, notice, 'message gone');
      return postAnew(desk, notice, place);
    default:
      return handleSetback(desk, notice, sending, place);
  }
}
