import { applyMigrations } from '../store/database/migrate.ts';
import { withDatabase } from './database.ts';

/** Brings the database to this version's schema, as starting the bot does too. */
export function migrateCommand(env: NodeJS.ProcessEnv): Promise<number> {
  return withDatabase(env, async (database) => {
    const applied = await applyMigrations(database);
    console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`);
    return 0;
  });
}
