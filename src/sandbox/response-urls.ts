import type { Clock } from '../clock.ts';
import type { Ids } from './ids.ts';
import { limits } from './limits.ts';

/** What a response URL is bound to: a person in a channel and, after a click, the message clicked. */
export type ResponseTarget = { userId: string; channelId: string; sourceTs: string | undefined };

/** Response URLs: five uses within thirty minutes of the clock. */
export const createResponseUrls = (clock: Clock, ids: Ids) => {
  const urls = new Map<string, { target: ResponseTarget; issuedAt: number; uses: number }>();
  return {
    /** The path under the server's root. */
    issue: (target: ResponseTarget, family: 'commands' | 'actions' | 'app'): string => {
      const path = `/${family}/${ids.secret(20)}`;
      urls.set(path, { target, issuedAt: clock.now().getTime(), uses: 0 });
      return path;
    },
    isKnown: (path: string): boolean => urls.has(path),
    use: (path: string): { error: string } | { target: ResponseTarget } => {
      const entry = urls.get(path);
      if (!entry) return { error: 'invalid_url' };
      if (clock.now().getTime() - entry.issuedAt >= limits.responseUrl.livesMs)
        return { error: 'expired_url' };
      if (entry.uses >= limits.responseUrl.uses) return { error: 'used_url' };
      entry.uses += 1;
      return { target: entry.target };
    },
  };
};

export type ResponseUrls = ReturnType<typeof createResponseUrls>;
