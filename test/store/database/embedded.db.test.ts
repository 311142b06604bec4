import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Database, openDatabase } from '../../../src/store/database/connect.ts';
import { copyEmbeddedTemplate } from '../../support/database.ts';
import { testLog } from '../../support/log.ts';
import { runScript } from '../../support/processes.ts';

const WRITER = new URL('./processes/write-forever.ts', import.meta.url);
/** A process of its own starts a compiler and a database; a busy machine takes its time over that. */
const CHILD_START_MS = 45_000;
const SLOW_MS = 180_000;

const cleanup: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});

function newDataDir(): string {
  const dataDir = copyEmbeddedTemplate();
  cleanup.push(() => rm(dataDir, { recursive: true, force: true }));
  return dataDir;
}

async function open(dataDir: string, onFailure?: (error: Error) => void): Promise<Database> {
  const database = await openDatabase({ dataDir, log: testLog, onFailure });
  cleanup.push(database.close);
  return database;
}

const socketDirOf = async (dataDir: string): Promise<string> =>
  JSON.parse(await readFile(join(dataDir, 'handrail.lock'), 'utf8')).socketDir;

describe('the data folder', () => {
  it('keeps what was written over a stop and a start, and leaves nothing else behind', async () => {
    const dataDir = newDataDir();
    const first = await open(dataDir);
    await first.prisma.desk.create({ data: { teamId: 'T1' } });
    const socketDir = await socketDirOf(dataDir);
    expect(existsSync(socketDir)).toBe(true);
    await first.close();
    expect(existsSync(socketDir)).toBe(false);
    const second = await open(dataDir);
    expect(await second.prisma.desk.findMany({ select: { teamId: true } })).toEqual([{ teamId: 'T1' }]);
  });

  it('syncs commits to the disk', async () => {
    const { prisma } = await open(newDataDir());
    expect(await prisma.$queryRaw`SELECT current_setting('fsync') AS fsync`).toEqual([{ fsync: 'on' }]);
  });

  it('is refused to a second process, with its name and the process that has it', {
    timeout: SLOW_MS,
  }, async () => {
    const dataDir = newDataDir();
    const writer = runScript(WRITER, dataDir);
    cleanup.push(writer.kill);
    await expect.poll(() => writer.lines().length, { timeout: CHILD_START_MS }).toBeGreaterThan(0);
    const refusal = openDatabase({ dataDir, log: testLog });
    await expect(refusal).rejects.toMatchObject({ name: 'DataDirInUse', dataDir, pid: writer.pid });
    await expect(refusal).rejects.toThrow(`The data folder ${dataDir} is in use by process ${writer.pid}`);
  });

  it('is refused to the same process a second time, and free again after close', async () => {
    const dataDir = newDataDir();
    const first = await open(dataDir);
    await expect(openDatabase({ dataDir, log: testLog })).rejects.toMatchObject({ name: 'DataDirInUse' });
    expect(await first.prisma.desk.count()).toBe(0);
    await first.close();
    expect(await (await open(dataDir)).prisma.desk.count()).toBe(0);
  });

  it('loses nothing acknowledged when its process is killed while it writes, three times', {
    timeout: SLOW_MS,
  }, async () => {
    const dataDir = newDataDir();
    const acknowledged: number[] = [];
    let socketDir = '';
    for (let round = 0; round < 3; round += 1) {
      const writer = runScript(WRITER, dataDir);
      cleanup.push(writer.kill);
      await expect
        .poll(() => writer.lines().length, { timeout: CHILD_START_MS, interval: 5 })
        .toBeGreaterThan(20);
      socketDir = await socketDirOf(dataDir);
      await writer.kill();
      acknowledged.push(...writer.lines().map(Number));
    }
    const { prisma } = await open(dataDir);
    const rows = await prisma.$queryRaw<{ n: number }[]>`SELECT n FROM written`;
    expect(rows.map(({ n }) => n)).toEqual(expect.arrayContaining(acknowledged));
    expect(acknowledged.length).toBeGreaterThan(60);
    expect(existsSync(socketDir)).toBe(false);
  });

  it('is begun anew when the first start was killed half-way', { timeout: SLOW_MS }, async () => {
    const dataDir = newDataDir();
    await writeFile(join(dataDir, 'first-start-unfinished'), '');
    await rm(join(dataDir, 'postgres', 'base'), { recursive: true });
    const { prisma } = await open(dataDir);
    expect(await prisma.$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }]);
    expect(existsSync(join(dataDir, 'first-start-unfinished'))).toBe(false);
  });
});

describe('a data folder that cannot be used', () => {
  const postgres = (dataDir: string) => join(dataDir, 'postgres');
  const root = process.getuid?.() === 0;

  it.for<{ what: string; spoil: (dataDir: string) => Promise<string>; reason: RegExp }>([
    {
      what: 'a file in its place',
      spoil: async (dataDir) => join(dataDir, 'postgres', 'PG_VERSION'),
      reason: /there is a file of that name/,
    },
    {
      what: 'a path through a file',
      spoil: async (dataDir) => join(dataDir, 'postgres', 'PG_VERSION', 'data'),
      reason: /part of that path is a file/,
    },
    {
      what: 'files of another major version',
      spoil: (dataDir) => writeFile(join(postgres(dataDir), 'PG_VERSION'), '16\n').then(() => dataDir),
      reason: /initialized by PostgreSQL version 16/,
    },
    {
      what: 'its version file missing',
      spoil: (dataDir) => rm(join(postgres(dataDir), 'PG_VERSION')).then(() => dataDir),
      reason: /PG_VERSION is missing/,
    },
    {
      what: 'a damaged control file',
      spoil: (dataDir) =>
        writeFile(join(postgres(dataDir), 'global/pg_control'), Buffer.alloc(8192)).then(() => dataDir),
      reason: /its database does not start/,
    },
    {
      what: 'its write-ahead log missing',
      spoil: (dataDir) => rm(join(postgres(dataDir), 'pg_wal'), { recursive: true }).then(() => dataDir),
      reason: /required WAL directory "pg_wal" does not exist/,
    },
  ])('is named, with the reason: $what', async ({ spoil, reason }) => {
    const dataDir = await spoil(newDataDir());
    const failure = openDatabase({ dataDir, log: testLog });
    await expect(failure).rejects.toMatchObject({ name: 'DataDirUnusable', dataDir });
    await expect(failure).rejects.toThrow(reason);
    await expect(failure).rejects.toThrow(dataDir);
  });

  it.skipIf(root)('is named when this user may not write there', async () => {
    const parent = join(newDataDir(), 'closed');
    await mkdir(parent, { mode: 0o500 });
    const failure = openDatabase({ dataDir: join(parent, 'data'), log: testLog });
    await expect(failure).rejects.toThrow('this user may not read or write there');
    await chmod(parent, 0o700);
  });

  it('gives the folder free again after a failed start', async () => {
    const dataDir = newDataDir();
    const version = join(postgres(dataDir), 'PG_VERSION');
    const before = await readFile(version);
    await writeFile(version, '16\n');
    await expect(openDatabase({ dataDir, log: testLog })).rejects.toThrow('cannot be used');
    await writeFile(version, before);
    expect(await (await open(dataDir)).prisma.desk.count()).toBe(0);
  });
});

it('reports once when the engine dies, and still closes', async () => {
  const dataDir = newDataDir();
  const onFailure = vi.fn();
  const log = { warn: vi.fn(), error: vi.fn() };
  const database = await openDatabase({ dataDir, log, onFailure });
  const { prisma } = database;
  const socketDir = await socketDirOf(dataDir);
  // Without a place for its log PostgreSQL panics at the next commit.
  await rm(join(dataDir, 'postgres', 'pg_wal'), { recursive: true });
  await prisma.$queryRaw`SELECT pg_switch_wal()::text`.catch(() => undefined);
  await expect(prisma.$executeRaw`CREATE TABLE x (i int)`).rejects.toThrow();
  await expect.poll(() => onFailure.mock.calls.length).toBe(1);
  expect(onFailure.mock.calls[0]?.[0]).toMatchObject({ message: expect.stringContaining('pg_wal') });
  expect(log.error).toHaveBeenCalledTimes(1);
  await database.close();
  expect(onFailure).toHaveBeenCalledTimes(1);
  expect(existsSync(socketDir)).toBe(false);
});
