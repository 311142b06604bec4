import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { type Migration, toMigrationList } from '../src/store/database/migration-files.ts';
import { openSchemaEngine } from '../src/store/database/schema-engine.ts';

const SCHEMA = fileURLToPath(new URL('../prisma/schema.prisma', import.meta.url));

/**
 * The SQL that is missing from these migrations to reach schema.prisma; empty when they agree. They are tried
 * on an empty database in memory, of another driver than the product's: that one can't read a schema back.
 */
export async function diffToSchema(migrations: readonly Migration[]): Promise<string> {
  const db = await PGlite.create();
  // Its own way to run a script does not wait for it, and loses its error.
  const executeScript = async (script: string) => void (await db.exec(script));
  const connect = async () => Object.assign(await new PrismaPGlite(db).connect(), { executeScript });
  const engine = await openSchemaEngine({
    provider: 'postgres',
    adapterName: 'pglite-prisma-adapter',
    connect,
    connectToShadowDb: connect,
  });
  try {
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'migrations', ...toMigrationList(migrations) },
      to: {
        tag: 'schemaDatamodel',
        files: [{ path: 'schema.prisma', content: await readFile(SCHEMA, 'utf8') }],
      },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    });
    // 0 is the engine's word for "no difference"; the script then holds only a comment that says so.
    return exitCode === 0 ? '' : (stdout ?? '');
  } finally {
    engine.free();
    await db.close();
  }
}
