import { setChannels } from '../../desk/set-channels.ts';
import type { Channels } from '../../sop/desk-settings.ts';
import { channelRoles } from '../../sop/notice.ts';
import { type Answer, nothing, refuse, say } from '../answer.ts';
import type { Bot } from '../bot.ts';
import { buildSetupDone } from '../views/setup-done.ts';
import type { Asked } from './asked.ts';
import { channelProblem } from './channel-problem.ts';
import type { Submission } from './submission.ts';

/** Saves the desk's channels, once Handrail is a member of each; what was waiting for them is sent. */
export async function handleSetup(bot: Bot, asked: Asked, { fields }: Submission): Promise<Answer> {
  const chosen = channelRoles.flatMap((role) => {
    const channelId = fields.one(role);
    return channelId ? [{ role, channelId }] : [];
  });
  const problems = await Promise.all(
    chosen.map(async ({ role, channelId }) => ({ role, problem: await channelProblem(bot, channelId) })),
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
