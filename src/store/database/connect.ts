import { setTimeout as delay } from 'node:timers/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { PrismaClient } from '../generated/client.ts';
import {
  CONNECT_TIMEOUT_MS,
  createPool,
  createSession,
  type DatabaseLog,
  STATEMENT_TIMEOUT_MS,
  setLimits,
} from './pool.ts';
import { checkServer } from './server-check.ts';
import { DatabaseUnreachable } from './start-errors.ts';
import { statementNames } from './statement-names.ts';
import { parseDatabaseUrl } from './url.ts';

export type PoolStats = { total: number; idle: number; waiting: number };

export type Database = {
  readonly kind: 'postgres' | 'embedded';
  readonly prisma: PrismaClient;
  /** How many connections there are, how many of them are free, how many callers wait for one. */
  poolStats(): PoolStats;
  /** A pool of one connection of its own, for work that holds a session (migrations). The caller ends it. */
  openSession(): pg.Pool;
  /** Ends the connections, and stops the embedded server. Safe to call twice. */
  close(): Promise<void>;
};

export type DatabaseOptions = {
  /** A PostgreSQL server; absent → the embedded one in `dataDir`. */
  databaseUrl?: string | undefined;
  dataDir: string;
  log: DatabaseLog;
  /** Called once when the embedded server dies under us; nothing works after that. */
  onFailure?: ((error: Error) => void) | undefined;
  /** How long to wait for a server that is not up yet, in ms; absent → not at all. */
  patienceMs?: number | undefined;
  /** Ends that waiting. */
  signal?: AbortSignal | undefined;
};

const POSTGRES_POOL_SIZE = 10;
/** PGlite is one backend: it does one thing at a time, however many connections there are. */
const EMBEDDED_POOL_SIZE = 1;

/**
 * Connects to the database, or starts the embedded one. Does not migrate: see migrate.ts.
 * Throws a DatabaseStartError that says what is wrong; no error it throws holds the URL or a password.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.databaseUrl ? await openPostgres(options.databaseUrl, options) : await openEmbedded(options);
}

async function openPostgres(databaseUrl: string, options: DatabaseOptions): Promise<Database> {
  const { log } = options;
  const { address, ...parsed } = parseDatabaseUrl(databaseUrl);
  const config = { ...parsed.config, onConnect: setLimits };
  const pool = createPool({ ...config, max: POSTGRES_POOL_SIZE }, log);
  const prisma = createPrisma(new PrismaPg(pool));
  try {
    await untilUp(() => checkServer(pool, address), options);
  } catch (error) {
    await disconnect(prisma, pool);
    throw error;
  }
  return {
    kind: 'postgres',
    prisma,
    poolStats: () => statsOf(pool),
    openSession: () => createSession(config, log),
    close: once(() => disconnect(prisma, pool)),
  };
}

/** Between two looks at a server that is not up yet. */
const LOOK_AGAIN_MS = 1_000;
/** So often it is said that the server is waited for. */
const SAY_AGAIN_MS = 10_000;

/** A database that starts beside us may take longer than we do. What is wrong for good is thrown at once. */
async function untilUp(
  check: () => Promise<void>,
  { log, patienceMs = 0, signal }: DatabaseOptions,
): Promise<void> {
  const began = performance.now();
  let said = Number.NEGATIVE_INFINITY;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      const waited = performance.now() - began;
      const wait = error instanceof DatabaseUnreachable && error.mayPass && waited < patienceMs;
      if (!wait || signal?.aborted) throw error;
      if (waited - said >= SAY_AGAIN_MS) {
        said = waited;
        const forSeconds = Math.round(patienceMs / 1000);
        log.warn({ reason: error.message, forSeconds }, 'The database is not there yet; waiting for it');
      }
      await delay(LOOK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function openEmbedded({ dataDir, log, onFailure }: DatabaseOptions): Promise<Database> {
  // Loaded here because a native addon and the database engine come with it; a PostgreSQL user needs neither.
  const { startEmbedded } = await import('./embedded.ts');
  const config = { user: 'postgres', database: 'postgres', ssl: false };
  const pool = createPool({ ...config, max: EMBEDDED_POOL_SIZE }, log);
  const prisma = createPrisma(new PrismaPg(pool, { statementNameGenerator: statementNames() }));
  try {
    const server = await startEmbedded(dataDir, (error) => {
      log.error({ err: error }, 'The embedded database failed');
      onFailure?.(error);
    });
    // The pool connects when it is first asked to, so it can be told where only now.
    Object.assign(pool.options, server.address);
    return {
      kind: 'embedded',
      prisma,
      poolStats: () => statsOf(pool),
      openSession: () => createSession({ ...config, ...server.address }, log),
      close: once(async () => {
        await disconnect(prisma, pool);
        await server.stop();
      }),
    };
  } catch (error) {
    await disconnect(prisma, pool);
    throw error;
  }
}

function createPrisma(adapter: PrismaPg): PrismaClient {
  const prisma = new PrismaClient({
    adapter,
    errorFormat: 'minimal',
    transactionOptions: { maxWait: CONNECT_TIMEOUT_MS, timeout: STATEMENT_TIMEOUT_MS },
  });
  // Connects nothing yet: it loads the query compiler, which takes a while, beside the database's own start.
  // Should it fail, so will the first query, with the same error.
  prisma.$connect().catch(() => undefined);
  return prisma;
}

async function disconnect(prisma: PrismaClient, pool: pg.Pool): Promise<void> {
  await prisma.$disconnect();
  await pool.end();
}

function statsOf(pool: pg.Pool): PoolStats {
  return { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= work();
    return running;
  };
}
