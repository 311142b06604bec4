#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

const usage = `handrail <command>

  start                 the bot, with the settings of the environment or of .env
  sandbox [--exit]      a local Slack workspace with the bot in it, and a scripted morning
  migrate               brings the database to this version's schema
  sop check FILE        checks an SOP pack, naming path and line of each error
  sop export            writes the SOP pack in force, as YAML
  audit verify          finds every event that was changed, dropped or moved
  audit replay          folds all events and compares with what the rows say
  review QUARTER [--format csv]
                        the SOP review of a quarter (2026-Q4): exceptions, attempts, flags, as Markdown or CSV`;

/** The exit code of a command line that cannot be understood, or of settings that are missing. */
const misused = 2;

async function run(args: readonly string[]): Promise<number> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      exit: { type: 'boolean', default: false },
      format: { type: 'string', default: 'markdown' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [command, ...rest] = positionals;
  if (values.help || command === 'help') {
    console.log(usage);
    return 0;
  }
  switch (command) {
    // Each brings only what it needs: checking a pack should not load Slack's libraries.
    case 'start':
      return (await import('./cli/start.ts')).startCommand(process.env);
    case 'sandbox':
      return (await import('./cli/sandbox.ts')).sandboxCommand({ exit: values.exit });
    case 'migrate':
      return (await import('./cli/migrate.ts')).migrateCommand(process.env);
    case 'sop':
      return (await (await import('./cli/sop.ts')).sopCommand(rest, process.env)) ?? misuse();
    case 'audit':
      return (await (await import('./cli/audit.ts')).auditCommand(rest, process.env)) ?? misuse();
    case 'review':
      return (
        (await (await import('./cli/review.ts')).reviewCommand(rest, values.format, process.env)) ?? misuse()
      );
    default:
      return misuse();
  }
}

function misuse(): number {
  console.error(usage);
  return misused;
}

/** What is left after the last word, in ms: a connection that nobody closes must not keep the process. */
const lastWordMs = 1000;

process.exitCode = await run(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
    ? misused
    : 1;
});
setTimeout(() => process.exit(), lastWordMs).unref();
