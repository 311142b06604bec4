import { type Figure, print } from './figure.ts';
import { classifyForm } from './figures/classify-form.ts';
import { dueBurst } from './figures/due-burst.ts';
import { idleTick } from './figures/idle-tick.ts';
import { memoryUnderLoad } from './figures/memory.ts';
import { outboxRate, urgentAmongDigests } from './figures/outbox.ts';
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
};
const full: Readonly<Record<string, Measure>> = {
  classify: (server) => classifyForm(server, 30),
  write: (server) => writeCommands(server, 30),
  idle: (server) => idleTick(server, 100_000),
  due: (server) => dueBurst(server, 5_000, 100_000),
  outbox: (server) => outboxRate(server, 1_000),
  urgent: (server) => urgentAmongDigests(server, 40),
  memory: (server) => memoryUnderLoad(server, 10 * 60),
};

/** `npm run bench`, `-- --full`, and `-- classify idle` for some of it. */
export async function main(...args: readonly string[]): Promise<void> {
  const measures = args.includes('--full') ? full : quick;
  const only = args.filter((arg) => !arg.startsWith('--'));
  const server = await benchServer();
  const figures: Figure[] = [];
  try {
    for (const [name, measure] of Object.entries(measures)) {
      if (only.length > 0 && !only.includes(name)) continue;
      console.error(`measuring ${name} …`);
      figures.push(...(await measure(server)));
    }
  } finally {
    await server.stop();
  }
  print(figures);
}
