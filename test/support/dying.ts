import type { PrismaClient } from '../../src/store/generated/client.ts';

/** What a process that dies leaves its caller with. */
export class Died extends Error {}

/**
 * The same database for a process that dies: its transactions, counted together, do so many statements and no more. The
 * one after the last statement is COMMIT: it may be kept, and nobody hears of it.
 */
export function dyingAfter(db: PrismaClient, statements: number): PrismaClient {
  let left = statements;
  const spend = () => {
    left -= 1;
    if (left < 0) throw new Died('the process has died');
  };
  const $transaction = async (work: (tx: unknown) => Promise<unknown>, options: object) => {
    const result = await db.$transaction(async (tx) => {
      const done = await work(counting(tx, spend));
      spend();
      return done;
    }, options);
    spend();
    return result;
  };
  return new Proxy(db, {
    get: (target, key) => (key === '$transaction' ? $transaction : Reflect.get(target, key)),
  });
}

function counting<Target extends object>(target: Target, spend: () => void): Target {
  return new Proxy(target, {
    get: (of, key) => {
      const value: unknown = Reflect.get(of, key);
      if (typeof value === 'function')
        return (...given: readonly unknown[]) => {
          spend();
          return Reflect.apply(value, of, given);
        };
      return typeof value === 'object' && value !== null ? counting(value, spend) : value;
    },
  });
}
