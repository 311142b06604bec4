import { systemClock } from '../clock.ts';
import { readReview } from '../desk/review.ts';
import { parseQuarter } from '../sop/exception/quarter.ts';
import { loadSop } from '../sop-source.ts';
import { pendingMigrations } from '../store/database/migrate.ts';
import { withDatabase } from './database.ts';
import { reviewCsv } from './review-csv.ts';
import { reviewMarkdown } from './review-markdown.ts';

/** `review 2026-Q4`: the quarterly packet (EX-4), on standard output; null when it is no such command line. */
export async function reviewCommand(
  args: readonly string[],
  format: string,
  env: NodeJS.ProcessEnv,
): Promise<number | null> {
  const [name, ...more] = args;
  if (!name || more.length > 0 || (format !== 'markdown' && format !== 'csv')) return null;
  const { pack } = await loadSop(env.SOP_PACK || null);
  const quarter = parseQuarter(name, pack.timeZone);
  if (!quarter) {
    console.error(`“${name}” is no quarter. As in handrail review 2026-Q4.`);
    return 2;
  }
  return withDatabase(env, async (database) => {
    if ((await pendingMigrations(database)).length > 0) {
      console.error('The database is not at this version’s schema: run handrail migrate first.');
      return 1;
    }
    const packets = await readReview(database.prisma, pack, quarter, systemClock.now());
    const parts = format === 'csv' ? reviewCsv(packets) : reviewMarkdown(packets, pack);
    for await (const part of parts) await write(part);
    return 0;
  });
}

/** Waits for whoever reads it, so that a long register is not held whole. */
function write(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
