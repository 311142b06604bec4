import { roleOf } from '../desk/read-desk.ts';
import type { Actor } from '../sop/actor.ts';
import type { Bot } from './bot.ts';

/**
 * Who is acting: the role is read from the roster at this moment, never from what Slack sent. Only full members of
 * the desk's own workspace have one; everybody else is told why not.
 */
export async function actorOf(bot: Bot, userId: string, teamId: string): Promise<Actor> {
  if (teamId !== bot.desk.teamId) return { kind: 'person', id: userId, role: null, standing: 'stranger' };
  const [standing, role] = await Promise.all([bot.directory.standingOf(userId), roleOf(bot.desk, userId)]);
  return { kind: 'person', id: userId, role: standing === 'member' ? role : null, standing };
}
