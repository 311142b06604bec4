import type { NoticeTarget } from '../meter.ts';
import { digestSize } from '../sop/digest.ts';
import { forgetIdleChannels } from '../store/channel-pace.ts';
import { type ClaimedNotice, claimNotices } from '../store/claims.ts';
import { recordFailed, recordRetry, recordSent } from '../store/deliveries.ts';
import { recordDigestFailed } from '../store/digests.ts';
import { anySentSince, readNextSend } from '../store/outbox.ts';
import { forgetSurface, readSurface } from '../store/surfaces.ts';
import type { Desk } from './desk.ts';

export type { ClaimedNotice };

/** How long a claim is held, in ms. */
const leaseMs = 30_000;
/** The longest that one call of Slack's may take, and the record of it, in ms: what begins in time ends within the lease. */
const sendMs = 15_000;

/** Whether a send may still begin: near the end of the lease somebody else might begin one as well. */
export function mayStillSend(desk: Desk, { leaseUntil }: ClaimedNotice): boolean {
  return desk.clock.now().getTime() + sendMs < leaseUntil.getTime();
}

/** Whether something else of the desk's reached Slack within the last `ms`: then Slack is there. */
export function slackTakesOthers(desk: Desk, ms: number): Promise<boolean> {
  return anySentSince(desk.db, desk.id, new Date(desk.clock.now().getTime() - ms));
}

/** Notices this process may send now, at most one a channel. */
export function claimOutbox(desk: Desk, limit: number): Promise<ClaimedNotice[]> {
  const now = desk.clock.now();
  const leaseUntil = new Date(now.getTime() + leaseMs);
  return claimNotices(desk.db, desk.id, now, leaseUntil, limit, digestSize);
}

/** What was sent to longer ago than this, in ms, and has nothing waiting is not looked through any more. */
const idleChannelMs = 60 * 60_000;

/** Channels that belong to one ticket are many, and most are used once. */
export function forgetIdleOutlets(desk: Desk): Promise<void> {
  return forgetIdleChannels(desk.db, desk.id, new Date(desk.clock.now().getTime() - idleChannelMs));
}

/** How long nothing can be sent, in ms; null when nothing waits. */
export async function outboxIdleFor(desk: Desk): Promise<number | null> {
  const next = await readNextSend(desk.db, desk.id);
  return next && next.getTime() - desk.clock.now().getTime();
}

/** Where a message stands or belongs: a channel or person, a thread of it, or a message that is there already. */
export type Place = {
  channelId: string;
  threadTs: string | null;
  standing: { channelId: string; ts: string } | null;
};

export function belongsInThread({ destination }: ClaimedNotice): boolean {
  return destination.startsWith('thread:');
}

export function cardOf({ stream }: ClaimedNotice): string {
  return `${stream}/card`;
}

/** The notice that opens a stream's thread: a ticket's card, a shift's briefing. */
function cardKindOf(stream: string): string {
  return stream.startsWith('SHIFT-') ? 'briefing' : 'card';
}

/** A ticket's card under the name of a notice that needs it, when its thread has lost it. */
export function cardFor(notice: ClaimedNotice): ClaimedNotice {
  return { ...notice, kind: cardKindOf(notice.stream), key: `${notice.key}/card`, surface: cardOf(notice) };
}

/** The card stands again; the notice that belongs under it is sent at the channel's next turn. */
export async function cardDelivered(
  desk: Desk,
  notice: ClaimedNotice,
  sent: { channelId: string; ts: string; pauseMs: number },
): Promise<void> {
  const { channelId, ts, pauseMs } = sent;
  const now = desk.clock.now();
  await recordSent(desk.db, {
    ...whereOf(notice),
    ts: notice.sentTs,
    complete: false,
    attempts: notice.attempts,
    surface: { surface: cardOf(notice), channelId, ts },
    posted: postedBy(notice, { channelId, ts, threadTs: null }),
    at: now,
    nextSendAt: new Date(now.getTime() + pauseMs),
  });
}

export async function placeOf(desk: Desk, notice: ClaimedNotice): Promise<Place> {
  const standing = notice.surface ? await readSurface(desk.db, desk.id, notice.surface) : null;
  if (!belongsInThread(notice)) return { channelId: notice.channelId, threadTs: null, standing };
  const card = await readSurface(desk.db, desk.id, cardOf(notice));
  return { channelId: card?.channelId ?? notice.channelId, threadTs: card?.ts ?? null, standing };
}

/** One piece is delivered, or none is left to deliver; `pauseMs` is how long its channel rests. */
export async function delivered(
  desk: Desk,
  notice: ClaimedNotice,
  sent: { channelId: string; complete: boolean; pauseMs: number } & (
    | { ts: null }
    | { ts: string; threadTs: string | null }
  ),
): Promise<void> {
  const { channelId, ts } = sent;
  const now = desk.clock.now();
  await recordSent(desk.db, {
    ...whereOf(notice),
    ts: ts === null ? notice.sentTs : [...notice.sentTs, ts],
    complete: sent.complete,
    attempts: 0,
    surface: notice.surface && ts !== null ? { surface: notice.surface, channelId, ts } : null,
    posted: sent.ts === null ? null : postedBy(notice, { channelId, ts: sent.ts, threadTs: sent.threadTs }),
    at: now,
    nextSendAt: new Date(now.getTime() + sent.pauseMs),
  });
}

/** `counts`: the attempt failed for a reason of its own, not because Slack told us to wait. */
export type Retry = { uncertain: boolean; counts: boolean; error: string; inMs: number; pauseMs: number };

/** It was not delivered, or nobody knows (`uncertain`): it is tried again after `inMs`, its channel rests `pauseMs`. */
export async function retryLater(desk: Desk, notice: ClaimedNotice, retry: Retry): Promise<void> {
  await recordRetry(desk.db, retryOf(desk, notice, retry));
}

/** What there is to write down of it. */
export function retryOf(desk: Desk, notice: ClaimedNotice, retry: Retry) {
  desk.meter.setBack(targetOf(notice));
  const now = desk.clock.now().getTime();
  return {
    ...whereOf(notice),
    // Until it is found or sent, an earlier send may have arrived, whatever this attempt came to.
    uncertain: notice.uncertain || retry.uncertain,
    attempts: retry.counts ? notice.attempts : 0,
    leaseUntil: notice.leaseUntil,
    error: retry.error,
    nextAttemptAt: new Date(now + retry.inMs),
    nextSendAt: new Date(now + retry.pauseMs),
  };
}

/** It is not delivered, and whoever has to know is told already: it stays as failed, and its lane goes on. */
export function setAside(desk: Desk, notice: ClaimedNotice, error: string): Promise<void> {
  desk.meter.gaveUp(targetOf(notice));
  const nextSendAt = desk.clock.now();
  return notice.members.length > 0
    ? recordDigestFailed(desk.db, { ...notice, error, nextSendAt })
    : recordFailed(desk.db, { ...whereOf(notice), leaseUntil: notice.leaseUntil, error, nextSendAt });
}

/** The message it was to update is gone, or the card that it stands under: the next attempt posts it anew. */
export async function postAnew(desk: Desk, notice: ClaimedNotice, { standing }: Place): Promise<void> {
  await forgetSurface(desk.db, desk.id, (standing && notice.surface) ?? cardOf(notice));
  await retryLater(desk, notice, {
    uncertain: false,
    counts: true,
    error: 'message gone',
    inMs: 0,
    pauseMs: 0,
  });
}

export function targetOf({ destination }: ClaimedNotice): NoticeTarget {
  return destination === 'customer' || destination === 'diagnostics' ? destination : 'slack';
}

function postedBy(
  { stream, lane }: ClaimedNotice,
  message: { channelId: string; ts: string; threadTs: string | null },
) {
  return { stream, lane, ...message };
}

function whereOf({ id, deskId, channelId }: ClaimedNotice) {
  return { id, deskId, channelId };
}
