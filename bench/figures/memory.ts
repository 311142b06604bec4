import { takeNext } from '../../src/desk/take-ticket.ts';
import { type Child, startReplica } from '../child.ts';
import { agents, benchDesk, by, openOne } from '../desk.ts';
import { type Figure, median } from '../figure.ts';
import type { BenchServer } from '../postgres.ts';
import { sendCommand } from '../send-command.ts';
import { startSlackStub } from '../slack-stub.ts';

/** One replica's resident memory after minutes of notes and forms over HTTP, against what it was after its start. */
export async function memoryUnderLoad(server: BenchServer, seconds: number): Promise<readonly Figure[]> {
  const slack = await startSlackStub({ paced: true });
  const { url, database } = await server.createDatabase();
  const desk = await benchDesk(database);
  const number = await openOne(desk);
  await takeNext(desk, by(agents[0] ?? ''));
  const replica = await startReplica(slack.apiUrl, url);
  try {
    // Once round, so that what is loaded on first use is loaded.
    await load(replica, number, 20);
    const start = replica.memory();
    const samples: number[] = [];
    for (let passed = 0; passed < seconds; passed += 10) {
      await load(replica, number, 10);
      samples.push(replica.memory());
    }
    const half = Math.floor(samples.length / 2);
    const value = median(samples.slice(half));
    const ratio = value / start;
    const growth = value / median(samples.slice(0, half));
    return [
      {
        name: 'memory of a replica under load',
        value,
        unit: 'MiB',
        baseline: start,
        ratio,
        goal: '≤ 1.5 ×',
        reached: ratio <= 1.5,
      },
      {
        name: 'memory, second half of the load against the first',
        value,
        unit: 'MiB',
        baseline: value / growth,
        ratio: growth,
        goal: '≤ 1.1 × (no growth)',
        reached: growth <= 1.1,
      },
    ];
  } finally {
    await replica.stop();
    await slack.stop();
  }
}

/** Ten forms and two notes a second for so many seconds. */
async function load(replica: Child, number: number, seconds: number): Promise<void> {
  const end = Date.now() + seconds * 1000;
  for (let index = 0; Date.now() < end; index += 1) {
    const [command, text] =
      index % 6 === 0 ? ['/ticket', `note ${number} still at it`] : ['/classify', `${number}`];
    await sendCommand(replica.port, { command, text, trigger: `memory.${Math.random()}` });
    await new Promise((resolve) => setTimeout(resolve, 80));
  }
}
