import pg from 'pg';
import { DatabaseUrlInvalid } from './start-errors.ts';

export type DatabaseAddress = { host: string; port: number };

/** Reads DATABASE_URL. Throws DatabaseUrlInvalid, which never repeats the URL: it holds the password. */
export function parseDatabaseUrl(databaseUrl: string): { config: pg.PoolConfig; address: DatabaseAddress } {
  if (!/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new DatabaseUrlInvalid(
      'DATABASE_URL must begin with postgresql:// (the embedded database needs none).',
    );
  }
  const config = { connectionString: databaseUrl };
  try {
    // The driver's own reading, so that what a message names is what is connected to.
    const { host, port } = new pg.Client(config);
    return { config, address: { host, port } };
  } catch {
    throw new DatabaseUrlInvalid(
      'DATABASE_URL cannot be read. It looks like postgresql://user:password@host:5432/database; ' +
        'special characters in the password are percent-encoded (@ is %40, / is %2F).',
    );
  }
}
