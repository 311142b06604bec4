import type { Message } from '../answer.ts';
import { actions } from '../ids.ts';
import { buttons } from './elements.ts';
import { lines } from './rich-text.ts';

/** Slack's codes as a manager would say them. */
const reasons: Readonly<Record<string, string>> = {
  is_archived: 'It is archived',
  not_in_channel: 'Handrail is no longer a member: type /invite @Handrail there',
  missing_scope: 'The app lacks a permission there: whoever installed it has to install it anew',
  channel_not_found: 'It is gone, or Handrail is no longer a member: type /invite @Handrail there',
};

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
          `${reasons[error] ?? `Slack says: ${error}`}.`,
        ],
        ['Nothing is lost: what belongs there waits. Choose the channel anew, or another one.'],
      ),
      buttons({ label: 'Set up', action: actions.setup, about: 'desk', primary: true }),
    ],
  };
}
