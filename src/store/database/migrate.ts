import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type pg from 'pg';
import type { Database } from './connect.ts';
import { sqlStateOf } from './errors.ts';
import { hasChecksum, type Migration, readMigrations, toMigrationList } from './migration-files.ts';
import { DatabaseAhead, MigrationFailed } from './start-errors.ts';

/** Any number will do, as long as nothing else in the database uses it. */
const ADVISORY_LOCK = 7_261_637;
/** How long to wait for another replica that is migrating. */
const LOCK_LIMIT_MS = 120_000;
const UNDEFINED_TABLE = '42P01';
/** Prisma's code for a database that has tables, but none of them Prisma's. */
const SCHEMA_NOT_EMPTY = 'P3005';

/**
 * Brings the database up to this version; returns the names of the migrations it applied. All of them are one
 * transaction, so a process killed in the middle leaves the database as it was. Replicas that start together
 * take turns. Throws DatabaseAhead or MigrationFailed.
 */
export async function applyMigrations(database: Database): Promise<string[]> {
  const known = await readMigrations();
  const applied = await readApplied(database);
  checkApplied(known, applied);
  const [next] = namesMissing(known, applied);
  if (next === undefined) return [];
  const session = database.openSession();
  try {
    return await inLockedTransaction(session, () => runEngine(session, known));
  } catch (error) {
    throw error instanceof MigrationFailed ? error : new MigrationFailed(next, reasonOf(error));
  } finally {
    await session.end();
  }
}

/**
 * The names of the migrations not yet applied; one query. It does not mind a database that is ahead: during a
 * rolling upgrade the replicas of the old version go on serving.
 */
export async function pendingMigrations(database: Database): Promise<string[]> {
  return namesMissing(await readMigrations(), await readApplied(database));
}

type AppliedRow = { name: string; checksum: string; finished: boolean };

/** Prisma's own table, so that `prisma migrate` understands the database too. */
async function readApplied({ prisma }: Database): Promise<AppliedRow[]> {
  try {
    return await prisma.$queryRaw<AppliedRow[]>`
      SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
      FROM _prisma_migrations WHERE rolled_back_at IS NULL`;
  } catch (error) {
    if (sqlStateOf(error) === UNDEFINED_TABLE) return [];
    throw error;
  }
}

function checkApplied(known: readonly Migration[], applied: readonly AppliedRow[]): void {
  const unknown = applied.filter((row) => !known.some(({ name }) => name === row.name));
  if (unknown.length > 0) throw new DatabaseAhead(unknown.map(({ name }) => name));
  for (const { name, checksum, finished } of applied) {
    if (!finished) {
      // Ours are all or nothing; such a row comes from another tool, which may have left half of it behind.
      throw new MigrationFailed(
        name,
        'another tool began it and did not finish. See `prisma migrate resolve`.',
      );
    }
    if (!known.some((migration) => migration.name === name && hasChecksum(migration, checksum))) {
      throw new MigrationFailed(
        name,
        'the database was made by another edition of it. Start with an empty one.',
      );
    }
  }
}

function namesMissing(known: readonly Migration[], applied: readonly AppliedRow[]): string[] {
  const done = applied.filter(({ finished }) => finished).map(({ name }) => name);
  return known.map(({ name }) => name).filter((name) => !done.includes(name));
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === SCHEMA_NOT_EMPTY) {
    return 'the database holds the tables of something else. Give Handrail an empty one of its own.';
  }
  // The engine adds its own call stack, a line each.
  return error.message.split('\n', 1).join('');
}

async function inLockedTransaction<T>(session: pg.Pool, work: () => Promise<T>): Promise<T> {
  await session.query(`BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = ${LOCK_LIMIT_MS}`);
  try {
    await session.query(`SELECT pg_advisory_xact_lock(${ADVISORY_LOCK})`);
    const result = await work();
    await session.query('COMMIT');
    return result;
  } catch (error) {
    // A connection that is gone has rolled back already.
    await session.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function runEngine(session: pg.Pool, known: readonly Migration[]): Promise<string[]> {
  // Loaded only when there is something to apply: five megabytes of WebAssembly.
  const { openSchemaEngine } = await import('./schema-engine.ts');
  let failure: MigrationFailed | undefined;
  const runScript = async (script: string) => {
    try {
      await session.query(script);
    } catch (error) {
      const name = known.find(({ sql }) => sql === script)?.name ?? 'unknown';
      failure ??= new MigrationFailed(name, error instanceof Error ? error.message : String(error));
      throw failure;
    }
  };
  const engine = await openSchemaEngine(adapterFor(session, runScript));
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: toMigrationList(known),
      filters: { externalTables: [], externalEnums: [] },
    });
    return appliedMigrationNames;
  } catch (error) {
    throw failure ?? error;
  } finally {
    engine.free();
  }
}

/** The driver adapter splits a script at every semicolon, even one inside a string or a function; this does not. */
function adapterFor(
  session: pg.Pool,
  executeScript: (script: string) => Promise<void>,
): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaPg(session);
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => Object.assign(await factory.connect(), { executeScript }),
    connectToShadowDb: () => Promise.reject(new Error('Applying migrations needs no shadow database')),
  };
}
