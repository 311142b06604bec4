import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { Clock } from '../clock.ts';
import type { Standing } from '../sop/actor.ts';

/** What Slack knows of a person, as far as authority depends on it. */
export type Directory = { standingOf(userId: string): Promise<Standing> };

/** How long an answer of Slack's is good for: somebody made a guest loses the desk within this time. */
const freshFor = 5 * 60_000;

/** Asks users.info and remembers the answer for five minutes. Somebody Slack does not know is a stranger. */
export function openDirectory(client: WebClient, teamId: string, clock: Clock): Directory {
  const known = new Map<string, { standing: Standing; until: number }>();
  return {
    async standingOf(userId) {
      const now = clock.now().getTime();
      const remembered = known.get(userId);
      if (remembered && remembered.until > now) return remembered.standing;
      const standing = await ask(client, teamId, userId);
      known.set(userId, { standing, until: now + freshFor });
      return standing;
    },
  };
}

const unknownCodes: ReadonlySet<string> = new Set(['user_not_found', 'user_not_visible', 'users_not_found']);

async function ask(client: WebClient, teamId: string, userId: string): Promise<Standing> {
  const user = await client.users.info({ user: userId }).then(
    (answer) => answer.user,
    (error: unknown) => {
      if (error instanceof WebAPIPlatformError && unknownCodes.has(error.data.error)) return undefined;
      throw error;
    },
  );
  if (!user || user.deleted) return 'stranger';
  if (user.is_bot || userId === 'USLACKBOT') return 'bot';
  if (user.is_stranger || (user.team_id !== undefined && user.team_id !== teamId)) return 'stranger';
  if (user.is_restricted || user.is_ultra_restricted) return 'guest';
  return 'member';
}
