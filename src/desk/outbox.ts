import { system } from '../sop/actor.ts';
import { type ClaimedNotice, claimNotices } from '../store/claims.ts';
import { readLostChannels } from '../store/desks.ts';
import {
  forgetSurface,
  readNextSend,
  readSurface,
  recordFailed,
  recordRetry,
  recordSent,
} from '../store/outbox.ts';
import type { Desk } from './desk.ts';
import { executeOnDesk } from './execute.ts';

export type { ClaimedNotice };

/** How long a claim is held, in ms: longer than any send takes, so that only a dead process loses one. */
const leaseMs = 30_000;

/** Notices this process may send now, at most one a channel. */
export function claimOutbox(desk: Desk, limit: number): Promise<ClaimedNotice[]> {
  const now = desk.clock.now();
  const leaseUntil = new Date(now.getTime() + leaseMs);
  return claimNotices(desk.db, desk.id, now, leaseUntil, limit);
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

function cardOf({ stream }: ClaimedNotice): string {
  return `${stream}/card`;
}

/** A ticket's card under the name of a notice that needs it, when its thread has lost it. */
export function cardFor(notice: ClaimedNotice): ClaimedNotice {
  return { ...notice, kind: 'card', key: `${notice.key}/card`, surface: cardOf(notice) };
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
    surface: { surface: cardOf(notice), channelId, ts },
    posted: postedBy(notice, channelId, ts),
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

/** One piece is delivered; `pauseMs` is how long its channel rests. The first good send finds a lost channel again. */
export async function delivered(
  desk: Desk,
  notice: ClaimedNotice,
  sent: { channelId: string; ts: string | null; complete: boolean; pauseMs: number },
): Promise<void> {
  const { channelId, ts } = sent;
  const now = desk.clock.now();
  await recordSent(desk.db, {
    ...whereOf(notice),
    ts: ts === null ? notice.sentTs : [...notice.sentTs, ts],
    complete: sent.complete,
    surface: notice.surface && ts !== null ? { surface: notice.surface, channelId, ts } : null,
    posted: ts === null ? null : postedBy(notice, channelId, ts),
    at: now,
    nextSendAt: new Date(now.getTime() + sent.pauseMs),
  });
  await noteChannel(desk, notice, null);
}

/** It was not delivered, or nobody knows (`uncertain`): it is tried again after `inMs`, its channel rests `pauseMs`. */
export async function retryLater(
  desk: Desk,
  notice: ClaimedNotice,
  retry: { uncertain: boolean; error: string; inMs: number; pauseMs: number },
): Promise<void> {
  const now = desk.clock.now().getTime();
  await recordRetry(desk.db, {
    ...whereOf(notice),
    uncertain: retry.uncertain,
    error: retry.error,
    nextAttemptAt: new Date(now + retry.inMs),
    nextSendAt: new Date(now + retry.pauseMs),
  });
}

/** It can never be delivered: it stays in the outbox as failed, and its lane goes on. */
export function giveUp(desk: Desk, notice: ClaimedNotice, error: string): Promise<void> {
  return recordFailed(desk.db, { ...whereOf(notice), error, nextSendAt: desk.clock.now() });
}

/** The message it was to update is gone, or the card that it stands under: the next attempt posts it anew. */
export async function postAnew(desk: Desk, notice: ClaimedNotice, { standing }: Place): Promise<void> {
  await forgetSurface(desk.db, desk.id, (standing && notice.surface) ?? cardOf(notice));
  await retryLater(desk, notice, { uncertain: false, error: 'message gone', inMs: 0, pauseMs: 0 });
}

/** Keeps in the desk's record when a channel takes nothing (`error`) and when it does again: told once, not each time. */
export async function noteChannel(
  desk: Desk,
  { channelId }: ClaimedNotice,
  error: string | null,
): Promise<void> {
  const lost = (await readLostChannels(desk.db, desk.id)).includes(channelId);
  if (lost === (error !== null)) return;
  await executeOnDesk(desk, { actor: system, requestKey: null }, { type: 'channelState', channelId, error });
}

function postedBy({ stream, lane }: ClaimedNotice, channelId: string, ts: string) {
  return { stream, lane, channelId, ts };
}

function whereOf({ id, deskId, channelId }: ClaimedNotice) {
  return { id, deskId, channelId };
}
