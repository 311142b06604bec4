import { createLog } from '../log.ts';
import { readDatabaseSettings } from '../settings.ts';
import { type Database, openDatabase } from '../store/database/connect.ts';
import { settingsMessage } from './settings-message.ts';

/** Opens the database that the environment names, for a command that needs no Slack, and closes it afterwards. */
export async function withDatabase(
  env: NodeJS.ProcessEnv,
  work: (database: Database) => Promise<number>,
): Promise<number> {
  const read = readDatabaseSettings(env);
  if (!read.ok) {
    console.error(settingsMessage(read.problems));
    return 2;
  }
  const { databaseUrl, dataDir } = read.settings;
  const database = await openDatabase({
    databaseUrl: databaseUrl ?? undefined,
    dataDir,
    log: createLog('warn'),
  });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
