import { type Figure, print } from './figure.ts';
import { classifyForm } from './figures/classify-form.ts';
import { dueBurst } from './figures/due-burst.ts';
import { idleTick } from './figures/idle-tick.ts';
import { memoryUnderLoad } from './figures/memory.ts';
import { outboxRate, urgentAmongDigests } from './figures/outbox.ts';
import { packChange } from './figures/pack-change.ts';
import { writeCommands } from './figures/write-commands.ts';
import { type BenchServer, benchServer } from './postgres.ts';

type Measure = (server: BenchServer) => Promise<readonly Figure[]>;

/** Small enough for a coffee, and as the goals name them. */
const quick: Readonly<Record<string, Measure>> = {
  classify: (server) => classifyForm(server, 6),
  write: (server) => writeCommands(server, 6),
  idle: (server) => idleTick(server, 20_000),
  due: (server) => dueBurst(server, 500, 5_000),
  outbox: (server) => outboxRate(server, 200),
  urgent: (server) => urgentAmongDigests(server, 10),
  memory: (server) => memoryUnderLoad(server, 60),
  pack: (server) => packChange(server, 10_000),
};
const full: Readonly<Record<string, Measure>> = {
  classify: (server) => classifyForm(server, 30),
  write: (server) => writeCommands(server, 30),
  idle: (server) => idleTick(server, 100_000),
  due: (server) => dueBurst(server, 5_000, 100_000),
  outbox: (server) => outboxRate(server, 1_000),
  urgent: (server) => urgentAmongDigests(server, 40),
  pack: (server) => packChange(server, 100_000),
  memory: (server) => memoryUnderLoad(server, 10 * 60),
};

/**
 * `npm run bench`, `-- --full`, and `-- classify idle` for some of it. The exit code is 1 when a goal was missed or a
 * figure could not be measured: the others are measured all the same.
 */
export async function main(...args: readonly string[]): Promise<void> {
  const measures = args.includes('--full') ? full : quick;
  const only = args.filter((arg) => arg !== '--full');
  const unknown = only.filter((name) => !(name in full));
  if (unknown.length > 0)
    throw new Error(`There is no figure ${unknown.join(', ')}; there are: ${Object.keys(full).join(', ')}.`);
  const chosen = only.length > 0 ? only : Object.keys(measures);
  const server = await benchServer();
  const figures: Figure[] = [];
  const failed: string[] = [];
  try {
    for (const name of chosen) {
      const measure = measures[name];
      if (!measure) continue;
      console.error(`measuring ${name} …`);
      try {
        figures.push(...(await measure(server)));
      } catch (error) {
        console.error(error);
        failed.push(name);
      }
    }
  } finally {
    await server.stop();
  }
  print(figures);
  if (failed.length > 0) console.log(`\nNot measured, for the reasons above: ${failed.join(', ')}.`);
  if (failed.length > 0 || figures.some(({ reached }) => !reached)) process.exitCode = 1;
}
