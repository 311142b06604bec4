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
  const address = readAddress(databaseUrl);
  if (!address || Number.isNaN(address.port)) {
    throw new DatabaseUrlInvalid(
      'DATABASE_URL cannot be read. It looks like postgresql://user:password@host:5432/database; ' +
        'special characters in the password are percent-encoded (@ is %40, / is %2F).',
    );
  }
  const schema = /[?&]schema=([^&]*)/.exec(databaseUrl)?.[1] ?? 'public';
  if (schema !== 'public') {
    throw new DatabaseUrlInvalid(
      'DATABASE_URL names a schema; Handrail keeps its tables in the schema "public".',
    );
  }
  return { config: { connectionString: databaseUrl }, address };
}

/** The driver's own reading, so that what a message names is what is connected to. */
function readAddress(databaseUrl: string): DatabaseAddress | undefined {
  try {
    const { host, port } = new pg.Client({ connectionString: databaseUrl });
    return { host, port };
  } catch {
    return undefined;
  }
}
