import type { Actor } from '../../sop/actor.ts';
import { actorOf } from '../actor.ts';
import type { Bot } from '../bot.ts';

/** One thing a person did in Slack: who, and by which request. */
export type Asked = {
  actor: Actor;
  userId: string;
  /** Of a form its id and content, else Slack's trigger id: the same when the same act is delivered again. */
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
