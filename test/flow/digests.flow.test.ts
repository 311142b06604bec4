import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { writtenPack } from '../../src/sop/pack/check.ts';
import { defaultPack } from '../../src/sop/pack/default-pack.ts';
import { type Flow, startFlow } from '../support/flow.ts';
import { arrives, card, endOfDay, everythingIsDelivered } from './habits.ts';

const burst = { urgent: 20, ordinary: 180 };

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow({ env: { SOP_PACK: packThatCountsFromArrival() } });
});
afterAll(() => endOfDay(flow));

/** The shipped pack, in which the response clock starts before anybody takes a ticket, and nobody minds the queue. */
function packThatCountsFromArrival(): string {
  const pack = writtenPack(defaultPack);
  const targets = Object.fromEntries(
    Object.entries(pack.targets).map(([priority, target]) => [
      priority,
      { ...target, unassigned: 'PT1000H' },
    ]),
  );
  const path = join(inject('scratchDir'), `from-arrival-${randomUUID()}.json`);
  const clocks = { ...pack.clocks, responseStartsAt: 'arrival' };
  writeFileSync(path, JSON.stringify({ ...pack, targets, clocks }));
  return path;
}

test('ESL-1 two hundred breaches in a minute: urgent ones singly, the rest in digests, within a minute', async () => {
  const { lena } = flow.people;
  const { desk } = flow.handrail;
  const urgent: string[] = [];
  const ordinary: string[] = [];
  // Every tenth is urgent, so that they stand among the others.
  for (let n = 0; n < burst.urgent + burst.ordinary; n += 1) {
    const priority = n % 10 === 0 ? (n % 20 === 0 ? 'P1' : 'P2') : n % 2 === 0 ? 'P3' : 'P4';
    (n % 10 === 0 ? urgent : ordinary).push(await arrives(flow, { priority }));
  }
  expect([urgent.length, ordinary.length]).toEqual([burst.urgent, burst.ordinary]);
  await everythingIsDelivered(flow);
  expect(lena.messagesIn('leads').filter(({ text }) => /T-\d+/.test(text))).toEqual([]);
  const rootsBefore = new Set(lena.messagesIn('tickets').map(({ ts }) => ts));

  // Past Tuesday’s noon every response that is owed was missed; nothing was told of any before.
  flow.clock.advance(26 * 3_600_000);
  const start = flow.clock.now().getTime();
  await flow.handrail.tick();
  await everythingIsDelivered(flow);

  const told = { deskId: desk.id, kind: 'clockBreached' };
  const rows = await desk.db.notice.findMany({ where: told, select: { state: true, sentAt: true } });
  expect(rows).toHaveLength(2 * (burst.urgent + burst.ordinary));
  expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['sent']));
  const last = Math.max(...rows.map(({ sentAt }) => sentAt?.getTime() ?? Number.POSITIVE_INFINITY));
  expect((last - start) / 1000).toBeLessThanOrEqual(60);

  const toLeads = lena.messagesIn('leads').filter(({ text }) => /T-\d+/.test(text));
  const digests = toLeads.filter(({ text }) => text.startsWith('Several at once'));
  const singles = toLeads.filter(({ text }) => !text.startsWith('Several at once'));
  for (const ticket of urgent)
    expect(singles.filter(({ text }) => text.startsWith(`${ticket}: response missed.`))).toHaveLength(1);
  const inDigests = digests.flatMap(({ text }) => text.match(/T-\d+/g) ?? []);
  const bySingle = singles.flatMap(({ text }) => /^T-\d+/.exec(text) ?? []);
  expect([...inDigests, ...bySingle].toSorted()).toEqual([...urgent, ...ordinary].toSorted());
  expect(inDigests.filter((ticket) => urgent.includes(ticket))).toEqual([]);
  expect(inDigests.length).toBeGreaterThan(burst.ordinary - 10);
  expect(digests[0]?.text).toMatch(/^Several at once: \d+ missed\./);
  expect(digests[0]?.text).toMatch(/T-\d+ · P[34] · .* · response was due .* · nobody owns it/);

  // In the tickets channel the same: in the thread of each urgent one, and together for the rest.
  const inTickets = lena
    .messagesIn('tickets')
    .filter(({ ts, text }) => !rootsBefore.has(ts) && text.startsWith('Several at once'))
    .flatMap(({ text }) => text.match(/T-\d+/g) ?? []);
  const inThreads: string[] = [];
  for (const ticket of [...urgent, ...ordinary]) {
    const replies = lena.threadOf(await card(lena, ticket));
    inThreads.push(...replies.flatMap(({ text }) => /^T-\d+(?=: response missed)/.exec(text) ?? []));
  }
  expect([...inTickets, ...inThreads].toSorted()).toEqual([...urgent, ...ordinary].toSorted());
  expect(inThreads).toEqual(expect.arrayContaining(urgent));
  expect(inThreads.length).toBeLessThan(burst.urgent + 10);

  // The cards have followed, and Slack never had to say that it was too much.
  for (const ticket of [urgent[3], ordinary[100]])
    expect((await card(lena, ticket ?? '')).text).toContain('Response: missed, was due');
  expect(flow.log.filter((line) => line.includes('ratelimited'))).toEqual([]);
}, 240_000);
