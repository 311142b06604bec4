import type { Desk } from '../desk/desk.ts';
import { giveUp } from '../desk/give-up.ts';
import { channelTakesNothing } from '../desk/lost-channel.ts';
import { type ClaimedNotice, type Place, retryLater, slackTakesOthers } from '../desk/outbox.ts';
import type { Sending } from '../slack/deliver.ts';
import { backoffMs } from './backoff.ts';

/** A channel that takes nothing, and a token that is refused, are tried again after this long, in ms. */
const troubledFor = { channel: 5 * 60_000, token: 60_000 };
/** After so many failures (an hour) it is the message's own fault, if Slack took others `lately` (ms). */
const mostAttempts = 20;
const lately = 15 * 60_000;
/** How long a channel rests after such an answer, in ms. */
const restMs = 1000;
/** What Slack did not answer may still be on its way: looked for sooner it would not be found, and sent twice. In ms. */
const settleMs = 2500;

export type Setback = Exclude<Sending, { kind: 'sent' | 'messageGone' }>;

/** Slack did not do what was asked at `place`: when it is tried again, or that it never is. */
export async function handleSetback(
  desk: Desk,
  notice: ClaimedNotice,
  setback: Setback,
  place: Place,
): Promise<void> {
  const { log } = desk;
  const told = { uncertain: false, counts: false, inMs: 0 };
  switch (setback.kind) {
    case 'rateLimited': {
      const ms = setback.seconds * 1000;
      return retryLater(desk, notice, { ...told, error: 'ratelimited', inMs: ms, pauseMs: ms });
    }
    case 'leaseOver':
      return retryLater(desk, notice, { ...told, error: 'lease over', pauseMs: 0 });
    case 'channelLost':
      log.warn(
        { channel: place.standing?.channelId ?? place.channelId, error: setback.error },
        'a channel takes nothing',
      );
      // A person who is gone does not come back with another channel.
      if (notice.destination.startsWith('person:')) return giveUp(desk, notice, setback.error);
      return channelTakesNothing(desk, notice, place, setback.error, troubledFor.channel);
    case 'unauthorized':
      log.error({ error: setback.error }, 'Slack refuses the bot token');
      return retryLater(desk, notice, { ...told, error: setback.error, pauseMs: troubledFor.token });
    case 'refused':
      return giveUp(desk, notice, setback.error);
    case 'retry':
      return retryOrGiveUp(desk, notice, setback.error);
  }
}

/** It failed, and may have arrived all the same: it is tried again, and at some time no more. */
export async function retryOrGiveUp(desk: Desk, notice: ClaimedNotice, error: string): Promise<void> {
  // While Slack takes nothing at all it is not this message, however long that lasts.
  if (notice.attempts >= mostAttempts && (await slackTakesOthers(desk, lately)))
    return giveUp(desk, notice, error);
  const inMs = Math.max(backoffMs(notice.attempts), settleMs);
  return retryLater(desk, notice, { uncertain: true, counts: true, error, inMs, pauseMs: restMs });
}
