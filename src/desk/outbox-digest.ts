import {
  type DigestPart,
  readDigestOf,
  readDigestParts,
  recordDigestDissolved,
  recordDigestSent,
} from '../store/digests.ts';
import type { PostedMessage } from '../store/surfaces.ts';
import type { Desk } from './desk.ts';
import { channelTakes } from './lost-channel.ts';
import type { ClaimedNotice } from './outbox.ts';

export type { DigestPart };

/** All that is told in a notice's message, oldest first. */
export function digestParts(
  desk: Desk,
  notice: Pick<ClaimedNotice, 'id' | 'members'>,
): Promise<readonly DigestPart[]> {
  return readDigestParts(desk.db, notice);
}

/** The digest that stands in a message, with all it was to tell; null for a message of another kind. */
export async function standingDigest(
  desk: Desk,
  { noticeId }: PostedMessage,
): Promise<{ key: string; parts: readonly DigestPart[]; sentAt: Date } | null> {
  const digest = await readDigestOf(desk.db, noticeId);
  if (!digest) return null;
  const { key, sentAt } = digest;
  return { key, parts: await readDigestParts(desk.db, digest), sentAt: sentAt ?? desk.clock.now() };
}

/** It is told, in one message; `sent` is null when nothing of it was left to tell. `pauseMs`: its channel rests. */
export async function digestDelivered(
  desk: Desk,
  notice: ClaimedNotice,
  parts: readonly DigestPart[],
  sent: { channelId: string; ts: string } | null,
  pauseMs: number,
): Promise<void> {
  if (sent) await channelTakes(desk, notice);
  const at = desk.clock.now();
  const nextSendAt = new Date(at.getTime() + pauseMs);
  await recordDigestSent(desk.db, { ...notice, parts, message: sent, at, nextSendAt });
}

/** It cannot be told together: each is told by itself from now on, so that one that is broken keeps no other back. */
export function tellOneByOne(desk: Desk, notice: ClaimedNotice, error: string): Promise<void> {
  return recordDigestDissolved(desk.db, { ...notice, error, nextSendAt: desk.clock.now() });
}
