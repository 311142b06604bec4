/** A failure to inject into the next calls of a method. */
export type Fault =
  /** Answers `{ ok: false, error }` without doing anything. */
  | { error: string }
  /** Answers this HTTP status with no JSON. */
  | { status: number }
  /** Never answers. Does nothing. */
  | { hang: true }
  /** Does what was asked, then drops the connection before answering. */
  | { resetAfterAccepting: true }
  /** Answers 429 with `Retry-After` in seconds. */
  | { retryAfter: number };

export const createFaults = () => {
  const queues = new Map<string, Fault[]>();
  return {
    add: (method: string, fault: Fault, times: number): void => {
      const queue = queues.get(method) ?? [];
      for (let count = 0; count < times; count += 1) queue.push(fault);
      queues.set(method, queue);
    },
    take: (method: string): Fault | undefined => queues.get(method)?.shift(),
    clear: (): void => queues.clear(),
  };
};

export type Faults = ReturnType<typeof createFaults>;
