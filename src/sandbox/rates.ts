import type { Clock } from '../clock.ts';
import { callsPerMinute, limits, type Tier } from './limits.ts';

const minuteMs = 60_000;

/** Slack's rate limits on the workspace's clock. Each answer is how many ms to wait: 0 means go on. */
export const createRates = (clock: Clock) => {
  const recent = new Map<string, number[]>();
  const lastPost = new Map<string, number>();
  return {
    /** Sliding minute per method, so that a burst up to the tier's count passes. */
    takeCall: (method: string, tier: Tier): number => {
      const now = clock.now().getTime();
      const times = (recent.get(method) ?? []).filter((at) => now - at < minuteMs);
      recent.set(method, times);
      const oldest = times[0];
      if (oldest !== undefined && times.length >= callsPerMinute[tier]) return minuteMs - (now - oldest);
      times.push(now);
      return 0;
    },
    waitBeforePost: (channelId: string): number => {
      const last = lastPost.get(channelId);
      if (last === undefined) return 0;
      return Math.max(0, limits.postIntervalMs - (clock.now().getTime() - last));
    },
    posted: (channelId: string): void => {
      lastPost.set(channelId, clock.now().getTime());
    },
  };
};

export type Rates = ReturnType<typeof createRates>;
