import { WebAPIPlatformError } from '@slack/web-api';
import { setChannels } from '../../desk/set-channels.ts';
import type { Channels } from '../../sop/desk-settings.ts';
import { channelRoles } from '../../sop/notice.ts';
import { type Answer, nothing, refuse, say } from '../answer.ts';
import type { Bot } from '../bot.ts';
import { buildSetupDone } from '../views/setup-done.ts';
import type { Asked } from './asked.ts';
import type { Submission } from './submission.ts';

/** Saves the desk's channels, once Handrail is a member of each; what was waiting for them is sent. */
export async function handleSetup(bot: Bot, asked: Asked, { fields }: Submission): Promise<Answer> {
  const chosen = channelRoles.flatMap((role) => {
    const channelId = fields.one(role);
    return channelId ? [{ role, channelId }] : [];
  });
  const problems = await Promise.all(
    chosen.map(async ({ role, channelId }) => ({ role, problem: await problemOf(bot, channelId) })),
  );
  const errors = Object.fromEntries(
    problems.flatMap(({ role, problem }) => (problem ? [[role, problem]] : [])),
  );
  if (Object.keys(errors).length > 0) return { kind: 'fieldErrors', errors };

  const channels: Channels = Object.fromEntries(chosen.map(({ role, channelId }) => [role, channelId]));
  const outcome = await setChannels(bot.desk, asked, channels);
  if (outcome.kind === 'refused') return refuse(outcome.refusal);
  return outcome.kind === 'done' ? say(buildSetupDone(channels)) : nothing;
}

async function problemOf(bot: Bot, channelId: string): Promise<string | null> {
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
