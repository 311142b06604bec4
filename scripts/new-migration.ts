import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MIGRATIONS_DIR, type Migration, readMigrations } from '../src/store/database/migration-files.ts';
import { diffToSchema } from './migration-diff.ts';

const USAGE = `usage: npm run migration:new -- NAME              the difference between the migrations and schema.prisma
       npm run migration:new -- --replace-first   write the only migration anew (before the first release)`;

/** What follows this line in a migration is not from the schema (a trigger, say), and stays. */
const BY_HAND = '-- Written by hand';

/** Writes prisma/migrations/<time>_<name>/migration.sql. */
export async function main(...args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { 'replace-first': { type: 'boolean', default: false } },
  });
  const existing = await readMigrations();
  const target = values['replace-first'] ? firstOf(existing) : named(positionals[0], existing);
  const sql = await diffToSchema(target.after);
  if (!sql) return console.log('The migrations already agree with schema.prisma.');
  await mkdir(join(MIGRATIONS_DIR, target.name), { recursive: true });
  await writeFile(join(MIGRATIONS_DIR, target.name, 'migration.sql'), sql + target.byHand);
  console.log(`Wrote prisma/migrations/${target.name}/migration.sql`);
}

type Target = { name: string; after: readonly Migration[]; byHand: string };

function named(name: string | undefined, existing: readonly Migration[]): Target {
  if (!name || !/^[a-z0-9_]+$/.test(name)) throw new Error(`${USAGE}\n(letters, digits and _ in NAME)`);
  const time = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  return { name: `${time}_${name}`, after: existing, byHand: '' };
}

function firstOf(existing: readonly Migration[]): Target {
  const [first, ...others] = existing;
  if (!first || others.length > 0) throw new Error('--replace-first needs exactly one migration');
  const byHand = first.sql.indexOf(BY_HAND);
  return { name: first.name, after: [], byHand: byHand < 0 ? '' : `\n${first.sql.slice(byHand)}` };
}
