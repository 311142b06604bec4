import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../../src/store/database/connect.ts';
import { applyMigrations } from '../../src/store/database/migrate.ts';
import { readMigrations } from '../../src/store/database/migration-files.ts';
import { removeLeftovers } from './leftovers.ts';
import { testLog } from './log.ts';

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/handrail', import.meta.url));

const DAY_MS = 24 * 3600_000;

/** A migrated data folder, made when the migrations or PGlite change and kept for later runs. */
export async function prepareEmbeddedTemplate(): Promise<string> {
  const template = join(CACHE, `template-${await fingerprint()}`);
  if (existsSync(template)) return template;
  await mkdir(CACHE, { recursive: true });
  // Others are kept for a while: a run that began before the last change of the schema still copies its own.
  await removeLeftovers(CACHE, '', DAY_MS);
  const unfinished = await mkdtemp(join(CACHE, 'unfinished-'));
  const database = await openDatabase({ dataDir: unfinished, log: testLog });
  await applyMigrations(database);
  await database.close();
  // Another run may have been faster; its template is as good.
  await rename(unfinished, template).catch(() => rm(unfinished, { recursive: true, force: true }));
  return template;
}

async function fingerprint(): Promise<string> {
  const engine = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const version = await readFile(join(engine, '../../package.json'), 'utf8');
  const content = [version, ...(await readMigrations()).map(({ sql }) => sql)].join('\n');
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}
