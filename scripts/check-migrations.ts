import { readMigrations } from '../src/store/database/migration-files.ts';
import { diffToSchema } from './migration-diff.ts';

/** Exits with 1 and the missing SQL when the migrations do not lead to schema.prisma. */
export async function main(): Promise<void> {
  const sql = await diffToSchema(await readMigrations());
  if (!sql) return console.log('The migrations agree with schema.prisma.');
  console.error(`The migrations do not lead to schema.prisma. Missing:\n\n${sql}`);
  process.exitCode = 1;
}
