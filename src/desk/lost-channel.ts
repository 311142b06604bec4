import { system } from '../sop/actor.ts';
import type { Channels } from '../sop/desk-settings.ts';
import { type ChannelRole, channelRoles } from '../sop/notice.ts';
import { recordMoved, recordRetry } from '../store/deliveries.ts';
import { readLostChannels } from '../store/desks.ts';
import type { Desk } from './desk.ts';
import { executeOnDesk } from './execute.ts';
import { belongsInThread, type ClaimedNotice, cardOf, type Place, retryOf } from './outbox.ts';
import { threadsIn } from './outbox-notices.ts';

/**
 * A channel takes nothing. Where the desk has chosen another one since, the notice goes there at once, with the card it
 * stands under; else it waits, its channel rests for `pauseMs`, and the managers are told: once, not each time. What
 * belongs in a pattern's own channel goes to the desk's shift channel, and the managers are told as well. Under
 * the desk's lock, so that whoever chooses channels at this moment is waited for, or finds the notice waiting.
 */
export async function channelTakesNothing(
  desk: Desk,
  notice: ClaimedNotice,
  { channelId, standing }: Place,
  error: string,
  pauseMs: number,
): Promise<void> {
  const from = standing?.channelId ?? channelId;
  const role = roleOf(notice);
  const own = notice.destination.startsWith('conversation:');
  const command = { type: 'channelState', channelId: from, role: own ? null : role, error } as const;
  await executeOnDesk(desk, { actor: system, requestKey: null }, command, async (tx, { channels }) => {
    const to = role && chosenSince(channels, role, from);
    if (!to)
      return recordRetry(
        tx,
        retryOf(desk, notice, { uncertain: false, counts: false, error, inMs: 0, pauseMs }),
      );
    const { id, deskId, leaseUntil, members } = notice;
    const surfaces = [cardOf(notice), ...(notice.surface ? [notice.surface] : [])];
    const now = desk.clock.now();
    return recordMoved(tx, {
      id,
      deskId,
      channelId: notice.channelId,
      leaseUntil,
      to,
      from,
      surfaces,
      members,
      now,
    });
  });
}

/** A channel took a message: if it was lost, it is found again. */
export async function channelTakes(desk: Desk, { channelId }: ClaimedNotice): Promise<void> {
  if (!(await readLostChannels(desk.db, desk.id)).includes(channelId)) return;
  const command = { type: 'channelState', channelId, role: null, error: null } as const;
  await executeOnDesk(desk, { actor: system, requestKey: null }, command);
}

/** The desk's channel that a notice belongs in. */
function roleOf(notice: ClaimedNotice): ChannelRole | null {
  if (belongsInThread(notice)) return threadsIn(notice.stream);
  if (notice.destination.startsWith('conversation:')) return 'shift';
  return channelRoles.find((role) => notice.destination === `channel:${role}`) ?? null;
}

function chosenSince(channels: Channels, role: ChannelRole, from: string): string | null {
  const chosen = channels[role];
  return chosen && chosen !== from ? chosen : null;
}
