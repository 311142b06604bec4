import type { Message } from '../answer.ts';
import { actions } from '../ids.ts';
import { buttons } from './elements.ts';
import { lines } from './rich-text.ts';

/** To the managers: a channel of the desk takes nothing any more; what is waiting for it is kept. */
export function buildChannelLost({ channelId, error }: { channelId: string; error: string }): Message {
  return {
    text: 'Handrail cannot post to one of the desk’s channels.',
    blocks: [
      lines(
        [
          { bold: 'Handrail cannot post to ' },
          { channel: channelId },
          { bold: '. ' },
          `Slack says: ${error}.`,
        ],
        [
          'Nothing is lost: what belongs there waits. Invite Handrail again (/invite @Handrail), or choose another channel.',
        ],
      ),
      buttons({ label: 'Set up', action: actions.setup, about: 'desk', primary: true }),
    ],
  };
}
