import type { Actor } from '../../sop/actor.ts';
import { actorOf } from '../actor.ts';
import type { Bot } from '../bot.ts';

/** One thing a person did in Slack: who, and by which request. */
export type Asked = {
  actor: Actor;
  userId: string;
  /** Slack's trigger id: the same when Slack delivers the same act again. */
  requestKey: string;
};

export async function askedBy(
  bot: Bot,
  from: { userId: string; teamId: string; triggerId: string },
): Promise<Asked> {
  return {
    actor: await actorOf(bot, from.userId, from.teamId),
    userId: from.userId,
    requestKey: from.triggerId,
  };
}
