import type { Desk } from '../desk/desk.ts';
import { type ClaimedNotice, giveUp, noteChannel, retryLater } from '../desk/outbox.ts';
import type { Sending } from '../slack/deliver.ts';
import { backoffMs } from './backoff.ts';

/** A channel that takes nothing, and a token that is refused, are tried again after this long, in ms. */
const troubledFor = { channel: 5 * 60_000, token: 60_000 };
/** An answer that nobody has documented is tried this often before the notice is set aside. */
const mostAttempts = 20;
/** How long a channel rests after such an answer, in ms. */
const restMs = 1000;

export type Setback = Exclude<Sending, { kind: 'sent' | 'messageGone' }>;

/** Slack did not do what was asked: when it is tried again, or that it never is. */
export async function handleSetback(desk: Desk, notice: ClaimedNotice, setback: Setback): Promise<void> {
  const { log } = desk;
  switch (setback.kind) {
    case 'rateLimited': {
      const ms = setback.seconds * 1000;
      return retryLater(desk, notice, { uncertain: false, error: 'ratelimited', inMs: ms, pauseMs: ms });
    }
    case 'channelLost':
      log.warn({ channel: notice.channelId, error: setback.error }, 'a channel takes nothing');
      // A person who is gone does not come back with another channel.
      if (notice.destination.startsWith('person:')) return giveUp(desk, notice, setback.error);
      await retryLater(desk, notice, { ...setback, uncertain: false, inMs: 0, pauseMs: troubledFor.channel });
      return noteChannel(desk, notice, setback.error);
    case 'unauthorized':
      log.error({ error: setback.error }, 'Slack refuses the bot token');
      return retryLater(desk, notice, { ...setback, uncertain: false, inMs: 0, pauseMs: troubledFor.token });
    case 'refused':
      log.error({ notice: notice.key, kind: notice.kind, error: setback.error }, 'Slack refuses a message');
      return giveUp(desk, notice, setback.error);
    case 'retry':
      if (notice.attempts < mostAttempts)
        return retryLater(desk, notice, {
          ...setback,
          inMs: backoffMs(notice.attempts),
          pauseMs: restMs,
        });
      log.error({ notice: notice.key, kind: notice.kind, error: setback.error }, 'a message is given up');
      return giveUp(desk, notice, setback.error);
  }
}
