import { randomUUID } from 'node:crypto';
import { constants, cpSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, inject } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database/connect.ts';
import { testLog } from './log.ts';
import { asAdmin, withDatabase } from './postgres-server.ts';

export type TestDatabase = {
  database: Database;
  /** Empties every table, for the next test in the same file. */
  clear(): Promise<void>;
  close(): Promise<void>;
};

/** A group of tests that need several real connections: skipped, loudly, where no PostgreSQL is to be had. */
export const describeWithPostgres = describe.skipIf(inject('postgres') === undefined);

/**
 * A migrated, empty database of this test file's own. `several: true` is PostgreSQL with real connections (in
 * describeWithPostgres); otherwise it is the embedded one, which does one thing at a time.
 */
export async function testDatabase({ several }: { several: boolean }): Promise<TestDatabase> {
  const { database, remove } = several ? await openClone() : await openCopy();
  return {
    database,
    clear: () => clear(database),
    close: async () => {
      await database.close();
      await remove();
    },
  };
}

async function openCopy() {
  const dataDir = copyEmbeddedTemplate();
  const database = await openDatabase({ dataDir, log: testLog });
  return { database, remove: () => rm(dataDir, { recursive: true, force: true }) };
}

/** A data folder of the embedded database, migrated and empty; returns its path. */
export function copyEmbeddedTemplate(): string {
  const dataDir = join(inject('scratchDir'), randomUUID());
  // The synchronous copy is three times as fast for a thousand small files.
  cpSync(inject('embeddedTemplate'), dataDir, { recursive: true, mode: constants.COPYFILE_FICLONE });
  return dataDir;
}

async function openClone() {
  const databaseUrl = await createTestDatabase({ empty: false });
  const database = await openDatabase({ databaseUrl, dataDir: '', log: testLog });
  return { database, remove: () => dropTestDatabase(databaseUrl) };
}

/** A database on the PostgreSQL server, migrated unless `empty`; returns its URL. */
export async function createTestDatabase({ empty }: { empty: boolean }): Promise<string> {
  const { url, template, prefix } = postgres();
  const name = `${prefix}_${randomUUID().slice(0, 8)}`;
  await asAdmin(url, (admin) =>
    admin.query(`CREATE DATABASE ${name} ${empty ? '' : `TEMPLATE ${template}`}`),
  );
  return withDatabase(url, name);
}

export async function dropTestDatabase(databaseUrl: string): Promise<void> {
  const name = new URL(databaseUrl).pathname.slice(1);
  await asAdmin(postgres().url, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
}

function postgres() {
  const provided = inject('postgres');
  if (!provided) throw new Error('No PostgreSQL for tests: put them in describeWithPostgres');
  return provided;
}

async function clear({ prisma }: Database): Promise<void> {
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    SELECT quote_ident(tablename) AS name FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`;
  await prisma.$executeRawUnsafe(
    `TRUNCATE ${tables.map(({ name }) => name).join(', ')} RESTART IDENTITY CASCADE`,
  );
}
