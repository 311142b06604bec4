import type { Channels } from '../sop/desk-settings.ts';
import { channelRoles } from '../sop/notice.ts';
import { redirectWaiting } from '../store/outbox.ts';
import { moveSurfaces } from '../store/surfaces.ts';
import type { Desk, Request } from './desk.ts';
import { type DeskOutcome, executeOnDesk } from './execute.ts';

/** In which of the desk's channels each kind of record has its messages. */
const homes = [
  ['tickets', 'tickets'],
  ['incidents', 'leads'],
  ['exceptions', 'leads'],
  ['shifts', 'shift'],
] as const;

/**
 * AU-5: which Slack channel is which of the desk's. What was waiting for a channel goes to the new one, and so do the
 * messages kept up to date that stand in a channel which takes nothing any more and was not chosen again.
 */
export function setChannels(desk: Desk, request: Request, channels: Channels): Promise<DeskOutcome> {
  return executeOnDesk(desk, request, { type: 'setChannels', channels }, async (tx, before) => {
    const now = desk.clock.now();
    const lost = before.lostChannels.filter((id) => !Object.values(channels).includes(id));
    if (lost.length > 0)
      for (const [whose, role] of homes) {
        const channelId = channels[role];
        if (channelId) await moveSurfaces(tx, desk.id, whose, lost, channelId, now);
      }
    for (const role of channelRoles) {
      const channelId = channels[role];
      if (channelId) await redirectWaiting(tx, desk.id, `channel:${role}`, channelId, now);
    }
  });
}
