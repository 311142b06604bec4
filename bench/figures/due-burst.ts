import { startReplica } from '../child.ts';
import { benchDesk, seedOpenTickets } from '../desk.ts';
import { type Figure, percentile } from '../figure.ts';
import type { BenchServer } from '../postgres.ts';
import { startSlackStub } from '../slack-stub.ts';

const replicas = 3;

/** Many obligations that fall due within one minute, among many open tickets, met by three replicas: when, and once. */
export async function dueBurst(server: BenchServer, due: number, open: number): Promise<readonly Figure[]> {
  const slack = await startSlackStub({ paced: false });
  const { url, database } = await server.createDatabase();
  const desk = await benchDesk(database);
  // Time for the rows to be written and for three processes to start.
  const from = Date.now() + 30_000 + open * 0.5;
  const later = from + 24 * 3600 * 1000;
  const dueAt = (index: number) => (index < due ? from + (index * 60_000) / due : later + index);
  await seedOpenTickets(desk, open, (index) => new Date(dueAt(index)));
  const started = [];
  for (let index = 0; index < replicas; index += 1) started.push(await startReplica(slack.apiUrl, url));
  try {
    if (Date.now() > from) throw new Error('the replicas were not ready in time');
    await untilMet(() => told(), due, from + 120_000);
    const rows = await desk.db.$queryRaw<{ stream: string; at: Date; due: Date }[]>`
      SELECT e."stream", e."at", (t."record"->'clocks'->'response'->>'atRiskAt')::timestamptz AS "due"
      FROM "Event" e JOIN "Ticket" t ON t."deskId" = e."deskId" AND e."stream" = 'T-' || t."number"
      WHERE e."deskId" = ${desk.id} AND e."type" = 'clockAtRisk' AND t."number" > 1`;
    const once = rows.length === due && new Set(rows.map(({ stream }) => stream)).size === due;
    const lateness = rows.map((row) => row.at.getTime() - row.due.getTime());
    const p95 = percentile(lateness, 0.95) / 1000;
    const p99 = percentile(lateness, 0.99) / 1000;
    const what = `${due.toLocaleString('en')} due in a minute, three replicas`;
    return [
      fixed(`${what}: each once`, rows.length, 'met', `${due}, each once`, once),
      fixed(`${what}: lateness p95`, p95, 's', '≤ 2 s', p95 <= 2),
      fixed(`${what}: lateness p99`, p99, 's', '≤ 5 s', p99 <= 5),
    ];
  } finally {
    for (const replica of started) await replica.stop();
    await slack.stop();
  }

  async function told(): Promise<number> {
    return desk.db.event.count({ where: { deskId: desk.id, type: 'clockAtRisk' } });
  }
}

function fixed(name: string, value: number, unit: string, goal: string, reached: boolean): Figure {
  return { name, value, unit, baseline: null, ratio: null, goal, reached };
}

async function untilMet(count: () => Promise<number>, most: number, deadline: number): Promise<void> {
  while (Date.now() < deadline && (await count()) < most)
    await new Promise((resolve) => setTimeout(resolve, 1000));
  // Whoever meets one twice does so soon after.
  await new Promise((resolve) => setTimeout(resolve, 3000));
}
