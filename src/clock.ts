/** The only source of the current time. Injected everywhere, so that tests and the sandbox can move it. */
export type Clock = {
  /** The current instant (UTC). */
  now(): Date;
  /** Resolves after `ms` milliseconds of this clock's time, or at once when `signal` aborts. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
};

export const systemClock: Clock = {
  now: () => new Date(),
  wait: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener('abort', done, { once: true });
    }),
};
