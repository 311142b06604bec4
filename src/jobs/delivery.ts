import type { WebClient } from '@slack/web-api';
import { type CustomerWebhook, sendToCustomer } from '../customer/webhook.ts';
import { commandTicket } from '../desk/command-ticket.ts';
import type { Desk } from '../desk/desk.ts';
import { executeOnDesk } from '../desk/execute.ts';
import { customerChannelId } from '../desk/outbox-notices.ts';
import { readTicketFile } from '../desk/read-ticket.ts';
import { faultId, logFault } from '../fault.ts';
import { deliver, type Place, type Sending } from '../slack/deliver.ts';
import { renderNotice } from '../slack/render.ts';
import { ticketNumber } from '../slack/words.ts';
import { system } from '../sop/actor.ts';
import { type ClaimedNotice, claimNotices } from '../store/claims.ts';
import {
  forgetSurface,
  readNextSend,
  readSurface,
  recordFailed,
  recordRetry,
  recordSent,
} from '../store/outbox.ts';

/** Slack takes about one message a second a channel; updates about fifty a minute in all. In ms after an answer. */
const betweenPosts = 1000;
const betweenUpdates = 1200;
/** How long a claim is held: longer than any send takes, so that only a dead process loses one. */
const leaseMs = 30_000;
/** Sends under way at once, over all channels. */
const atOnce = 8;
/** A channel that takes nothing, and a token that is refused, are tried again after this long. */
const troubledRetryMs = { channel: 5 * 60_000, token: 60_000 };
/** After so many attempts the customer's channel is given up, and the agent asked to send by hand: about a minute. */
const customerAttempts = 6;
/** An answer that nobody has documented is tried this often before the notice is set aside. */
const slackAttempts = 20;
/** Looks again after this long even when nobody said that there is anything new (another replica may have died). */
const idleMs = 5000;

export type Delivery = {
  /** Something was written to the outbox. */
  nudge(): void;
  /** Finishes what is being sent, then stops. */
  stop(): Promise<void>;
};

type Outlets = { slack: WebClient; customer: CustomerWebhook | null };

/** Sends what the outbox holds, oldest first in each lane, paced in each channel, many channels at once. */
export function startDelivery(desk: Desk, outlets: Outlets): Delivery {
  const inHand = new Set<Promise<void>>();
  let stopped = false;
  let wake = new AbortController();
  const nudge = () => wake.abort();

  const loop = (async () => {
    while (!stopped) {
      wake = new AbortController();
      const { signal } = wake;
      try {
        const claimed = inHand.size < atOnce ? await claim(desk, atOnce - inHand.size) : [];
        for (const notice of claimed) {
          const sending = send(desk, outlets, notice).finally(() => {
            inHand.delete(sending);
            nudge();
          });
          inHand.add(sending);
        }
        if (claimed.length === 0) await sleep(desk, signal);
      } catch (error) {
        logFault(desk.log, faultId(), error);
        await desk.clock.wait(idleMs, signal);
      }
    }
  })();

  return {
    nudge,
    async stop() {
      stopped = true;
      nudge();
      await loop;
      await Promise.all(inHand);
    },
  };
}

function claim(desk: Desk, limit: number): Promise<ClaimedNotice[]> {
  const now = desk.clock.now();
  const leaseUntil = new Date(now.getTime() + leaseMs);
  return desk.db.$transaction((tx) => claimNotices(tx, desk.id, now, leaseUntil, limit));
}

async function sleep(desk: Desk, wake: AbortSignal): Promise<void> {
  const next = await readNextSend(desk.db, desk.id);
  const ms = next ? next.getTime() - desk.clock.now().getTime() : idleMs;
  if (ms > 0) await desk.clock.wait(Math.min(ms, idleMs), wake);
}

async function send(desk: Desk, outlets: Outlets, notice: ClaimedNotice): Promise<void> {
  try {
    if (notice.channelId === customerChannelId) await sendCustomerNotice(desk, outlets.customer, notice);
    else await sendSlackNotice(desk, outlets.slack, notice);
  } catch (error) {
    // A view or the record is broken: this notice is set aside, so that its thread goes on.
    const id = faultId();
    logFault(desk.log, id, error);
    await recordFailed(desk.db, { ...whereOf(notice), error: id, nextSendAt: desk.clock.now() }).catch(
      (again: unknown) => logFault(desk.log, faultId(), again),
    );
  }
}

async function sendSlackNotice(desk: Desk, client: WebClient, notice: ClaimedNotice): Promise<void> {
  const messages = await renderNotice(desk, notice);
  const place = await placeOf(desk, notice);
  // A surface is one message that is sent anew each time; other notices go on where they stopped.
  const piece = notice.surface ? 0 : notice.sentTs.length;
  const message = messages[piece];
  if (!message) throw new Error(`notice ${notice.key} has no piece ${piece}`);
  const sending = await deliver(client, notice, piece, message, place);
  await recordSending(desk, notice, sending, place, piece + 1 === messages.length || notice.surface !== null);
}

async function placeOf(desk: Desk, notice: ClaimedNotice): Promise<Place> {
  const standing = notice.surface ? await readSurface(desk.db, desk.id, notice.surface) : null;
  if (!notice.destination.startsWith('thread:'))
    return { channelId: notice.channelId, threadTs: null, standing };
  const card = await readSurface(desk.db, desk.id, `${notice.stream}/card`);
  return { channelId: card?.channelId ?? notice.channelId, threadTs: card?.ts ?? null, standing };
}

async function recordSending(
  desk: Desk,
  notice: ClaimedNotice,
  sending: Sending,
  place: Place,
  complete: boolean,
): Promise<void> {
  const where = whereOf(notice);
  const now = desk.clock.now();
  const after = (ms: number) => new Date(now.getTime() + ms);
  switch (sending.kind) {
    case 'sent': {
      const { channelId, ts } = sending;
      await recordSent(desk.db, {
        ...where,
        ts: [...notice.sentTs, ts],
        complete,
        surface: notice.surface ? { surface: notice.surface, channelId, ts } : null,
        at: now,
        nextSendAt: after(place.standing ? betweenUpdates : betweenPosts),
      });
      await tellChannelState(desk, notice, null);
      return;
    }
    case 'messageGone':
      // Somebody deleted it: it is posted anew.
      if (notice.surface) await forgetSurface(desk.db, desk.id, notice.surface);
      await retry(desk, notice, { uncertain: false, error: 'message gone', inMs: 0, channelPauseMs: 0 });
      return;
    case 'rateLimited': {
      const ms = sending.seconds * 1000;
      await retry(desk, notice, { uncertain: false, error: 'ratelimited', inMs: ms, channelPauseMs: ms });
      return;
    }
    case 'channelLost':
      desk.log.warn({ channel: notice.channelId, error: sending.error }, 'a channel takes nothing');
      await retry(desk, notice, {
        ...sending,
        uncertain: false,
        inMs: 0,
        channelPauseMs: troubledRetryMs.channel,
      });
      await tellChannelState(desk, notice, sending.error);
      return;
    case 'unauthorized':
      desk.log.error({ error: sending.error }, 'Slack refuses the bot token');
      await retry(desk, notice, {
        ...sending,
        uncertain: false,
        inMs: 0,
        channelPauseMs: troubledRetryMs.token,
      });
      return;
    case 'refused':
      desk.log.error(
        { notice: notice.key, kind: notice.kind, error: sending.error },
        'Slack refuses a message',
      );
      await recordFailed(desk.db, { ...where, error: sending.error, nextSendAt: now });
      return;
    case 'retry': {
      if (notice.attempts >= slackAttempts) {
        desk.log.error(
          { notice: notice.key, kind: notice.kind, error: sending.error },
          'a message is given up',
        );
        await recordFailed(desk.db, { ...where, error: sending.error, nextSendAt: now });
        return;
      }
      await retry(desk, notice, {
        ...sending,
        inMs: backoffMs(notice.attempts),
        channelPauseMs: betweenPosts,
      });
    }
  }
}

async function sendCustomerNotice(
  desk: Desk,
  webhook: CustomerWebhook | null,
  notice: ClaimedNotice,
): Promise<void> {
  const number = ticketNumber(notice.stream);
  const file = number === null ? null : await readTicketFile(desk, number);
  const composed = file?.events.find(({ seq }) => seq === notice.seq);
  if (!file || composed?.type !== 'acknowledgementComposed')
    throw new Error('the customer’s message is not in the record');
  const sending = webhook
    ? await sendToCustomer(webhook, desk.clock, notice.key, file, composed.payload.text)
    : ({ kind: 'refused', error: 'no customer channel is set' } as const);
  if (sending.kind === 'retry' && notice.attempts < customerAttempts) {
    await retry(desk, notice, {
      ...sending,
      uncertain: false,
      inMs: backoffMs(notice.attempts),
      channelPauseMs: 0,
    });
    return;
  }
  const failure = sending.kind === 'sent' ? null : sending.error;
  // First the record, then the outbox: after a crash in between the same key is sent again, which changes nothing.
  const request = { actor: system, requestKey: null };
  await commandTicket(desk, request, file.ticket.number, { type: 'acknowledgementOutcome', failure });
  const now = desk.clock.now();
  if (failure === null)
    await recordSent(desk.db, {
      ...whereOf(notice),
      ts: [],
      complete: true,
      surface: null,
      at: now,
      nextSendAt: now,
    });
  else await recordFailed(desk.db, { ...whereOf(notice), error: failure, nextSendAt: now });
}

async function retry(
  desk: Desk,
  notice: ClaimedNotice,
  how: { uncertain: boolean; error: string; inMs: number; channelPauseMs: number },
): Promise<void> {
  const now = desk.clock.now().getTime();
  await recordRetry(desk.db, {
    ...whereOf(notice),
    uncertain: how.uncertain,
    error: how.error,
    nextAttemptAt: new Date(now + how.inMs),
    nextSendAt: new Date(now + how.channelPauseMs),
  });
}

/** Written to the desk's record when it changes: the managers are told once, not at every attempt. */
async function tellChannelState(
  desk: Desk,
  { channelId }: ClaimedNotice,
  error: string | null,
): Promise<void> {
  const { lostChannels } = await desk.db.desk.findUniqueOrThrow({
    where: { id: desk.id },
    select: { lostChannels: true },
  });
  if (lostChannels.includes(channelId) === (error !== null)) return;
  await executeOnDesk(desk, { actor: system, requestKey: null }, { type: 'channelState', channelId, error });
}

function backoffMs(attempts: number): number {
  return Math.min(1000 * 2 ** (attempts - 1), 5 * 60_000);
}

function whereOf({ id, deskId, channelId }: ClaimedNotice) {
  return { id, deskId, channelId };
}
