import { Socket } from 'node:net';
import pg from 'pg';

export type DatabaseLog = {
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
};

/** For a new connection, and for waiting until one is free. */
export const CONNECT_TIMEOUT_MS = 5_000;
export const STATEMENT_TIMEOUT_MS = 15_000;
/**
 * Longer than the server's own limit, so it strikes only when the answer can't reach us any more. Then the connection is
 * cut: given back to the pool, it would keep the next ones waiting just as long.
 */
const SILENCE_LIMIT_MS = 20_000;
/** A transaction that says nothing for so long belongs to a process that hangs or is cut off; its locks must not stay. */
const IDLE_TRANSACTION_TIMEOUT_MS = 20_000;

/** The connections that queries share. */
export function createPool(config: pg.PoolConfig, log: DatabaseLog): pg.Pool {
  return open({ ...config, stream: openWatchedSocket }, log);
}

/** One connection, kept until the pool is ended and without a limit on answers: for migrations. */
export function createSession(config: pg.PoolConfig, log: DatabaseLog): pg.Pool {
  return open({ ...config, max: 1, idleTimeoutMillis: 0 }, log);
}

function openWatchedSocket(): Socket {
  const socket = new Socket();
  // While it is free the pool closes it after ten seconds, so a silent one is one that an answer is waited for on.
  socket.setTimeout(SILENCE_LIMIT_MS, () => socket.destroy(new Error('Connection terminated: no answer')));
  return socket;
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
