import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest';
import { createTestDatabase, describeWithPostgres, dropTestDatabase } from '../support/database.ts';
import { type Flow, startFlow } from '../support/flow.ts';
import { startOwn } from '../support/postgres-server.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import {
  answered,
  arrives,
  asks,
  endOfDay,
  everythingIsDelivered,
  finishes,
  hasTaken,
  opens,
  seesInThread,
  thread,
  timePassesUntilDelivered,
  written,
} from './habits.ts';

/** What was claimed when the database went away is claimed again when that claim has run out. */
async function untilDelivered(flow: Flow): Promise<void> {
  const { db } = flow.handrail.desk;
  const sending = () => db.notice.count({ where: { state: 'sending' } });
  await vi
    .waitFor(async () => expect(await sending()).toBe(0), { timeout: 1500, interval: 50 })
    .catch(() => flow.clock.advance(31_000));
  await timePassesUntilDelivered(flow);
}

test('PostgreSQL is restarted under the bot, which waits and goes on', {
  timeout: 120_000,
}, async (context) => {
  const server = await startOwn(inject('scratchDir')).catch((error: unknown) => {
    if (process.env.HANDRAIL_REQUIRE_POSTGRES === '1') throw error;
    return context.skip('no server of its own can be started here');
  });
  const flow = await startFlow({ env: { DATABASE_URL: server.url, DATA_DIR: undefined } });
  try {
    const { ana } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await everythingIsDelivered(flow);
    for (const words of ['first', 'second'].map(written)) {
      const restarted = server.stop().then(server.start);
      await asks(flow, ana, `/ticket note ${ticket} ${words}`, 'Noted on');
      await restarted;
      await untilDelivered(flow);
      await seesInThread(ana, ticket, words.split(' ')[0] ?? '');
    }
    expect(await flow.handrail.desk.db.event.count({ where: { type: 'noteAdded' } })).toBe(2);
    expect(await flow.handrail.desk.db.notice.count({ where: { state: 'failed' } })).toBe(0);
  } finally {
    await endOfDay(flow, 'any').finally(server.stop);
  }
});

describeWithPostgres('while the database is away', { timeout: 90_000 }, () => {
  let flow: Flow;
  let proxy: TcpProxy;
  let databaseUrl: string;
  /** Somebody else in the database, who does not come by the proxy, and somebody who only looks. */
  let other: pg.Client;
  let watcher: pg.Client;

  beforeAll(async () => {
    databaseUrl = await createTestDatabase({ empty: false });
    const { port } = new URL(databaseUrl);
    proxy = await startTcpProxy(Number(port || 5432));
    const throughProxy = new URL(databaseUrl);
    throughProxy.port = String(proxy.port);
    flow = await startFlow({ env: { DATABASE_URL: throughProxy.href, DATA_DIR: undefined } });
    other = new pg.Client({ connectionString: databaseUrl });
    watcher = new pg.Client({ connectionString: databaseUrl });
    await Promise.all([other.connect(), watcher.connect()]);
  }, 120_000);
  afterAll(async () => {
    await endOfDay(flow, 'any');
    await proxy?.leave();
    await Promise.all([other?.end(), watcher?.end()]);
    if (databaseUrl) await dropTestDatabase(databaseUrl);
  });
  afterEach(async () => {
    for (const person of Object.values(flow.people)) await finishes(person);
  });

  const notes = async (words: string) => {
    const { rows } = await watcher.query(
      `SELECT count(*)::int AS n FROM "Event" WHERE "type" = 'noteAdded' AND "payload"::text LIKE $1`,
      [`%${words}%`],
    );
    return rows[0].n;
  };
  const ready = () => fetch(`http://127.0.0.1:${flow.handrail.port}/readyz`);
  const request = (externalId: string) => ({
    externalId,
    title: written('Request'),
    description: written('It does not work'),
    customerAccount: 'ACME',
  });
  /** How many backends of the bot wait for a lock. */
  const waiting = async () => {
    const { rows } = await watcher.query(
      `SELECT count(*)::int AS n FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'handrail' AND wait_event_type = 'Lock'`,
    );
    return rows[0].n;
  };

  test.each([true, false])(
    'a COMMIT without an answer (it arrived: %s) is done once, and told as done',
    async (reaches) => {
      const { ana, ben } = flow.people;
      const ticket = await hasTaken(flow, ana);
      await everythingIsDelivered(flow);
      const words = written(`unanswered ${reaches}`);
      const lost = proxy.loseCommit(reaches);
      await asks(flow, ana, `/ticket note ${ticket} ${words}`, 'Noted on');
      await lost;
      expect(await notes(words)).toBe(1);
      await seesInThread(ben, ticket, `unanswered ${reaches}`);
      await everythingIsDelivered(flow);

      // A form, which makes a ticket: its number is told, and there is no second one.
      const before = flow.handrail.desk.db.ticket.count();
      const count = await before;
      const form = proxy.loseCommit(reaches);
      expect(await opens(ben)).toBe(`T-${count + 1}`);
      await form;
      expect(await flow.handrail.desk.db.ticket.count()).toBe(count + 1);
    },
  );

  test('a connection that is dropped inside a transaction: nothing was written, and it is done after all', async () => {
    const { ana } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await everythingIsDelivered(flow);
    const words = written('dropped inside');
    await other.query('BEGIN');
    await other.query(`SELECT 1 FROM "Ticket" WHERE "number" = $1 FOR UPDATE`, [Number(ticket.slice(2))]);
    const noted = asks(flow, ana, `/ticket note ${ticket} ${words}`, 'Noted on');
    await vi.waitFor(async () => expect(await waiting()).toBe(1), { interval: 20 });
    await other.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'handrail'`,
    );
    await other.query('COMMIT');
    await noted;
    expect(await notes(words)).toBe(1);
  });

  test('away for a second: commands and forms wait for it, other systems are asked to come again', async () => {
    const { ana, ben } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await ben.types('/ticket new', { in: 'tickets' });
    await ben.seesForm('Open a ticket');
    await ben.fills({ Title: written('While away'), Description: written('words'), 'Customer account': 'A' });
    await proxy.leave();
    const words = written('while away');
    const noted = asks(flow, ana, `/ticket note ${ticket} ${words}`, 'Noted on');
    const sent = ben.submits();
    const refused = await flow.intake(request('while-away'));
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('10');
    expect(await refused.json()).toMatchObject({ error: 'unavailable', id: expect.stringMatching(/^F-/) });
    expect(await (await ready()).json()).toMatchObject({ database: false });
    await flow.handrail.tick();
    await proxy.listen();
    await noted;
    await sent;
    await ben.seesForm('Handrail');
    await vi.waitFor(() => expect(ben.formText()).toMatch(/T-\d+ is in the queue/), { timeout: 10_000 });
    expect(await notes(words)).toBe(1);
    expect((await flow.intake(request('while-away'))).status).toBe(201);
    expect((await flow.intake(request('while-away'))).status).toBe(200);
    expect((await ready()).status).toBe(200);
    await untilDelivered(flow);
  });

  test('away for long: people are told, what they wrote is given back, and the log is no flood', async () => {
    const { ana, ben } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await untilDelivered(flow);
    await ben.types('/ticket new', { in: 'tickets' });
    await ben.seesForm('Open a ticket');
    await ben.fills({ Title: written('Kept'), Description: written('not lost'), 'Customer account': 'A' });
    const logged = flow.log.length;
    await proxy.leave();
    const sent = ben.submits();
    for (let second = 0; second < 20; second += 1) await flow.handrail.tick();
    const act = () => ana.types(`/ticket note ${ticket} ${written('in vain')}`, { in: 'tickets' });
    const told = await answered(flow, ana, act, 'The record cannot be reached just now').catch(() =>
      ana.sees('The record cannot be reached just now', { in: 'tickets', withinMs: 15_000 }),
    );
    const [id = ''] = /F-[0-9a-f]{8}/.exec(told.text) ?? [];
    expect(flow.log.filter((line) => line.includes(id))).toHaveLength(1);
    await sent;
    await vi.waitFor(() => expect(ben.formText()).toContain('The record cannot be reached just now'), {
      timeout: 15_000,
    });
    expect(ben.formText()).toContain('not lost');
    expect(flow.log.slice(logged).filter((line) => line.includes('"fault"')).length).toBeLessThan(8);

    await proxy.listen();
    await asks(flow, ana, `/ticket note ${ticket} ${written('at last')}`, 'Noted on');
    const again = await arrives(flow, { priority: 'P1' });
    await flow.handrail.tick();
    await untilDelivered(flow);
    await asks(flow, ana, `/ticket take ${again}`, `${again} is yours`);
    expect((await ready()).status).toBe(200);
  });

  test('away at the moment when Slack has a message: it is found there, and not sent twice', async () => {
    const { ana } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await untilDelivered(flow);
    const left = new Promise<void>((resolve) => {
      const off = flow.workspace.on('change', (change) => {
        if (change.type !== 'message' || !JSON.stringify(change).includes('Slack has it')) return;
        off();
        void proxy.leave().then(resolve);
      });
    });
    await asks(flow, ana, `/ticket note ${ticket} ${written('Slack has it')}`, 'Noted on');
    await left;
    await proxy.listen();
    await untilDelivered(flow);
    expect((await thread(ana, ticket)).filter((text) => text.includes('Slack has it'))).toHaveLength(1);
    expect(await flow.handrail.desk.db.notice.count({ where: { state: 'failed' } })).toBe(0);
  });

  test('no connection is free: whoever waits too long is told, whoever has one is served', async () => {
    const { ana, ben } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await untilDelivered(flow);
    await other.query('BEGIN');
    await other.query(`SELECT 1 FROM "Ticket" WHERE "number" = $1 FOR UPDATE`, [Number(ticket.slice(2))]);
    const words = Array.from({ length: 10 }, (_, n) => written(`in line ${n}`));
    for (const one of words) await ana.types(`/ticket note ${ticket} ${one}`, { in: 'tickets' });
    await vi.waitFor(async () => expect(await waiting()).toBe(10), { timeout: 3000, interval: 20 });
    const [refused] = await Promise.all([
      flow.intake(request('in-line')),
      ben
        .types('/ticket queue', { in: 'tickets' })
        .then(() => ben.sees('The record cannot be reached just now', { in: 'tickets', withinMs: 8000 })),
    ]);
    expect(refused.status).toBe(503);
    await other.query('COMMIT');
    for (const one of words)
      await vi.waitFor(async () => expect(await notes(one)).toBe(1), { timeout: 10_000 });
    expect((await flow.intake(request('in-line'))).status).toBe(201);
    await untilDelivered(flow);
  });

  test('a network that swallows everything: told within half a minute, and good again when it is', async () => {
    const { ana } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await untilDelivered(flow);
    proxy.freeze();
    const before = ana.lastPrivate()?.ts;
    await ana.types(`/ticket note ${ticket} ${written('swallowed')}`, { in: 'tickets' });
    await flow.workspace.until(() => {
      const last = ana.lastPrivate();
      return last && last.ts !== before && last.text.includes('cannot be reached') ? last : undefined;
    }, 30_000);
    proxy.cut();
    proxy.thaw();
    await asks(flow, ana, `/ticket note ${ticket} ${written('not swallowed')}`, 'Noted on');
    expect(await notes('not swallowed')).toBe(1);
    await flow.handrail.tick();
    expect((await flow.intake(request('after-the-hole'))).status).toBe(201);
    await untilDelivered(flow);
  });
});
