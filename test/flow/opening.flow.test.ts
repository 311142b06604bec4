import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sign } from '../../src/customer/signature.ts';
import { type Flow, intakeSecret, startFlow } from '../support/flow.ts';
import { card, customerWord, endOfDay, everythingIsDelivered, thread, written } from './habits.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
});
afterAll(() => endOfDay(flow));

const filled = {
  Title: written('Cannot sign in'),
  Description: written('Since this morning nobody at our office can sign in.'),
  'Customer account': 'ACME-1',
  'Reported priority': 'P2',
};

describe('by a person', () => {
  test('SC-1 /ticket new: the card and what the customer wrote stand in the tickets channel', async () => {
    const { ana, ben, otto } = flow.people;
    await ana.types('/ticket new', { in: 'tickets' });
    await ana.seesForm('Open a ticket');
    expect(ana.form?.fields.map(({ label }) => label)).toEqual([
      'Title',
      'Description',
      'Customer account',
      'Reported priority',
      'Attachments',
    ]);
    await ana.fills({
      ...filled,
      Attachments: 'The screenshot https://files.test/one.png\nhttps://files.test/logs/two.txt',
    });
    await ana.submits();
    expect(ana.form?.text.join('\n')).toContain('is in the queue.');
    const ticket = /T-\d+/.exec(ana.formText())?.[0] ?? '';
    await ana.clicks('Show');
    await ana.seesForm(ticket);
    expect(ana.formText()).toContain(filled.Description);
    await ana.closes();

    const root = await card(ben, ticket);
    expect(root.text).toContain(filled.Title);
    expect(root.text).toContain('In the queue · P2 (reported) · account ACME-1');
    expect(root.text).toContain('Owner: nobody yet');
    expect(root.buttons).toEqual(['Take', 'Override priority', 'Show', 'Why']);
    expect(root.mentions.users).toEqual([]);
    const description = await ben.sees('Since this morning', { thread: root });
    expect(description.text).toContain('2 attachments');
    expect(description.text).toContain('The screenshot');
    expect(description.text).toContain('two.txt');
    expect(description.mentions.users).toEqual([]);
    await card(otto, ticket);
    expect(otto.form).toBeUndefined();
  });

  test('SC-1 the global shortcut opens the same form', async () => {
    const { ben } = flow.people;
    await ben.uses('ticket_new');
    await ben.seesForm('Open a ticket');
    await ben.fills({ ...filled, Title: written('By the shortcut') });
    await ben.submits();
    const ticket = /T-\d+/.exec(ben.formText())?.[0] ?? '';
    await ben.closes();
    await card(ben, ticket);
  });

  test('SC-1 a field that needs another look is named, and what was entered stays', async () => {
    const { ana } = flow.people;
    await ana.types('/ticket new', { in: 'tickets' });
    await ana.fills({ ...filled, Title: '\u200b\u200b', Attachments: 'https://ok.test/a\nnot an address' });
    await ana.submits();
    expect(ana.form?.errors).toEqual({
      Title: 'write something that can be read',
      Attachments: 'Line 2: a web address beginning with https:// or http://',
    });
    expect(ana.form?.fields.find(({ label }) => label === 'Description')?.value).toBe(filled.Description);
    await ana.closes();
  });

  test('SC-1 a form that Slack sends twice opens one ticket', async () => {
    const { ana } = flow.people;
    const title = written('Sent twice');
    await ana.types('/ticket new', { in: 'tickets' });
    await ana.fills({ ...filled, Title: title });
    await ana.submits({ twice: true });
    await ana.sees(title, { in: 'tickets' });
    await everythingIsDelivered(flow);
    const cards = ana.messagesIn('tickets').filter((m) => m.text.includes(title) && m.threadTs === undefined);
    expect(cards).toHaveLength(1);
    if (ana.form) await ana.closes();
  });
});

describe('a form that is pressed twice', () => {
  test('SC-1 two submissions of one form, each with a trigger of its own, open one ticket', async () => {
    const { ana } = flow.people;
    const title = written('Pressed twice');
    await ana.types('/ticket new', { in: 'tickets' });
    await ana.fills({ ...filled, Title: title });
    await Promise.all([ana.submits(), ana.submits()]);
    await ana.sees(title, { in: 'tickets' });
    await everythingIsDelivered(flow);
    const cards = ana.messagesIn('tickets').filter((m) => m.text.includes(title) && m.threadTs === undefined);
    expect(cards).toHaveLength(1);
    if (ana.form) await ana.closes();
  });
});

describe('from a message', () => {
  test('SC-1 text, author and place are taken over; a long message is kept whole', async () => {
    const { ana, otto } = flow.people;
    const words = Array.from({ length: 1200 }, (_, index) => `word${String(index).padStart(4, '0')}`);
    const text = `${written('The export is empty')}\n${words.join(' ')}`;
    expect(text.length).toBeGreaterThan(10_800);
    const message = await otto.types(text, { in: 'tickets' });
    await ana.usesOn(message, 'ticket_from_message');
    const form = await ana.seesForm('Open a ticket');
    expect(form.text.join('\n')).toContain('From a message of Otto');
    expect(form.fields.find(({ label }) => label === 'Title')?.value).toBe(written('The export is empty'));
    await ana.fills({ 'Customer account': 'ACME-2' });
    await ana.submits();
    const ticket = /T-\d+/.exec(ana.formText())?.[0] ?? '';
    await ana.clicks('Show');
    await ana.seesForm(ticket);
    expect(ana.formText()).toContain('from a message of Otto');
    await ana.closes();
    await ana.sees('word1199', { thread: await card(ana, ticket) });
    expect((await thread(ana, ticket)).join('\n').match(/word\d+/g)).toEqual(words);
  });

  test('SC-1 12,000 characters without a space are kept whole too', async () => {
    const { ana, otto } = flow.people;
    const text = customerWord + 'äö😀'.repeat(2990);
    const message = await otto.types(text, { in: 'tickets' });
    await ana.usesOn(message, 'ticket_from_message');
    await ana.seesForm('Open a ticket');
    await ana.fills({ Title: written('No spaces'), 'Customer account': 'ACME-2' });
    await ana.submits();
    const ticket = /T-\d+/.exec(ana.formText())?.[0] ?? '';
    await ana.closes();
    await everythingIsDelivered(flow);
    const shown = (await thread(ana, ticket)).join('').replace(/[^äö😀]/gu, '');
    expect(shown).toBe('äö😀'.repeat(2990));
  });

  test('SC-1 a message of a bot gives its words and its name', async () => {
    const { ana } = flow.people;
    const alarms = flow.workspace.addPerson({ name: 'alarms', realName: 'Alarm Bell', kind: 'bot' });
    await flow.workspace.join('tickets', alarms);
    const message = await alarms.types(written('Disk is full'), { in: 'tickets' });
    await ana.usesOn(message, 'ticket_from_message');
    const form = await ana.seesForm('Open a ticket');
    expect(form.text.join('\n')).toContain('From a message of Alarm Bell');
    await ana.closes();
  });

  test('SC-1 mentions and links in the message become plain words', async () => {
    const { ana, otto } = flow.people;
    const message = await otto.types(`@channel @ben see #leads & <b> ${customerWord}`, { in: 'tickets' });
    await ana.usesOn(message, 'ticket_from_message');
    const form = await ana.seesForm('Open a ticket');
    const [title] = form.fields;
    expect(title?.value).toMatch(/^@channel @\S+ see #leads & <b>/);
    await ana.fills({ 'Customer account': 'ACME-3' });
    await ana.submits();
    const ticket = /T-\d+/.exec(ana.formText())?.[0] ?? '';
    await ana.closes();
    const root = await card(ana, ticket);
    const described = await ana.sees('& <b>', { thread: root });
    for (const { mentions } of [root, described])
      expect(mentions).toEqual({ users: [], groups: [], channels: [], broadcasts: [] });
  });
});

describe('by POST /intake', () => {
  const body = (change: Record<string, unknown> = {}) => ({
    externalId: randomUUID(),
    title: written('The report page is empty'),
    description: written('Since the update.'),
    customerAccount: 'ACME-9',
    ...change,
  });

  test('SC-1 a new request is 201, the same again 200 with the same ticket', async () => {
    const { ana } = flow.people;
    const request = body({
      reportedPriority: 'P1',
      attachments: [{ name: 'log', url: 'https://x.test/log' }],
    });
    const first = await flow.intake(request);
    expect(first.status).toBe(201);
    const { ticket } = (await first.json()) as { ticket: Record<string, unknown> };
    expect(ticket).toMatchObject({
      status: 'queued',
      externalId: request.externalId,
      reportedPriority: 'P1',
    });
    const again = await flow.intake({ ...request, title: written('Changed meanwhile') });
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual({ ticket });
    const root = await card(ana, String(ticket.id));
    expect(root.text).toContain('P1 (reported)');
    await ana.sees('One attachment', { thread: root });
    ana.doesNotSee('Changed meanwhile');
  });

  test('SC-1 twenty at once are one ticket', async () => {
    const { ana } = flow.people;
    const request = body({ title: written('Twenty at once') });
    const answers = await Promise.all(Array.from({ length: 20 }, () => flow.intake(request)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 201]);
    const tickets = await Promise.all(
      answers.map(async (a) => ((await a.json()) as { ticket: { id: string } }).ticket.id),
    );
    expect(new Set(tickets).size).toBe(1);
    await everythingIsDelivered(flow);
    const cards = ana
      .messagesIn('tickets')
      .filter((m) => m.threadTs === undefined && m.text.includes('Twenty'));
    expect(cards).toHaveLength(1);
  });

  test('SC-1 without a right and fresh signature it is 401', async () => {
    const seconds = Math.floor(flow.clock.now().getTime() / 1000);
    const stamped = (timestamp: number) => flow.intake(body(), { timestamp: String(timestamp) });
    const answers = await Promise.all([
      flow.intake(body(), { signature: '' }),
      flow.intake(body(), { signature: `sha256=${'0'.repeat(64)}` }),
      flow.intake(body(), { signature: sign('another secret', String(seconds), '{}') }),
      flow.intake(body(), { timestamp: '' }),
      flow.intake(body(), { timestamp: 'yesterday' }),
      stamped(seconds - 301),
      stamped(seconds + 302),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401));
    expect((await stamped(seconds - 290)).status).toBe(201);
  });

  test('SC-1 every bad field is named', async () => {
    const refused = async (sent: unknown) => {
      const answer = await flow.intake(sent);
      expect(answer.status).toBe(400);
      return ((await answer.json()) as { fields: Record<string, string> }).fields;
    };
    expect(Object.keys(await refused({}))).toEqual(['title', 'description', 'customerAccount', 'externalId']);
    expect(
      await refused(
        body({
          title: 7,
          description: ['x'],
          customerAccount: ' \u200b',
          reportedPriority: 'P9',
          attachments: [
            { name: 'a', url: 'https://ok.test' },
            { name: 'b', url: 'javascript:alert(1)' },
          ],
          externalId: 'a\u0000b',
        }),
      ),
    ).toEqual({
      title: 'write some text',
      description: 'write some text',
      customerAccount: 'write something that can be read',
      reportedPriority: 'one of P1, P2, P3, P4',
      'attachments[1].url': 'a web address beginning with https:// or http://',
      externalId: 'no control characters',
    });
    expect(await refused(body({ title: 'x'.repeat(151), description: 'x'.repeat(50_001) }))).toEqual({
      title: 'at most 150 characters',
      description: 'at most 50,000 characters',
    });
    for (const notAnObject of ['{"title":', '"words"', '[]', 'null', '12'])
      expect(Object.keys(await refused(notAnObject))).toEqual(['body']);
  });

  test('SC-1 more than 256 KiB is 413, with and without an announced length', async () => {
    const long = JSON.stringify(body({ description: 'x'.repeat(300_000) }));
    const announced = await flow.intake(long);
    expect(announced.status).toBe(413);
    const timestamp = String(Math.floor(flow.clock.now().getTime() / 1000));
    const chunked = await fetch(`http://127.0.0.1:${flow.handrail.port}/intake`, {
      method: 'POST',
      headers: {
        'X-Handrail-Timestamp': timestamp,
        'X-Handrail-Signature': sign(intakeSecret, timestamp, long),
      },
      body: new Blob([long]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(chunked.status).toBe(413);
    // The next request is answered as if nothing had been.
    expect((await flow.intake(body())).status).toBe(201);
  });
});

test('SC-1 without INTAKE_SECRET there is no intake', async () => {
  const closed = await startFlow({ setUp: false, env: { INTAKE_SECRET: undefined } });
  try {
    expect((await closed.intake({})).status).toBe(404);
  } finally {
    await closed.stop();
  }
});
