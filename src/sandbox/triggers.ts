import type { Clock } from '../clock.ts';
import type { Ids } from './ids.ts';
import { limits } from './limits.ts';

type Trigger = { userId: string; issuedAt: number; used: boolean };

/** Trigger ids: each opens one view for the person who acted, within three seconds of the clock. */
export const createTriggers = (clock: Clock, ids: Ids) => {
  const triggers = new Map<string, Trigger>();
  return {
    issue: (userId: string): string => {
      const id = ids.trigger();
      triggers.set(id, { userId, issuedAt: clock.now().getTime(), used: false });
      return id;
    },
    /** What is wrong with it in Slack's words, or the person it belongs to. Does not use it up. */
    look: (id: string): { error: string } | { userId: string } => {
      const trigger = triggers.get(id);
      if (!trigger) return { error: 'invalid_trigger_id' };
      if (trigger.used) return { error: 'exchanged_trigger_id' };
      if (clock.now().getTime() - trigger.issuedAt >= limits.trigger.livesMs)
        return { error: 'expired_trigger_id' };
      return { userId: trigger.userId };
    },
    use: (id: string): void => {
      const trigger = triggers.get(id);
      if (trigger) trigger.used = true;
    },
  };
};

export type Triggers = ReturnType<typeof createTriggers>;
