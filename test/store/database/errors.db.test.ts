import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  isConnectionLost,
  isSerializationFailure,
  isTimeout,
  isUniqueViolation,
  sqlStateOf,
} from '../../../src/store/database/errors.ts';
import type { PrismaClient } from '../../../src/store/generated/client.ts';
import { describeWithPostgres, type TestDatabase, testDatabase } from '../../support/database.ts';

type Kind = 'unique' | 'serialization' | 'timeout' | 'lost' | 'other';

/** Every classification that claims the error: there must be exactly one. */
function kindsOf(error: unknown): Kind[] {
  const kinds: [Kind, boolean][] = [
    ['unique', isUniqueViolation(error)],
    ['serialization', isSerializationFailure(error)],
    ['timeout', isTimeout(error)],
    ['lost', isConnectionLost(error)],
  ];
  return kinds.filter(([, claimed]) => claimed).map(([kind]) => kind);
}

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error,
  );

type Case = { how: string; provoke: (prisma: PrismaClient) => Promise<unknown>; kind: Kind };

const anywhere: Case[] = [
  {
    how: 'a model, key taken',
    provoke: (prisma) => prisma.desk.create({ data: { teamId: 'A' } }),
    kind: 'unique',
  },
  {
    how: 'a model in a transaction, key taken',
    provoke: (prisma) => prisma.$transaction((tx) => tx.desk.create({ data: { teamId: 'A' } })),
    kind: 'unique',
  },
  {
    how: '$executeRaw, key taken',
    provoke: (prisma) => prisma.$executeRaw`INSERT INTO pair VALUES (1, 1)`,
    kind: 'unique',
  },
  {
    how: '$queryRaw, key taken',
    provoke: (prisma) => prisma.$queryRaw`INSERT INTO pair VALUES (1, 1) RETURNING a`,
    kind: 'unique',
  },
  {
    how: 'a model, nothing referred to',
    provoke: (prisma) =>
      prisma.member.create({ data: { deskId: 99, userId: 'U1', role: 'tier1', since: new Date(0) } }),
    kind: 'other',
  },
  {
    how: 'a model, no such row',
    provoke: (prisma) => prisma.desk.update({ where: { teamId: 'nobody' }, data: { seq: 1 } }),
    kind: 'other',
  },
  {
    how: 'a transaction that is too slow',
    provoke: (prisma) =>
      prisma.$transaction(async (tx) => sleep(150).then(() => tx.desk.count()), { timeout: 50 }),
    kind: 'timeout',
  },
  {
    how: '$queryRaw, no such table',
    provoke: (prisma) => prisma.$queryRaw`SELECT 1 FROM nothing`,
    kind: 'other',
  },
];

const withSeveralConnections: Case[] = [
  { how: 'a model, serializable', provoke: (prisma) => overtaken(prisma, 'model'), kind: 'serialization' },
  { how: '$executeRaw, serializable', provoke: (prisma) => overtaken(prisma, 'raw'), kind: 'serialization' },
  { how: 'COMMIT, serializable', provoke: writeSkew, kind: 'serialization' },
  { how: 'a deadlock of models', provoke: (prisma) => deadlock(prisma, 'model'), kind: 'serialization' },
  { how: 'a deadlock of raw locks', provoke: (prisma) => deadlock(prisma, 'raw'), kind: 'serialization' },
  {
    how: 'a slow statement',
    provoke: (prisma) =>
      prisma.$transaction(async (tx) => {
        await tx.$executeRaw`SET LOCAL statement_timeout = 50`;
        await tx.$queryRaw`SELECT 1 FROM pg_sleep(5)`;
      }),
    kind: 'timeout',
  },
  {
    how: 'a row that is locked, NOWAIT',
    provoke: (prisma) =>
      prisma.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT 1 FROM "Desk" FOR UPDATE`;
        await prisma.$queryRaw`SELECT 1 FROM "Desk" FOR UPDATE NOWAIT`;
      }),
    kind: 'timeout',
  },
  {
    how: 'no connection free in time',
    provoke: async (prisma) => {
      const busy = Array.from({ length: 10 }, () =>
        prisma.$transaction((tx) => tx.$queryRaw`SELECT 1 FROM pg_sleep(0.5)`),
      );
      await sleep(50);
      try {
        await prisma.$transaction(async () => undefined, { maxWait: 100 });
      } finally {
        await Promise.all(busy);
      }
    },
    kind: 'timeout',
  },
  {
    how: 'a connection cut during a statement',
    provoke: async (prisma) => {
      const slow = failureOf(prisma.$queryRaw`SELECT 1 FROM pg_sleep(5)`);
      await sleep(100);
      await cutConnections(prisma);
      throw await slow;
    },
    kind: 'lost',
  },
  {
    how: 'a connection cut between statements of a transaction',
    provoke: (prisma) =>
      prisma.$transaction(async (tx) => {
        await tx.desk.count();
        await cutConnections(prisma);
        await sleep(50);
        await tx.desk.count();
      }),
    kind: 'lost',
  },
  {
    how: 'a connection cut before COMMIT',
    provoke: (prisma) =>
      prisma.$transaction(async (tx) => {
        await tx.desk.count();
        await cutConnections(prisma);
        await sleep(50);
      }),
    kind: 'lost',
  },
];

describe('on the embedded database', () => testCases({ several: false }, anywhere));
describeWithPostgres('on PostgreSQL', () =>
  testCases({ several: true }, [...anywhere, ...withSeveralConnections]),
);

function testCases(where: { several: boolean }, cases: Case[]): void {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase(where);
    await db.database.prisma
      .$executeRaw`CREATE TABLE pair (a int, b int, CONSTRAINT pair_a_b_key UNIQUE (a, b))`;
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    await db.clear();
    await db.database.prisma.desk.createMany({ data: [{ teamId: 'A' }, { teamId: 'B' }] });
    await db.database.prisma.$executeRaw`INSERT INTO pair VALUES (1, 1)`;
  });

  it.for(cases)('$how is $kind', async ({ provoke, kind }) => {
    const error = await failureOf(provoke(db.database.prisma));
    expect(kindsOf(error)).toEqual(kind === 'other' ? [] : [kind]);
  });

  it('tells one unique constraint from another', async () => {
    const { prisma } = db.database;
    const raw = await failureOf(prisma.$executeRaw`INSERT INTO pair VALUES (1, 1)`);
    expect([['a', 'b'], ['b'], ['b', 'a'], ['a']].map((fields) => isUniqueViolation(raw, fields))).toEqual([
      true,
      false,
      false,
      false,
    ]);
    const model = await failureOf(prisma.desk.create({ data: { teamId: 'A' } }));
    expect(isUniqueViolation(model, ['teamId'])).toBe(true);
    expect(isUniqueViolation(model, ['id'])).toBe(false);
  });

  it('gives the SQLSTATE of a raw query', async () => {
    expect(sqlStateOf(await failureOf(db.database.prisma.$queryRaw`SELECT 1 FROM nothing`))).toBe('42P01');
  });
}

it('claims nothing that is not an error of the database', () => {
  for (const value of [new Error('x'), new TypeError('y'), undefined, null, 'text', { code: 'P2002' }, 7]) {
    expect(kindsOf(value)).toEqual([]);
  }
});

it('takes an answer that never came for a lost connection: what it asked may have been done', () => {
  expect(kindsOf(new Error('Query read timeout'))).toEqual(['lost']);
});

it('knows that nobody can be asked after close', async () => {
  const db = await testDatabase({ several: false });
  await db.close();
  expect(kindsOf(await failureOf(db.database.prisma.desk.count()))).toEqual(['lost']);
});

/** A serializable transaction whose row another one changes first. */
async function overtaken(prisma: PrismaClient, how: 'model' | 'raw'): Promise<void> {
  await prisma.$transaction(
    async (tx) => {
      await tx.desk.count();
      await prisma.desk.update({ where: { teamId: 'A' }, data: { seq: 5 } });
      if (how === 'raw') await tx.$executeRaw`UPDATE "Desk" SET seq = 6 WHERE "teamId" = 'A'`;
      else await tx.desk.update({ where: { teamId: 'A' }, data: { seq: 6 } });
    },
    { isolationLevel: 'Serializable' },
  );
}

/** Two serializable transactions that each read what the other writes: PostgreSQL notices at COMMIT. */
async function writeSkew(prisma: PrismaClient): Promise<void> {
  const isolationLevel = 'Serializable';
  await prisma.$transaction(
    async (tx) => {
      await tx.desk.findMany();
      await tx.desk.update({ where: { teamId: 'A' }, data: { seq: 1 } });
      await prisma.$transaction(
        async (other) => {
          await other.desk.findMany();
          await other.desk.update({ where: { teamId: 'B' }, data: { seq: 1 } });
        },
        { isolationLevel },
      );
    },
    { isolationLevel },
  );
}

async function deadlock(prisma: PrismaClient, how: 'model' | 'raw'): Promise<void> {
  const lockBoth = (first: string, second: string) =>
    prisma.$transaction(async (tx) => {
      const lock = (teamId: string) =>
        how === 'raw'
          ? tx.$queryRaw`SELECT 1 FROM "Desk" WHERE "teamId" = ${teamId} FOR UPDATE`
          : tx.desk.update({ where: { teamId }, data: { seq: 1 } });
      await lock(first);
      await sleep(100);
      await lock(second);
    });
  const outcomes = await Promise.allSettled([lockBoth('A', 'B'), lockBoth('B', 'A')]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** Cuts every connection to this database but the one it speaks on. */
async function cutConnections(prisma: PrismaClient): Promise<void> {
  await prisma.$queryRaw`
    SELECT count(pg_terminate_backend(pid))::int FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`;
}
