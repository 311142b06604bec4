import type { Clock } from '../clock.ts';

/** A clock that the sandbox moves: it ticks or stands still, and can be sent forward. */
export type SandboxClock = Clock & {
  /** Sends it forward by `ms`; who was waiting for an instant passed by this is woken. */
  advance(ms: number): void;
  /** From now on waits take their time, and the clock ticks with the real one. */
  tick(): void;
};

/** Waits as short as those between two posts are skipped, so that a scripted morning takes seconds. In ms. */
const skipped = 2500;

/** Starts at `start` and stands still, but for the short waits it skips. */
export function createSandboxClock(start: Date): SandboxClock {
  let offset = start.getTime();
  let tickingSince: number | null = null;
  const waiting = new Set<{ until: number; wake: () => void }>();
  const now = () => offset + (tickingSince === null ? 0 : Date.now() - tickingSince);
  const advance = (ms: number) => {
    offset += ms;
    for (const one of waiting) if (one.until <= now()) one.wake();
  };
  return {
    now: () => new Date(now()),
    advance,
    tick: () => {
      tickingSince = Date.now();
    },
    wait: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const skip = tickingSince === null && ms <= skipped;
        const timer = skip
          ? setTimeout(() => {
              advance(ms);
              wake();
            }, 0)
          : tickingSince === null
            ? null
            : setTimeout(() => wake(), ms);
        const one = { until: now() + ms, wake: () => wake() };
        const wake = () => {
          if (timer) clearTimeout(timer);
          waiting.delete(one);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        waiting.add(one);
        signal?.addEventListener('abort', wake, { once: true });
      }),
  };
}
