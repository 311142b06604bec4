import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { isGenuine } from '../../src/customer/signature.ts';
import { type Flow, startFlow } from '../support/flow.ts';
import {
  acknowledges,
  answered,
  asks,
  card,
  classifies,
  customerWord,
  endOfDay,
  everythingIsDelivered,
  hasTaken,
  seesInThread,
  thread,
  timePassesUntilDelivered,
  written,
} from './habits.ts';

function closeForms(flow: Flow) {
  return Promise.all(Object.values(flow.people).map((person) => (person.form ? person.closes() : undefined)));
}

const message = (person: Flow['people']['ana']) =>
  String(person.form?.fields.find(({ label }) => label === 'Message')?.value);

describe('by hand', () => {
  let flow: Flow;
  beforeAll(async () => {
    flow = await startFlow();
  });
  afterAll(() => endOfDay(flow));
  afterEach(() => closeForms(flow));

  test.each([
    ['P1', 'your work has come to a stop', '15 minutes', 15],
    ['P2', 'hampers important work', '30 minutes', 30],
    ['P3', 'thank you for your report', '4 working hours', null],
    ['P4', 'thank you for writing to us', '8 working hours', null],
  ])(
    'T1-4 the message of %s: receipt, category, and when we respond in the desk’s time',
    async (priority, words, span, minutes) => {
      const { ana } = flow.people;
      const ticket = await hasTaken(flow, ana, { title: written('No sign-in') });
      await classifies(ana, ticket, { priority });
      await ana.types(`/ticket ack ${ticket}`, { in: 'tickets' });
      await ana.seesForm(`Acknowledge ${ticket}`);
      const text = message(ana);
      expect(text).toContain(words);
      expect(text).toContain(written('No sign-in'));
      expect(text).toContain(ticket);
      expect(text).toContain('signing in and access');
      expect(text).toContain(`within ${span} (by `);
      expect(text).toMatch(/by (Mon|Tue) [23] Mar, \d\d:\d\d CET\)/);
      if (minutes !== null) {
        const due = new Date(flow.clock.now().getTime() + minutes * 60_000);
        const berlin = due.toLocaleTimeString('en-GB', {
          timeZone: 'Europe/Berlin',
          hour: '2-digit',
          minute: '2-digit',
        });
        expect(text).toContain(berlin);
      }
      await ana.submits();
      expect(ana.formText()).toContain(`The message of ${ticket} is in its thread`);
    },
  );

  test('T1-4 it is posted to be sent, confirmed by its owner, and the fixes follow in order', async () => {
    const { ana, ben } = flow.people;
    const ticket = await hasTaken(flow, ana, { priority: 'P2' });
    await classifies(ana, ticket, {
      symptom: 'A granted or removed permission has no effect',
      priority: 'P2',
    });
    await ana.types(`/ticket ack ${ticket}`, { in: 'tickets' });
    await ana.seesForm(`Acknowledge ${ticket}`);
    const text = `${message(ana)}\n\nYou can add screenshots by answering.`;
    await ana.fills({ Message: text });
    await ana.submits();
    const request = await seesInThread(ben, ticket, 'Acknowledgement. @ana: send this message');
    expect(request.text).toContain('You can add screenshots by answering.');
    expect(request.buttons).toEqual(['Confirm']);
    expect(request.mentions.users).toEqual(['ana']);
    const root = await card(ana, ticket);
    await flow.workspace.until(() => (root.text.includes('confirms it there') ? true : undefined));
    expect(root.text).toContain('Response: due');

    await answered(flow, ben, () => ben.clicks('Confirm', { on: request }), `${ticket} belongs to @ana`);
    expect(ben.lastPrivate()?.threadTs).toBe(root.ts);

    await ana.closes();
    await ana.clicksTwice('Confirm', { on: request });
    const done = await seesInThread(ben, ticket, 'Acknowledged: @ana sent it by hand.');
    expect(done.text).toContain('Response: met');
    expect(done.text.match(/SF-\d+ [^\n]*/g)).toEqual([
      'SF-3 Sign-in Cookie Renewal',
      expect.stringMatching(/^SF-7 Force Session Reset · cannot be undone/),
    ]);
    await everythingIsDelivered(flow);
    expect(request.buttons).toEqual([]);
    expect(request.text).toContain('This message went to the customer.');
    expect((await thread(ana, ticket)).filter((one) => one.startsWith('Acknowledged:'))).toHaveLength(1);
    expect(root.text).toContain('Response: met');
    expect(root.buttons).toEqual(['Apply fix', 'Override priority', 'Show', 'Why']);

    await asks(
      flow,
      ana,
      `/ticket ack ${ticket}`,
      `The customer of ${ticket} already has the acknowledgement.`,
    );
  });

  test('T1-4 a promise of when it is solved is refused, and what was written stays', async () => {
    const { ana } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await classifies(ana, ticket);
    await ana.types(`/ticket ack ${ticket}`, { in: 'tickets' });
    await ana.seesForm(`Acknowledge ${ticket}`);
    const text = `Hello, we have your report. It will be fixed by 5 pm today. ${customerWord}`;
    await ana.fills({ Message: text });
    await ana.submits();
    expect(ana.form?.errors.Message).toMatch(/^T1-4: This reads like a promise of a resolution time: “/);
    expect(ana.form?.errors.Message).toContain('Who may: Team Lead or above.');
    expect(message(ana)).toBe(text);
    await everythingIsDelivered(flow);
    expect((await thread(ana, ticket)).join()).not.toContain('Acknowledgement.');
    await ana.fills({
      Message: `Hello, we have your report. You will hear from us by 5 pm today. ${customerWord}`,
    });
    await ana.submits();
    expect(ana.formText()).toContain('is in its thread');
  });

  test('T1-8 a customer is not told that it is solved before that is verified, not by a lead either', async () => {
    const { lena } = flow.people;
    const ticket = await hasTaken(flow, lena);
    await classifies(lena, ticket);
    await lena.types(`/ticket ack ${ticket}`, { in: 'tickets' });
    await lena.seesForm(`Acknowledge ${ticket}`);
    const text = `Hello, your sign-in has been fixed. ${customerWord}`;
    await lena.fills({ Message: text });
    await lena.submits();
    expect(lena.form?.errors.Message).toMatch(
      /^T1-8: This tells the customer that it is solved: “has been fixed”/,
    );
    expect(message(lena)).toBe(text);
    await lena.closes();
  });

  test('T1-4 a lead may promise it', async () => {
    const { lena } = flow.people;
    const ticket = await hasTaken(flow, lena);
    await classifies(lena, ticket);
    await lena.types(`/ticket ack ${ticket}`, { in: 'tickets' });
    await lena.seesForm(`Acknowledge ${ticket}`);
    await lena.fills({ Message: `It will be fixed by 5 pm today. ${customerWord}` });
    await lena.submits();
    expect(lena.formText()).toContain('is in its thread');
    await seesInThread(lena, ticket, 'It will be fixed by 5 pm today.');
  });

  test('T1-3 without category and priority there is nothing to acknowledge', async () => {
    const { ana, ben } = flow.people;
    const ticket = await hasTaken(flow, ana);
    const refusal = await asks(
      flow,
      ana,
      `/ticket ack ${ticket}`,
      `${ticket} has no category and priority yet`,
    );
    expect(refusal.buttons).toEqual(['Classify']);
    await refusal.clicks('Classify');
    await ana.seesForm(`Classify ${ticket}`);
    await asks(flow, ben, `/ticket ack ${ticket}`, `${ticket} belongs to @ana`);
    expect(ben.form?.fields ?? []).toEqual([]);
  });

  test('T1-4 a classification made anew while the form was open is not answered with the old text', async () => {
    const { ana } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await classifies(ana, ticket, { priority: 'P3' });
    await ana.types(`/ticket ack ${ticket}`, { in: 'tickets' });
    await ana.seesForm(`Acknowledge ${ticket}`);
    const { workspace } = flow;
    // The same person, at another desk: their other window changes the priority.
    const view = workspace.core.stacks.get(ana.id);
    workspace.core.stacks.set(ana.id, []);
    flow.clock.advance(1000);
    await classifies(ana, ticket, { priority: 'P2' });
    workspace.core.stacks.set(ana.id, [...(view ?? [])]);
    await ana.submits();
    expect(ana.formText()).toContain(`${ticket} was classified anew while this message was open`);
    expect(ana.form?.buttons).toEqual(['Acknowledge']);
    await ana.clicks('Acknowledge');
    await ana.seesForm(`Acknowledge ${ticket}`);
    expect(message(ana)).toContain('30 minutes');
  });

  test('T1-4 confirmed too late, the response clock is missed', async () => {
    const { ana, lena } = flow.people;
    const ticket = await hasTaken(flow, ana, { priority: 'P1' });
    await classifies(ana, ticket, { priority: 'P1' });
    await acknowledges(ana, ticket);
    const request = await seesInThread(ana, ticket, 'Acknowledgement. @ana');
    await flow.minutesPass(10);
    const reminder = await seesInThread(ana, ticket, 'Reminder. @ana');
    expect(reminder.text).toContain('the acknowledgement above waits to be sent and confirmed');
    await flow.minutesPass(6);
    await lena.sees(`${ticket}: response missed`, { in: 'leads' });
    await ana.clicks('Confirm', { on: request });
    const done = await seesInThread(ana, ticket, 'Acknowledged: @ana');
    expect(done.text).toContain('Response: missed');
  });
});

describe('by the customer’s channel', () => {
  type Heard = { headers: IncomingHttpHeaders; body: string };
  const secret = 'the-webhook-secret-of-the-tests';
  const heard: Heard[] = [];
  /** What the customer's system answers next; 0 is silence. Empty means 200. */
  let answers: number[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      heard.push({ headers: req.headers, body: Buffer.concat(chunks).toString() });
      const status = answers.shift() ?? 200;
      if (status !== 0) res.writeHead(status).end('ok');
    });
  });
  let flow: Flow;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    flow = await startFlow({ customerWebhook: { url: `http://127.0.0.1:${port}/hook`, secret } });
  });
  afterAll(async () => {
    await endOfDay(flow);
    server.closeAllConnections();
    server.close();
  });
  afterEach(() => {
    heard.length = 0;
    answers = [];
    return closeForms(flow);
  });

  const header = (one: Heard | undefined, name: string) => {
    const value = one?.headers[name];
    return typeof value === 'string' ? value : undefined;
  };

  test('T1-4 it is sent, signed and named, and recorded when the other side has taken it', async () => {
    const { ana } = flow.people;
    const ticket = await hasTaken(flow, ana, { account: `ACME-7 ${customerWord}` });
    await classifies(ana, ticket);
    await ana.types(`/ticket ack ${ticket}`, { in: 'tickets' });
    await ana.seesForm(`Acknowledge ${ticket}`);
    const text = message(ana);
    await ana.submits();
    expect(ana.formText()).toContain(`The acknowledgement of ${ticket} is on its way to the customer.`);
    const done = await seesInThread(ana, ticket, 'Acknowledged: the customer’s channel took it.');
    expect(done.text).toContain('Response: met');
    expect(done.text).toContain('SF-1 Account Status Check');
    expect(done.text).toContain('You will hear from us within 30 minutes');
    expect(done.mentions.users).toEqual([]);
    expect(heard).toHaveLength(1);
    const [one] = heard;
    expect(JSON.parse(one?.body ?? '')).toMatchObject({
      kind: 'acknowledgement',
      ticket,
      customerAccount: `ACME-7 ${customerWord}`,
      text,
    });
    expect(
      isGenuine(
        secret,
        header(one, 'x-handrail-timestamp'),
        header(one, 'x-handrail-signature'),
        Buffer.from(one?.body ?? ''),
        flow.clock.now(),
      ),
    ).toBe(true);
    expect(header(one, 'idempotency-key')).toMatch(/\S+/);
  });

  test('T1-4 two failures on the other side, then it is taken: once recorded, under one key', async () => {
    const { ana } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await classifies(ana, ticket);
    answers = [500, 503, 200];
    await acknowledges(ana, ticket);
    await seesInThread(ana, ticket, 'Acknowledged: the customer’s channel took it.');
    await everythingIsDelivered(flow);
    expect(heard).toHaveLength(3);
    expect(new Set(heard.map((one) => header(one, 'idempotency-key'))).size).toBe(1);
    expect((await thread(ana, ticket)).filter((one) => one.startsWith('Acknowledged'))).toHaveLength(1);
  });

  test('T1-4 one that is turned down for good is sent by hand', async () => {
    const { ana, lena } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await classifies(ana, ticket);
    answers = [422];
    await acknowledges(ana, ticket);
    const request = await seesInThread(ana, ticket, 'the customer’s channel did not take this message');
    expect(request.text).toContain('Acknowledgement. @ana:');
    expect(request.text).toContain('You will hear from us within 30 minutes');
    expect(request.mentions.users).toEqual(['ana']);
    expect(heard).toHaveLength(1);
    await ana.clicks('Confirm', { on: request });
    await seesInThread(lena, ticket, 'Acknowledged: @ana sent it by hand.');
  });

  test('T1-4 a channel that stays away is given up after a while, and the agent is asked', async () => {
    const { ana } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await classifies(ana, ticket);
    answers = Array(20).fill(500);
    await acknowledges(ana, ticket);
    await timePassesUntilDelivered(flow);
    await seesInThread(ana, ticket, 'the customer’s channel did not take this message');
    expect(heard).toHaveLength(6);
  });

  test('T1-4 silence on the other side is waited for no longer than ten seconds', async () => {
    const { ana } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await classifies(ana, ticket);
    answers = [0];
    const asked: number[] = [];
    const { timeout } = AbortSignal;
    const short = vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      if (!new Error().stack?.includes('webhook.ts')) return timeout.call(AbortSignal, ms);
      asked.push(ms);
      return timeout.call(AbortSignal, 100);
    });
    await acknowledges(ana, ticket);
    await seesInThread(ana, ticket, 'Acknowledged: the customer’s channel took it.');
    short.mockRestore();
    expect(asked).toEqual([10_000, 10_000]);
    expect(heard).toHaveLength(2);
  });
});
