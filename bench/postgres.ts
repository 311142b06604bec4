import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Database, openDatabase } from '../src/store/database/connect.ts';
import { applyMigrations } from '../src/store/database/migrate.ts';

export const silent = { warn: () => undefined, error: () => undefined };

export type BenchServer = {
  /** A migrated, empty database of its own; dropped at the end. */
  createDatabase(): Promise<{ url: string; database: Database }>;
  stop(): Promise<void>;
};

/** Databases on the server that TEST_DATABASE_URL names. Throws when it is not set: nothing is started for it. */
export async function benchServer(): Promise<BenchServer> {
  const base = process.env.TEST_DATABASE_URL;
  if (!base) throw new Error('Set TEST_DATABASE_URL to a PostgreSQL server on which databases may be made.');
  const made: { name: string; database: Database }[] = [];
  return {
    async createDatabase() {
      const name = `handrail_bench_${randomUUID().slice(0, 8)}`;
      await asAdmin(base, (admin) => admin.query(`CREATE DATABASE ${name}`));
      const url = new URL(base);
      url.pathname = `/${name}`;
      const database = await openDatabase({ databaseUrl: url.href, dataDir: '', log: silent });
      made.push({ name, database });
      await applyMigrations(database);
      return { url: url.href, database };
    },
    async stop() {
      for (const { name, database } of made) {
        await database.close();
        await asAdmin(base, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
      }
    },
  };
}

async function asAdmin(url: string, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
