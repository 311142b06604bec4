import { systemClock } from '../clock.ts';
import { type AuditReport, replayRecord, verifyRecord } from '../desk/audit.ts';
import { readStaleDocuments } from '../desk/review.ts';
import { pendingMigrations } from '../store/database/migrate.ts';
import { withDatabase } from './database.ts';

/** `audit verify` and `audit replay`: 0 when the record holds, 1 with each finding named; null when it is neither. */
export async function auditCommand(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number | null> {
  const [verb, ...more] = args;
  if (more.length > 0 || (verb !== 'verify' && verb !== 'replay')) return null;
  return withDatabase(env, async (database) => {
    if ((await pendingMigrations(database)).length > 0) {
      console.error('The database is not at this version’s schema: run handrail migrate first.');
      return 1;
    }
    const report = await (verb === 'verify' ? verifyRecord : replayRecord)(database.prisma, null);
    for (const { words } of report.findings) console.error(words);
    for (const { teamId, stale } of await readStaleDocuments(database.prisma, systemClock.now()))
      if (stale.length > 0) console.error(staleWords(teamId, stale));
    console.log(summary(verb, report));
    return report.findings.length === 0 ? 0 : 1;
  });
}

/** DOC-2: it is no finding, but whoever relies on the audit is to know. */
function staleWords(teamId: string, stale: readonly { id: string; version: string }[]): string {
  const named = stale.map(({ id, version }) => `${id} ${version}`).join(', ');
  return `Desk ${teamId}: not confirmed as current (DOC-2): ${named}. A Team Lead confirms them with /ops documents.`;
}

function summary(verb: 'verify' | 'replay', { desks, streams, events, findings }: AuditReport): string {
  const read = `${events} events in ${streams} streams of ${desks === 1 ? 'one desk' : `${desks} desks`}`;
  if (findings.length > 0) return `${findings.length} findings in ${read}.`;
  return verb === 'verify' ? `Every hash holds: ${read}.` : `Every row is what its events say: ${read}.`;
}
