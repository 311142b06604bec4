import pg from 'pg';

export type DatabaseLog = {
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
};

/** For a new connection, and for waiting until one is free. */
export const CONNECT_TIMEOUT_MS = 5_000;
export const STATEMENT_TIMEOUT_MS = 15_000;
/** Longer than the server's own limit, so it strikes only when the answer can't reach us any more. */
const ANSWER_TIMEOUT_MS = 20_000;
/** A transaction that says nothing for so long belongs to a process that hangs; its locks must not stay. */
const IDLE_TRANSACTION_TIMEOUT_MS = 60_000;

/** The connections that queries share. */
export function createPool(config: pg.PoolConfig, log: DatabaseLog): pg.Pool {
  return open({ ...config, query_timeout: ANSWER_TIMEOUT_MS }, log);
}

/** One connection, kept until the pool is ended and without a limit on answers: for migrations. */
export function createSession(config: pg.PoolConfig, log: DatabaseLog): pg.Pool {
  return open({ ...config, max: 1, idleTimeoutMillis: 0 }, log);
}

function open(config: pg.PoolConfig, log: DatabaseLog): pg.Pool {
  const pool = new pg.Pool({
    ...config,
    application_name: 'handrail',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  });
  // A connection that breaks while idle is replaced by the pool; unhandled, its error would end the process.
  pool.on('error', (error) => log.warn({ reason: error.message }, 'A database connection was lost'));
  return pool;
}

/**
 * The server's limits for a new connection, set by a statement because connection poolers such as PgBouncer
 * refuse them as parameters. The search path is the schema that Prisma's own queries name.
 */
export async function setLimits(client: pg.ClientBase): Promise<void> {
  await client.query(
    `SET search_path = public; SET statement_timeout = ${STATEMENT_TIMEOUT_MS}; ` +
      `SET idle_in_transaction_session_timeout = ${IDLE_TRANSACTION_TIMEOUT_MS}`,
  );
}
