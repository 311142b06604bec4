import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';

/** Makes ids that look like Slack's and never repeat inside one workspace. */
export const createIds = (clock: Clock) => {
  let count = 0;
  let lastMicros = 0;
  return {
    next: (prefix: string) => {
      count += 1;
      return `${prefix}0S${count.toString(36).toUpperCase().padStart(7, '0')}`;
    },
    secret: (bytes: number) => randomBytes(bytes).toString('hex'),
    /** Slack's timestamp id `seconds.micros`: rises with every call even if the clock stands still. */
    ts: () => {
      lastMicros = Math.max(lastMicros + 1, clock.now().getTime() * 1000);
      const digits = String(lastMicros).padStart(16, '0');
      return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
    },
    /** A trigger id looks like `expiry.team.secret`. */
    trigger: () => `${++count}${Date.now()}.${lastMicros}.${randomBytes(16).toString('hex')}`,
  };
};

export type Ids = ReturnType<typeof createIds>;
