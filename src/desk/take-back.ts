import { forgetPosted, type PostedMessage, readPosted, readSurface } from '../store/surfaces.ts';
import { readTicket } from '../store/tickets.ts';
import type { Desk } from './desk.ts';
import { mayBeTold } from './may-be-told.ts';
import type { ClaimedNotice } from './outbox.ts';

export type { PostedMessage };

/**
 * SEC-2: the next message about a restricted ticket that is to be taken back from where this notice leads, oldest
 * first; null when none is left. What was on its way in the same lane has arrived by now, or never will. The card
 * stays: it says that the ticket is restricted.
 */
export async function nextToTakeBack(
  desk: Desk,
  notice: ClaimedNotice,
  ticket: number,
): Promise<PostedMessage | null> {
  const state = await readTicket(desk.db, desk.id, ticket);
  if (!state) throw new Error(`there is no ticket ${ticket} to take anything back of`);
  // Who may read it keeps what they were told.
  if (await mayBeTold(desk, { ...notice, kind: 'whole' }, state)) return null;
  const { stream, lane, id } = notice;
  const [posted, card] = await Promise.all([
    readPosted(desk.db, desk.id, { stream, lane, before: id }),
    readSurface(desk.db, desk.id, `${stream}/card`),
  ]);
  return posted.find(({ channelId, ts }) => channelId !== card?.channelId || ts !== card.ts) ?? null;
}

/** It was taken back, or cannot be: it is not tried again. */
export function takenBack(desk: Desk, message: PostedMessage): Promise<void> {
  return forgetPosted(desk.db, desk.id, message);
}
