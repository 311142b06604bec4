import type { Channels } from '../../sop/desk-settings.ts';
import { channelRoles } from '../../sop/notice.ts';
import type { Message } from '../answer.ts';
import { type Line, lines } from './rich-text.ts';

/** The channels as they are saved, and what comes after. */
export function buildSetupDone(channels: Channels): Message {
  return {
    text: 'The desk’s channels are set.',
    blocks: [
      lines(
        [{ bold: 'The desk’s channels are set.' }],
        ...channelRoles.map((role): Line => {
          const channel = channels[role];
          return [`${role}: `, channel ? { channel } : 'not set'];
        }),
        ['Next: say who is on the desk, as in /ops roster add @ana tier1.'],
      ),
    ],
  };
}
