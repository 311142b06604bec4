import type { Rec } from './json.ts';

/** A failure to inject into the next calls of a method. */
export type Fault =
  /** Answers `{ ok: false, error }` without doing anything. */
  | { error: string }
  /** Answers this HTTP status with no JSON. */
  | { status: number }
  /** Never answers. Does nothing. */
  | { hang: true }
  /** Does what was asked, and never answers. */
  | { hangAfterAccepting: true }
  /** Does what was asked, then drops the connection before answering. */
  | { resetAfterAccepting: true }
  /** Answers 429 with `Retry-After` in seconds. */
  | { retryAfter: number };

/** Which calls of the method it happens to; all of them when absent. */
export type Which = (args: Rec) => boolean;

export const createFaults = () => {
  const queues = new Map<string, { fault: Fault; which: Which; left: number }[]>();
  return {
    add: (method: string, fault: Fault, times: number, which: Which): void => {
      queues.set(method, [...(queues.get(method) ?? []), { fault, which, left: times }]);
    },
    take: (method: string, args: Rec): Fault | undefined => {
      const queue = queues.get(method) ?? [];
      const next = queue.find(({ left, which }) => left > 0 && which(args));
      if (next) next.left -= 1;
      return next?.fault;
    },
    left: (): number => [...queues.values()].flat().reduce((sum, { left }) => sum + left, 0),
    clear: (): void => queues.clear(),
  };
};

export type Faults = ReturnType<typeof createFaults>;
