import { takeNext } from '../../src/desk/take-ticket.ts';
import { type Child, startBareBolt, startReplica } from '../child.ts';
import { agents, benchDesk, by, openOne } from '../desk.ts';
import { type Figure, percentile } from '../figure.ts';
import type { BenchServer } from '../postgres.ts';
import { sendCommand } from '../send-command.ts';
import { type SlackStub, startSlackStub } from '../slack-stub.ts';

const perSecond = 50;

/** `/classify N` at 50 a second over HTTP: until Slack's request is acknowledged, and until the form is opened. */
export async function classifyForm(server: BenchServer, seconds: number): Promise<readonly Figure[]> {
  const slack = await startSlackStub({ paced: false });
  const { url, database } = await server.createDatabase();
  const desk = await benchDesk(database);
  const number = await openOne(desk);
  await takeNext(desk, by(agents[0] ?? ''));

  const bare = await startBareBolt(slack.apiUrl);
  const replica = await startReplica(slack.apiUrl, url);
  try {
    // In turns, so that a noisy moment of the machine meets both.
    const times = { bare: noTimes(), handrail: noTimes() };
    for (let round = 0; round < 4; round += 1) {
      add(times.bare, await fire(bare, slack, `${number}`, round === 0 ? 1 : seconds / 3, `b${round}`));
      add(
        times.handrail,
        await fire(replica, slack, `${number}`, round === 0 ? 1 : seconds / 3, `h${round}`),
      );
      // The first round warms both up.
      if (round === 0) Object.assign(times, { bare: noTimes(), handrail: noTimes() });
    }
    return (['ack', 'form'] as const).map((what): Figure => {
      const value = percentile(times.handrail[what], 0.95);
      const baseline = percentile(times.bare[what], 0.95);
      const ratio = value / baseline;
      const name = `/classify N, ${what}, p95 at ${perSecond}/s`;
      return { name, value, unit: 'ms', baseline, ratio, goal: '≤ 3 ×', reached: ratio <= 3 };
    });
  } finally {
    await replica.stop();
    await bare.stop();
    await slack.stop();
  }
}

type Times = { ack: number[]; form: number[] };
const noTimes = (): Times => ({ ack: [], form: [] });

function add(to: Times, more: Times): void {
  to.ack.push(...more.ack);
  to.form.push(...more.form);
}

/** Sends the command at a steady rate, whatever has been answered (open loop), and waits for every form. */
async function fire(
  child: Child,
  slack: SlackStub,
  text: string,
  seconds: number,
  run: string,
): Promise<Times> {
  const sentAt = new Map<string, number>();
  const times = noTimes();
  const off = slack.onCall(({ method, body, at }) => {
    const sent = sentAt.get(body.get('trigger_id') ?? '');
    if (method === 'views.open' && sent !== undefined) times.form.push(at - sent);
  });
  const count = Math.round(seconds * perSecond);
  const start = performance.now();
  const acks: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    const wait = start + (index * 1000) / perSecond - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const trigger = `${run}.${index}`;
    const at = performance.now();
    sentAt.set(trigger, at);
    acks.push(
      sendCommand(child.port, { command: '/classify', text, trigger }).then(
        () => void times.ack.push(performance.now() - at),
      ),
    );
  }
  await Promise.all(acks);
  for (let waited = 0; times.form.length < count && waited < 5000; waited += 20)
    await new Promise((resolve) => setTimeout(resolve, 20));
  off();
  if (times.form.length < count) throw new Error(`${count - times.form.length} forms were never opened`);
  return times;
}
