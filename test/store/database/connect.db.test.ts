import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openDatabase } from '../../../src/store/database/connect.ts';
import {
  DatabaseStartError,
  DatabaseTooOld,
  DatabaseUnreachable,
  DatabaseUrlInvalid,
} from '../../../src/store/database/start-errors.ts';
import {
  createTestDatabase,
  describeWithPostgres,
  dropTestDatabase,
  testDatabase,
} from '../../support/database.ts';
import { type FakeBehaviour, startFakePostgres } from '../../support/fake-postgres.ts';
import { testLog } from '../../support/log.ts';

const PASSWORD = 'pa55-w0rd';
const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanup.splice(0)) await undo();
});

async function failureOf(databaseUrl: string): Promise<DatabaseStartError> {
  const error: unknown = await openDatabase({ databaseUrl, dataDir: '', log: testLog }).then(
    (database) => database.close(),
    (reason: unknown) => reason,
  );
  if (!(error instanceof DatabaseStartError))
    throw new Error(`expected a DatabaseStartError, got ${inspect(error)}`);
  // Everything a logger could print of it: the stack, the fields, what it wraps.
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(PASSWORD);
  return error;
}

async function fakeUrl(behaviour: FakeBehaviour): Promise<{ url: string; place: string }> {
  const server = await startFakePostgres(behaviour);
  cleanup.push(server.stop);
  const place = `127.0.0.1:${server.port}`;
  return { url: `postgresql://bot:${PASSWORD}@${place}/desk`, place };
}

describe('a database that cannot be used', () => {
  it('is named by host and port when nothing listens', async () => {
    const error = await failureOf(`postgresql://bot:${PASSWORD}@127.0.0.1:9/desk`);
    expect(error).toBeInstanceOf(DatabaseUnreachable);
    expect(error.message).toBe('Cannot use the database at 127.0.0.1:9: nothing listens there.');
  });

  it('is named when the host does not exist', async () => {
    const error = await failureOf(`postgresql://bot:${PASSWORD}@no-such-host.invalid/desk`);
    expect(error).toMatchObject({ name: 'DatabaseUnreachable', host: 'no-such-host.invalid', port: 5432 });
  });

  it('says that a user or password was refused', async () => {
    const { url, place } = await fakeUrl('wrong-password');
    const error = await failureOf(url);
    expect(error.message).toBe(`Cannot use the database at ${place}: it refuses the user name or password.`);
  });

  it('gives up on a server that says nothing', async () => {
    const { url, place } = await fakeUrl('silence');
    const error = await failureOf(url);
    expect(error.message).toBe(`Cannot use the database at ${place}: it does not answer.`);
  });

  it('is refused when it is older than PostgreSQL 14', async () => {
    const { url, place } = await fakeUrl({ version: 130_012 });
    const error = await failureOf(url);
    expect(error).toBeInstanceOf(DatabaseTooOld);
    expect(error.message).toBe(`The database at ${place} is PostgreSQL 13; Handrail needs 14 or newer.`);
  });

  it.each([
    `mysql://bot:${PASSWORD}@host/desk`,
    `bot:${PASSWORD}@host`,
    `postgresql://bot:${PASSWORD}@host:notaport/desk`,
    `postgresql://bot:${PASSWORD}@[host/desk`,
    `postgresql://bot:${PASSWORD}@host/desk?schema=other`,
  ])('is refused when its URL cannot be read (%#)', async (url) => {
    expect(await failureOf(url)).toBeInstanceOf(DatabaseUrlInvalid);
  });
});

describe('a server that is not up yet', () => {
  const waiting = () => ({ warn: vi.fn(), error: vi.fn() });

  it('is waited for as long as was asked, which is said once, and then named', async () => {
    const log = waiting();
    const databaseUrl = `postgresql://bot:${PASSWORD}@127.0.0.1:9/desk`;
    const opening = openDatabase({ databaseUrl, dataDir: '', log, patienceMs: 1500 });
    await expect(opening).rejects.toThrow('Cannot use the database at 127.0.0.1:9: nothing listens there.');
    expect(log.warn.mock.calls.map(([, message]) => message)).toEqual([
      'The database is not there yet; waiting for it',
    ]);
    expect(JSON.stringify(log.warn.mock.calls)).not.toContain(PASSWORD);
  });

  it('is not waited for once we are told to stop, nor where waiting does not help', async () => {
    const stop = AbortSignal.timeout(300);
    const nowhere = `postgresql://bot:${PASSWORD}@127.0.0.1:9/desk`;
    const patience = { dataDir: '', patienceMs: 20_000 };
    const stopped = openDatabase({ databaseUrl: nowhere, log: waiting(), signal: stop, ...patience });
    await expect(stopped).rejects.toBeInstanceOf(DatabaseUnreachable);
    const log = waiting();
    const { url } = await fakeUrl('wrong-password');
    await expect(openDatabase({ databaseUrl: url, log, ...patience })).rejects.toThrow('refuses the user');
    expect(log.warn).not.toHaveBeenCalled();
  });

  it('is used as soon as it is there', async () => {
    const holder = await startFakePostgres('silence');
    const { port } = holder;
    holder.stop();
    const log = waiting();
    const databaseUrl = `postgresql://bot:${PASSWORD}@127.0.0.1:${port}/desk`;
    const opening = openDatabase({ databaseUrl, dataDir: '', log, patienceMs: 20_000 });
    await expect.poll(() => log.warn.mock.calls.length).toBe(1);
    const server = await startFakePostgres({ version: 160_000 }, port);
    cleanup.push(server.stop);
    await (await opening).close();
  });
});

it('answers ORM and raw queries on the embedded database, and closes twice without harm', async () => {
  const db = await testDatabase({ several: false });
  const { prisma } = db.database;
  await prisma.desk.create({ data: { teamId: 'T1' } });
  expect(await prisma.desk.count()).toBe(1);
  await db.clear();
  expect(await prisma.$queryRaw`SELECT count(*)::int AS n FROM "Desk"`).toEqual([{ n: 0 }]);
  expect(db.database.poolStats()).toEqual({ total: 1, idle: 1, waiting: 0 });
  await db.close();
  await db.database.close();
});

describeWithPostgres('a PostgreSQL server', () => {
  it('is used with several connections at once', async () => {
    const db = await testDatabase({ several: true });
    const { prisma } = db.database;
    await Promise.all(Array.from({ length: 5 }, () => prisma.$queryRaw`SELECT 1 FROM pg_sleep(0.2)`));
    expect(db.database.poolStats().total).toBe(5);
    await db.close();
  });

  it('says that the database of that name is missing', async () => {
    const url = await createTestDatabase({ empty: true });
    await dropTestDatabase(url);
    expect((await failureOf(url)).message).toContain('it has no database of that name.');
  });

  it('goes on after its connections were cut', async () => {
    const db = await testDatabase({ several: true });
    const { prisma } = db.database;
    const session = db.database.openSession();
    await prisma.desk.count();
    await session.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await expect.poll(() => prisma.desk.count().catch(() => 'lost')).toBe(0);
    await session.end();
    await db.close();
  });
});
