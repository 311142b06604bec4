import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { diffToSchema } from '../../../scripts/migration-diff.ts';
import { type Database, openDatabase } from '../../../src/store/database/connect.ts';
import { applyMigrations, pendingMigrations } from '../../../src/store/database/migrate.ts';
import { readMigrations } from '../../../src/store/database/migration-files.ts';
import { createTestDatabase, describeWithPostgres, dropTestDatabase } from '../../support/database.ts';
import { testLog } from '../../support/log.ts';

const cleanup: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});

const known = await readMigrations();
const names = known.map(({ name }) => name);

async function emptyEmbedded(): Promise<Database> {
  const dataDir = join(inject('scratchDir'), `empty-${process.pid}`);
  cleanup.push(() => rm(dataDir, { recursive: true, force: true }));
  return opened({ dataDir });
}

async function emptyPostgres(): Promise<Database> {
  const databaseUrl = await createTestDatabase({ empty: true });
  cleanup.push(() => dropTestDatabase(databaseUrl));
  return opened({ databaseUrl, dataDir: '' });
}

async function opened(place: { databaseUrl?: string; dataDir: string }): Promise<Database> {
  const database = await openDatabase({ ...place, log: testLog });
  cleanup.push(database.close);
  return database;
}

async function tablesOf({ prisma }: Database): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ name: string }[]>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`;
  return rows.map(({ name }) => name);
}

async function expectMigrated(database: Database): Promise<void> {
  expect(await pendingMigrations(database)).toEqual([]);
  expect(await database.prisma.desk.count()).toBe(0);
  const rows = await database.prisma.$queryRaw<{ name: string; checksum: string }[]>`
    SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1`;
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  expect(rows).toEqual(known.map(({ name, sql }) => ({ name, checksum: sha256(sql) })));
}

it('leads to the schema that the code is written for', { timeout: 120_000 }, async () => {
  expect(await diffToSchema(known)).toBe('');
});

describe('on the embedded database', () => {
  it('migrates an empty database, and then has nothing to do', { timeout: 120_000 }, async () => {
    const database = await emptyEmbedded();
    expect(await pendingMigrations(database)).toEqual(names);
    expect(await applyMigrations(database)).toEqual(names);
    expect(await applyMigrations(database)).toEqual([]);
    await expectMigrated(database);
  });
});

describeWithPostgres('on PostgreSQL', () => {
  it('migrates an empty database, and then has nothing to do', async () => {
    const database = await emptyPostgres();
    expect(await pendingMigrations(database)).toEqual(names);
    expect(await applyMigrations(database)).toEqual(names);
    expect(await applyMigrations(database)).toEqual([]);
    await expectMigrated(database);
  });

  it('lets replicas that start together take turns', async () => {
    const databaseUrl = await createTestDatabase({ empty: true });
    cleanup.push(() => dropTestDatabase(databaseUrl));
    const replicas = await Promise.all([1, 2, 3, 4].map(() => opened({ databaseUrl, dataDir: '' })));
    const applied = await Promise.all(replicas.map(applyMigrations));
    expect(applied.flat()).toEqual(names);
    for (const replica of replicas) await expectMigrated(replica);
  });

  it('refuses a database that a newer version has migrated', async () => {
    const database = await emptyPostgres();
    await applyMigrations(database);
    await database.prisma.$executeRaw`
      INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
      VALUES ('x', 'x', '29990101000000_later', now())`;
    const refusal = applyMigrations(database);
    await expect(refusal).rejects.toMatchObject({ name: 'DatabaseAhead', unknown: ['29990101000000_later'] });
    await expect(refusal).rejects.toThrow('29990101000000_later');
    expect(await pendingMigrations(database)).toEqual([]);
  });

  it('refuses a database in which another tool left a migration unfinished', async () => {
    const database = await emptyPostgres();
    await applyMigrations(database);
    await database.prisma.$executeRaw`UPDATE _prisma_migrations SET finished_at = NULL`;
    await expect(applyMigrations(database)).rejects.toMatchObject({
      name: 'MigrationFailed',
      migration: names[0],
    });
  });

  it('counts as pending what another tool rolled back', async () => {
    const database = await emptyPostgres();
    await applyMigrations(database);
    await database.prisma.$executeRaw`UPDATE _prisma_migrations SET rolled_back_at = now()`;
    expect(await pendingMigrations(database)).toEqual(names);
  });

  it('refuses a database made by another edition of a migration', async () => {
    const database = await emptyPostgres();
    await applyMigrations(database);
    await database.prisma.$executeRaw`UPDATE _prisma_migrations SET checksum = 'other'`;
    await expect(applyMigrations(database)).rejects.toThrow(
      `${names[0]} could not be applied: the database was made`,
    );
  });

  it('names the migration that fails, leaves nothing of it, and tries again next time', async () => {
    const database = await emptyPostgres();
    await database.prisma.$executeRaw`CREATE VIEW "Ticket" AS SELECT 1 AS in_the_way`;
    await expect(applyMigrations(database)).rejects.toMatchObject({
      name: 'MigrationFailed',
      migration: names[0],
    });
    await expect(applyMigrations(database)).rejects.toThrow('relation "Ticket" already exists');
    expect(await tablesOf(database)).toEqual([]);
    await database.prisma.$executeRaw`DROP VIEW "Ticket"`;
    expect(await applyMigrations(database)).toEqual(names);
    await expectMigrated(database);
  });

  it('keeps away from a database that holds the tables of something else', async () => {
    const database = await emptyPostgres();
    await database.prisma.$executeRaw`CREATE TABLE somebody_elses (i int)`;
    await expect(applyMigrations(database)).rejects.toMatchObject({
      name: 'MigrationFailed',
      migration: names[0],
    });
    await expect(applyMigrations(database)).rejects.toThrow(
      'the database holds the tables of something else',
    );
    expect(await tablesOf(database)).toEqual(['somebody_elses']);
  });

  it('leaves nothing behind when its process dies in the middle', async () => {
    const database = await emptyPostgres();
    const blocker = database.openSession();
    // Another transaction has the name of a table, so the migration stops there and waits.
    await blocker.query('BEGIN; CREATE TABLE "Ticket" (i int)');
    const migrating = applyMigrations(database).catch((error: unknown) => error);
    await expect
      .poll(
        () => database.prisma.$queryRaw`
          SELECT pg_terminate_backend(pid) AS died FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      )
      .toEqual([{ died: true }]);
    expect(await migrating).toBeInstanceOf(Error);
    await blocker.query('ROLLBACK');
    await blocker.end();
    expect(await tablesOf(database)).toEqual([]);
    expect(await applyMigrations(database)).toEqual(names);
    await expectMigrated(database);
  });
});
