import type pg from 'pg';
import { DatabaseTooOld, DatabaseUnreachable } from './start-errors.ts';
import type { DatabaseAddress } from './url.ts';

const OLDEST_MAJOR = 14;

/** Throws DatabaseUnreachable or DatabaseTooOld. */
export async function checkServer(pool: pg.Pool, address: DatabaseAddress): Promise<void> {
  const version = await readVersion(pool).catch((error: unknown) => {
    throw new DatabaseUnreachable(address, reasonOf(error), !STANDS.has(codeOf(error)));
  });
  if (Math.floor(version / 10_000) >= OLDEST_MAJOR) return;
  throw new DatabaseTooOld(
    `The database at ${address.host}:${address.port} is PostgreSQL ${Math.floor(version / 10_000)}; ` +
      `Handrail needs ${OLDEST_MAJOR} or newer.`,
  );
}

async function readVersion(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ version: number }>(
    `SELECT current_setting('server_version_num')::int AS version`,
  );
  return rows[0]?.version ?? 0;
}

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there.',
  ENOTFOUND: 'that host name is not known.',
  EAI_AGAIN: 'that host name cannot be looked up now.',
  ETIMEDOUT: 'it does not answer.',
  EHOSTUNREACH: 'that host cannot be reached.',
  ENETUNREACH: 'that network cannot be reached.',
  ENOENT: 'there is no such socket.',
  '28P01': 'it refuses the user name or password.',
  '28000': 'it refuses this user.',
  '3D000': 'it has no database of that name.',
  '53300': 'it has no connection free.',
  '57P03': 'it is starting up or shutting down.',
};

/** No waiting helps: somebody has to change a setting or make the database. */
const STANDS = new Set(['28P01', '28000', '3D000', 'ENOENT']);

const codeOf = (error: unknown) => (firstOf(error) as NodeJS.ErrnoException | null)?.code ?? '';

/** A name with several addresses (localhost) fails with one error for each, and an empty message. */
const firstOf = (error: unknown): unknown => (error instanceof AggregateError ? error.errors[0] : error);

/** The driver's texts name users and databases, never passwords; unknown ones are passed on. */
function reasonOf(error: unknown): string {
  const first = firstOf(error);
  if (!(first instanceof Error)) return String(first);
  const known = REASONS[codeOf(error)];
  if (known) return known;
  return /timeout/i.test(first.message) ? 'it does not answer.' : first.message;
}
