import { takeNext } from '../../src/desk/take-ticket.ts';
import { type Child, type Memory, startReplica } from '../child.ts';
import { agents, benchDesk, by, openOne } from '../desk.ts';
import { type Figure, median, rise, round } from '../figure.ts';
import type { BenchServer } from '../postgres.ts';
import { sendCommand } from '../send-command.ts';
import { startSlackStub } from '../slack-stub.ts';

/** Not counted as growth: what is loaded, compiled and cached on first use. */
const settling = 0.2;
/** Seconds; over less, growth can't be told from what is cached. */
const leastForGrowth = 300;

/** One replica's memory after minutes of notes and forms over HTTP, against what it was after its start. */
export async function memoryUnderLoad(server: BenchServer, seconds: number): Promise<readonly Figure[]> {
  const slack = await startSlackStub({ paced: true });
  const { url, database } = await server.createDatabase();
  const desk = await benchDesk(database);
  const number = await openOne(desk);
  await takeNext(desk, by(agents[0] ?? ''));
  const replica = await startReplica(slack.apiUrl, url);
  try {
    const start = await replica.memory();
    const samples: Memory[] = [];
    for (let passed = 0; passed < seconds; passed += 10) {
      await load(replica, number, 10);
      samples.push(await replica.memory());
    }
    const settled = samples.slice(Math.floor(samples.length * settling));
    const resident = median(settled.map((sample) => sample.resident));
    const minutes = `${round(seconds / 60)} min of load`;
    const ratio = resident / start.resident;
    const figures: Figure[] = [
      {
        name: `memory of a replica under ${minutes}, against after its start`,
        value: resident,
        unit: 'MiB',
        baseline: start.resident,
        ratio,
        goal: '≤ 1.5 ×',
        reached: ratio <= 1.5,
      },
    ];
    if (seconds < leastForGrowth) return figures;
    const held = settled.map((sample) => sample.held);
    const share = rise(held) / median(held);
    return [
      ...figures,
      {
        name: `memory held over ${minutes}: its rise, against all that is held`,
        value: rise(held),
        unit: 'MiB',
        baseline: median(held),
        ratio: share,
        goal: '≤ 0.05 × (no growth)',
        reached: share <= 0.05,
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
