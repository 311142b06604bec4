import type { PrismaClient } from '../../src/store/generated/client.ts';
import type { NewNotice } from '../../src/store/outbox.ts';
import type { Transaction } from '../../src/store/transaction.ts';

/** A promise that the test settles. */
export type Deferred<T> = { promise: Promise<T>; resolve(value: T): void; reject(error: unknown): void };

export function deferred<T>(): Deferred<T> {
  let settle: Pick<Deferred<T>, 'resolve' | 'reject'> | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  if (!settle) throw new Error('a promise runs its executor at once');
  return { promise, ...settle };
}

/** A transaction that stays open until the test ends it, so that two can be in each other's way. */
export type OpenTransaction = { tx: Transaction; commit(): Promise<void>; rollBack(): Promise<void> };

export async function begin(prisma: PrismaClient): Promise<OpenTransaction> {
  const gate = deferred<void>();
  const began = deferred<Transaction>();
  const ended = prisma.$transaction(async (tx) => {
    began.resolve(tx);
    await gate.promise;
  });
  ended.catch(began.reject);
  return {
    tx: await began.promise,
    commit: async () => {
      gate.resolve();
      await ended;
    },
    rollBack: async () => {
      gate.reject(new Error('rolled back'));
      await ended.catch(() => undefined);
    },
  };
}

/** Resolves once another connection of this database waits for a lock. */
export async function untilSomebodyWaits(prisma: PrismaClient): Promise<void> {
  for (let look = 0; look < 1000; look += 1) {
    const [row] = await prisma.$queryRaw<{ waiting: bigint }[]>`
      SELECT count(*) AS waiting FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    if (row && row.waiting > 0n) return;
  }
  throw new Error('nobody waits for a lock');
}

export const at = (seconds: number) => new Date(Date.parse('2026-03-02T08:00:00.000Z') + seconds * 1000);

export function notice(change: Partial<NewNotice> = {}): NewNotice {
  return {
    kind: 'noteAdded',
    stream: 'T-1',
    seq: 1,
    destination: 'thread:T-1',
    channelId: 'C1',
    lane: 'T-1',
    urgency: 1,
    surface: null,
    digest: null,
    ...change,
  };
}

export const card = (change: Partial<NewNotice> = {}): NewNotice =>
  notice({ kind: 'card', destination: 'channel:tickets', surface: 'T-1/card', ...change });
