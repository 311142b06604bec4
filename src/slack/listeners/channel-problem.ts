import { WebAPIPlatformError } from '@slack/web-api';
import type { Bot } from '../bot.ts';

/** Why Handrail could not post to a channel that somebody chose, as a sentence for its field; null when it can. */
export async function channelProblem(bot: Bot, channelId: string): Promise<string | null> {
  try {
    const { channel } = await bot.interactive.conversations.info({ channel: channelId });
    if (channel?.is_archived) return 'This channel is archived. Choose another one.';
    if (!channel?.is_member)
      return 'Handrail is not a member: type /invite @Handrail in that channel, then save again.';
    return null;
  } catch (error) {
    // A private channel that Handrail is not in looks to it as if it did not exist.
    if (error instanceof WebAPIPlatformError && error.data.error === 'channel_not_found')
      return 'Handrail is not a member: type /invite @Handrail in that channel, then save again.';
    throw error;
  }
}
