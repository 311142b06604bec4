import type { Channels } from '../sop/desk-settings.ts';
import { channelRoles } from '../sop/notice.ts';
import { moveSurfaces, redirectWaiting } from '../store/outbox.ts';
import type { Desk, Request } from './desk.ts';
import { type DeskOutcome, executeOnDesk } from './execute.ts';

/**
 * AU-5: which Slack channel is which of the desk's. What was waiting for a channel goes to the new one, and so do the
 * cards that stand in a channel which takes nothing any more and was not chosen again.
 */
export function setChannels(desk: Desk, request: Request, channels: Channels): Promise<DeskOutcome> {
  return executeOnDesk(desk, request, { type: 'setChannels', channels }, async (tx, before) => {
    const now = desk.clock.now();
    const lost = before.lostChannels.filter((id) => !Object.values(channels).includes(id));
    if (channels.tickets && lost.length > 0)
      await moveSurfaces(tx, desk.id, 'tickets', lost, channels.tickets, now);
    if (channels.leads && lost.length > 0)
      for (const whose of ['incidents', 'exceptions'] as const)
        await moveSurfaces(tx, desk.id, whose, lost, channels.leads, now);
    for (const role of channelRoles) {
      const channelId = channels[role];
      if (channelId) await redirectWaiting(tx, desk.id, `channel:${role}`, channelId, now);
    }
  });
}
