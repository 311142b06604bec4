import type { Channels } from '../sop/desk-settings.ts';
import { channelRoles } from '../sop/notice.ts';
import { redirectWaiting } from '../store/outbox.ts';
import type { Desk, Request } from './desk.ts';
import { type DeskOutcome, executeOnDesk } from './execute.ts';

/** AU-5: which Slack channel is which of the desk's. What was waiting for a channel goes to the new one. */
export function setChannels(desk: Desk, request: Request, channels: Channels): Promise<DeskOutcome> {
  return executeOnDesk(desk, request, { type: 'setChannels', channels }, async (tx) => {
    for (const role of channelRoles) {
      const channelId = channels[role];
      if (channelId) await redirectWaiting(tx, desk.id, `channel:${role}`, channelId, desk.clock.now());
    }
  });
}
