import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Flow, type FlowOptions, startFlow } from '../support/flow.ts';
import {
  acknowledges,
  answered,
  arrives,
  asks,
  card,
  classifies,
  endOfDay,
  everythingIsDelivered,
  hasTaken,
  keepDatabaseBusy,
  opens,
  seesInThread,
  thread,
  timePassesUntilDelivered,
  written,
} from './habits.ts';

describe.each(['socket', 'http'] as const)('over %s', (transport) => {
  let flow: Flow;
  beforeAll(async () => {
    flow = await startFlow({ transport });
  });
  afterAll(() => endOfDay(flow));

  test('T1-1 to T1-5 from the opening to the Standard Fixes', async () => {
    const { ana, ben, otto } = flow.people;
    const ticket = await opens(ben, { priority: 'P2' });
    await asks(flow, ana, '/ticket next', `${ticket} is yours`);
    await classifies(ana, ticket);
    await acknowledges(ana, ticket);
    const request = await seesInThread(ana, ticket, 'Acknowledgement. @ana');
    await answered(flow, otto, () => otto.clicks('Confirm', { on: request }), 'not on this desk’s roster');
    await ana.clicks('Confirm', { on: request });
    await seesInThread(ana, ticket, 'SF-3 Sign-in Cookie Renewal');
    await everythingIsDelivered(flow);
    expect((await thread(otto, ticket)).map((text) => text.split(/[ :.\n]/)[0])).toEqual([
      'Description',
      'Taken',
      'Classified',
      'Acknowledgement',
      'Acknowledged',
    ]);
  });

  test('a click in hand when the bot is stopped is finished, and told by the next one', async () => {
    const { ana } = flow.people;
    const ticket = await arrives(flow, { priority: 'P1' });
    const root = await card(ana, ticket);
    await everythingIsDelivered(flow);
    const release = await keepDatabaseBusy(flow);
    await ana.clicks('Take', { on: root });
    const restarted = flow.restart();
    await release();
    await restarted;
    const said = `${ana.lastPrivate()?.text}${ana.formText()}`;
    expect(said).toContain(`${ticket} is yours`);
    await everythingIsDelivered(flow);
    expect((await thread(ana, ticket)).filter((text) => text.startsWith('Taken by @ana'))).toHaveLength(1);
    await asks(flow, ana, '/ticket mine', ticket);
  });

  test('what Slack had not taken when the bot was stopped comes after the restart, once', async () => {
    const { ana, ben } = flow.people;
    const ticket = await hasTaken(flow, ana, { priority: 'P2' });
    await everythingIsDelivered(flow);
    flow.workspace.failNext('chat.postMessage', { status: 503 }, 2);
    flow.workspace.failNext('chat.postMessage', { resetAfterAccepting: true });
    const notes = [written('one'), written('two')];
    for (const note of notes) await asks(flow, ben, `/ticket note ${ticket} ${note}`, 'Noted on');
    const { clock } = flow;
    await flow.restart(async () => clock.advance(60_000));
    await timePassesUntilDelivered(flow);
    const said = (await thread(ana, ticket)).filter((text) => text.startsWith('Note of @ben'));
    expect(said.map((text) => /one|two/.exec(text)?.[0])).toEqual(['one', 'two']);
  });

  test('T1-4 a clock that ran out while the bot was away is told of when it is back', async () => {
    const { ana, lena } = flow.people;
    const ticket = await hasTaken(flow, ana, { priority: 'P1' });
    await everythingIsDelivered(flow);
    const { clock } = flow;
    await flow.restart(async () => clock.advance(20 * 60_000));
    const missed = await lena.sees(`${ticket}: response missed`, { in: 'leads', withinMs: 30_000 });
    expect(missed.text).toMatch(/It was due Mon 2 Mar, 09:\d\d CET\. Owner: @ana\./);
    lena.doesNotSee(`${ticket}: response at risk`, { in: 'leads' });
  });
});

const running: Flow[] = [];
afterEach(async () => {
  for (const flow of running.splice(0)) await endOfDay(flow);
});

async function started(options: FlowOptions): Promise<Flow> {
  const flow = await startFlow(options);
  running.push(flow);
  return flow;
}

test('a dropped connection is opened again, and nothing is done twice', async () => {
  const flow = await started({ transport: 'socket' });
  const { ana } = flow.people;
  const { workspace } = flow;
  const ticket = await arrives(flow, { priority: 'P1' });
  workspace.sockets.cut();
  await workspace.until(() => (workspace.sockets.count() === 0 ? true : undefined));
  await workspace.until(() => (workspace.sockets.count() > 0 ? true : undefined), 15_000);
  await asks(flow, ana, '/ticket next', `${ticket} is yours`);
  const note = written('after the reconnect');
  await asks(flow, ana, `/ticket note ${ticket} ${note}`, 'Noted on');
  await everythingIsDelivered(flow);
  expect((await thread(ana, ticket)).filter((text) => text.includes(note))).toHaveLength(1);
});

test('over HTTP only what Slack has signed, and freshly, is listened to', async () => {
  const flow = await started({ transport: 'http', setUp: false });
  const { max } = flow.people;
  const { workspace, handrail } = flow;
  const seconds = Math.floor(Date.now() / 1000);
  const body = new URLSearchParams({
    command: '/ticket',
    text: 'queue',
    team_id: workspace.teamId,
    user_id: max.id,
    trigger_id: '1.2.3',
    response_url: `${workspace.apiUrl}nowhere`,
  }).toString();
  const signed = (key: string, timestamp: number, of: string) =>
    `v0=${createHmac('sha256', key).update(`v0:${timestamp}:${of}`).digest('hex')}`;
  const post = async (headers: Record<string, string>) => {
    const answer = await fetch(`http://127.0.0.1:${handrail.port}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body,
    });
    return answer.status;
  };
  const { signingSecret } = workspace;
  const stamped = (timestamp: number, signature: string) =>
    post({ 'x-slack-request-timestamp': String(timestamp), 'x-slack-signature': signature });
  expect(await post({})).toBe(401);
  expect(await stamped(seconds, 'v0=00')).toBe(401);
  expect(await stamped(seconds, signed('another secret', seconds, body))).toBe(401);
  expect(await stamped(seconds, signed(signingSecret, seconds, 'text=another body'))).toBe(401);
  expect(await stamped(seconds - 600, signed(signingSecret, seconds - 600, body))).toBe(401);
  expect(workspace.calls.filter(({ method }) => method === 'users.info')).toEqual([]);
});

test('over HTTP Slack’s requests are answered at their own address only, and health at its own', async () => {
  const flow = await started({ transport: 'http', setUp: false });
  const at = (path: string, method = 'GET') =>
    fetch(`http://127.0.0.1:${flow.handrail.port}${path}`, { method }).then(({ status }) => status);
  expect(await at('/healthz')).toBe(200);
  expect(await at('/readyz')).toBe(200);
  expect(await at('/metrics')).toBe(200);
  expect(await at('/slack/events')).toBe(404);
  expect(await at('/', 'POST')).toBe(404);
});

test.each(['socket', 'http'] as const)(
  'over %s acks are timed, and /readyz says so when Slack is away',
  async (transport) => {
    const flow = await started({ transport, setUp: false });
    await asks(flow, flow.people.max, '/ops help', 'setup');
    const at = (path: string) => fetch(`http://127.0.0.1:${flow.handrail.port}${path}`);
    const metrics = await (await at('/metrics')).text();
    const timed = new RegExp(`^handrail_ack_seconds_count\\{transport="${transport}"\\} ([1-9]\\d*)$`, 'm');
    expect(metrics).toMatch(timed);
    await flow.workspace.stop();
    await vi.waitFor(async () => {
      const answer = await at('/readyz');
      expect([answer.status, await answer.json()]).toEqual([
        503,
        { database: true, slack: false, clock: true, setAside: [] },
      ]);
    }, 10_000);
    expect((await at('/healthz')).status).toBe(200);
  },
);
