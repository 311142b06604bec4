import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Migration = { name: string; sql: string };

/** Shipped beside the code; the same number of folders up from src/store/database and dist/store/database. */
export const MIGRATIONS_DIR = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url));

/** The migrations this version knows, oldest first. */
export async function readMigrations(): Promise<Migration[]> {
  const entries = await readdir(MIGRATIONS_DIR, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return await Promise.all(
    names.sort().map(async (name) => ({
      name,
      sql: withUnixLines(await readFile(join(MIGRATIONS_DIR, name, 'migration.sql'), 'utf8')),
    })),
  );
}

/** Whether the checksum that Prisma stored is this migration's, whatever line ends it was checked out with. */
export function hasChecksum({ sql }: Migration, checksum: string): boolean {
  return [sql, sql.replaceAll('\n', '\r\n')].some((text) => sha256(text) === checksum);
}

/** The migrations as the schema engine wants them. */
export function toMigrationList(migrations: readonly Migration[]) {
  return {
    baseDir: MIGRATIONS_DIR,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
    })),
  };
}

const withUnixLines = (text: string) => text.replaceAll('\r\n', '\n');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
