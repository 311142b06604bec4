import { setTimeout as delay } from 'node:timers/promises';
import {
  isConnectionLost,
  isPassing,
  isSerializationFailure,
  isUniqueViolation,
} from '../store/database/errors.ts';
import type { Transaction } from '../store/transaction.ts';
import type { Desk, Request } from './desk.ts';

/** Two transactions in each other's way are tried so often. */
const mostConflicts = 5;

/** How long to wait before each new attempt while the database is away, in ms: together as long as its restart takes. */
const pauses: readonly number[] = [100, 300, 600, 1000, 1500, 2000, 2500];
/** Nothing is tried anew when so much time has passed, in ms: somebody waits for the answer. */
const patienceMs = 10_000;

/** For what comes round again by itself (the clock, the outbox): only what the database could not serialize is retried. */
export async function inTransaction<Result>(
  desk: Desk,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  for (let conflicts = 1; ; conflicts += 1) {
    try {
      return await transact(desk, work);
    } catch (error) {
      if (!isSerializationFailure(error) || conflicts === mostConflicts) throw error;
    }
  }
}

/**
 * For what a person asked for: a database that is away for a moment is waited for. Before COMMIT was sent nothing was
 * written, so the work is done anew. A COMMIT that nobody answered may have been kept: then the request's own key, which
 * is unique, lets nothing happen twice, and the answer is the one it would have got. A request that was carried out
 * before comes out as repeated. Without a key it is not tried again.
 */
export async function inRequest<Result extends { kind: string }>(
  desk: Desk,
  { requestKey }: Request,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result | { kind: 'repeated' }> {
  const repeated = { kind: 'repeated' } as const;
  const mayTryAnew = openPatience();
  let unanswered: Result | null = null;
  for (;;) {
    const attempt: { result: Result | null } = { result: null };
    try {
      const result = await inTransaction(desk, async (tx) => {
        attempt.result = null;
        attempt.result = await work(tx);
        return attempt.result;
      });
      return result.kind === 'repeated' ? (unanswered ?? result) : result;
    } catch (error) {
      if (isUniqueViolation(error, ['deskId', 'requestKey'])) return unanswered ?? repeated;
      unanswered = attempt.result ?? unanswered;
      if (requestKey === null || !(await mayTryAnew(error))) throw error;
    }
  }
}

/** For what only reads, and so may be done again at any time. */
export async function patiently<Result>(read: () => Promise<Result>): Promise<Result> {
  const mayTryAnew = openPatience();
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (!(await mayTryAnew(error))) throw error;
    }
  }
}

/** Waits a while before each new attempt; false where a lost connection is not to blame, or it has taken too long. */
function openPatience(): (error: unknown) => Promise<boolean> {
  const left = [...pauses];
  const began = performance.now();
  return async (error) => {
    const pause = isConnectionLost(error) ? left.shift() : undefined;
    if (pause === undefined || performance.now() - began > patienceMs) return false;
    await delay(pause);
    return true;
  };
}

/** Whether the database alone is to blame, so that the same may work later. */
export const isDatabasePassing = isPassing;

async function transact<Result>(desk: Desk, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  const result = await desk.db.$transaction(work, { maxWait: 5000, timeout: 10_000 });
  desk.outboxChanged();
  return result;
}
