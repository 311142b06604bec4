import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { replayRecord } from '../../src/desk/audit.ts';
import { type Flow, startFlow } from '../support/flow.ts';
import {
  accepts,
  asks,
  card,
  classifies,
  endOfDay,
  everythingIsDelivered,
  finishes,
  hasTaken,
  isReadyForFixes,
  seesInThread,
  written,
} from './habits.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
});
afterAll(() => endOfDay(flow));

/** Ana escalates it unless it went by itself, and Tess reads its record and accepts. */
async function isWithTier2(ticket: string, at: Flow = flow): Promise<void> {
  const { ana, tess } = at.people;
  await everythingIsDelivered(at);
  if (!(await card(ana, ticket)).text.includes('Escalated (')) {
    await ana.types(`/escalate ${ticket} ESC-5`, { in: 'tickets' });
    await ana.seesForm(`Escalate ${ticket}`);
    await ana.fills({ Reason: written('A change') });
    await ana.submits();
    await finishes(ana);
  }
  await accepts(tess, ticket);
  await everythingIsDelivered(at);
}

test('T2-3 tier 2 tells the customer that it has it: no cause, no approach, no time of a solution', async () => {
  const { ana, tess, ben } = flow.people;
  const ticket = await hasTaken(flow, ana, { title: written('Down because of a bug') });
  await isReadyForFixes(ana, ticket);
  await isWithTier2(ticket);
  const before = await card(ben, ticket);
  expect(before.text).toContain('Next (T2-3): @tess sends the customer the tier 2 acknowledgement');
  expect(before.text).toContain('Tier 2 response: due Mon 2 Mar, 09:30 CET');

  const no = await asks(flow, tess, `/apply-fix ${ticket} SF-1`, 'Not done');
  expect(no.text).toContain('T2-3');
  await finishes(tess);

  await tess.clicks('Acknowledge', { on: before });
  await tess.seesForm(`Acknowledge ${ticket}`);
  const template = String(tess.form?.fields.find(({ label }) => label === 'Message')?.value);
  expect(template).toContain('Down because of a bug');
  expect(template).toContain('second team');
  expect(template).toContain('within 30 minutes');

  await tess.fills({ Message: `${template}\nWe will restart the server.` });
  await tess.submits();
  expect(tess.formText()).toContain('T2-3: This reads like a cause or an approach: “restart”');
  await tess.fills({ Message: `${template}\nIt will be fixed by noon.` });
  await tess.submits();
  expect(tess.formText()).toContain('fixed by noon');
  await tess.fills({ Message: template });
  await tess.submits();
  await tess.seesForm('Handrail');
  await tess.closes();

  const message = await seesInThread(ben, ticket, 'Tier 2 acknowledgement. @tess: send this message');
  await tess.clicks('Confirm', { on: message });
  await seesInThread(ben, ticket, 'Acknowledged by tier 2: @tess sent it by hand');
  await everythingIsDelivered(flow);
  const after = await card(ben, ticket);
  expect(after.text).toContain('Tier 2 response: met');
  expect(after.text).toContain('Next (T2-4)');
});

test('T2-3 its clock is told of at risk and missed, and `why` explains it', async () => {
  const { ana, tess, lena } = flow.people;
  const ticket = await hasTaken(flow, ana);
  await isReadyForFixes(ana, ticket);
  await isWithTier2(ticket);
  await flow.minutesPass(20);
  await lena.sees(`${ticket}: tier 2 response at risk (ESL-1).`, { in: 'leads' });
  await flow.minutesPass(10);
  await lena.sees(`${ticket}: tier 2 response missed.`, { in: 'leads' });
  const why = await asks(flow, tess, `/ticket why ${ticket}`, 'Tier 2 response clock');
  expect(why.text).toContain('Tier 2 response clock: ');
  await finishes(tess);
});

test('T2-3 where the first was never sent, tier 2’s serves for both', async () => {
  const { ana, tess, ben } = flow.people;
  const ticket = await hasTaken(flow, ana);
  await classifies(ana, ticket, {
    category: 'OTHER',
    symptom: 'None of the listed symptoms',
    priority: 'P2',
  });
  await isWithTier2(ticket);
  await tess.types(`/ticket ack ${ticket}`, { in: 'tickets' });
  await tess.seesForm(`Acknowledge ${ticket}`);
  await tess.submits();
  await tess.closes();
  await tess.clicks('Confirm', { on: await seesInThread(ben, ticket, 'Tier 2 acknowledgement.') });
  await seesInThread(ben, ticket, 'Acknowledged by tier 2');
  await everythingIsDelivered(flow);
  const { text } = await card(ben, ticket);
  expect(text).toContain('Response: met');
  expect(text).toContain('Tier 2 response: met');
});

test('T2-3 a first one that was written and never sent gives way, in place', async () => {
  const { ana, tess, ben } = flow.people;
  const ticket = await hasTaken(flow, ana);
  await classifies(ana, ticket);
  await ana.types(`/ticket ack ${ticket}`, { in: 'tickets' });
  await ana.seesForm(`Acknowledge ${ticket}`);
  await ana.submits();
  await ana.closes();
  await seesInThread(ben, ticket, 'Acknowledgement. @ana: send this message');
  await isWithTier2(ticket);
  await tess.types(`/ticket ack ${ticket}`, { in: 'tickets' });
  await tess.seesForm(`Acknowledge ${ticket}`);
  await tess.submits();
  await tess.closes();
  const first = await seesInThread(ben, ticket, 'the tier 2 acknowledgement takes its place');
  expect(first.buttons).toEqual([]);
  const second = await seesInThread(ben, ticket, 'Tier 2 acknowledgement. @tess: send this message');
  expect(second.buttons).toEqual(['Confirm']);
});

test('T2-3 the record replays', async () => {
  const { db, id } = flow.handrail.desk;
  expect((await replayRecord(db, id)).findings).toEqual([]);
});

test('T2-3 the customer’s channel takes it, and says which of the two it is', async () => {
  const taken: { kind: string; ticket: string; text: string }[] = [];
  let status = 200;
  const server = createServer((req, res) => {
    let body = '';
    req.on('data', (part: Buffer) => {
      body += part.toString('utf8');
    });
    req.on('end', () => {
      if (status === 200) taken.push(JSON.parse(body));
      res.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const hook = { url: `http://127.0.0.1:${port}/hook`, secret: 'a-secret-of-sixteen-or-more' };
  const reached = await startFlow({ customerWebhook: hook });
  try {
    const { ana, tess, ben } = reached.people;
    const ticket = await hasTaken(reached, ana);
    await classifies(ana, ticket);
    await ana.types(`/ticket ack ${ticket}`, { in: 'tickets' });
    await ana.seesForm(`Acknowledge ${ticket}`);
    await ana.submits();
    await finishes(ana);
    await seesInThread(ben, ticket, 'Acknowledged: the customer’s channel took it');
    await isWithTier2(ticket, reached);

    status = 410;
    await tess.types(`/ticket ack ${ticket}`, { in: 'tickets' });
    await tess.seesForm(`Acknowledge ${ticket}`);
    await tess.submits();
    expect(tess.formText()).toContain(`The tier 2 acknowledgement of ${ticket} is on its way`);
    await finishes(tess);
    const back = await seesInThread(ben, ticket, 'did not take this message');
    expect(back.text).toContain('Tier 2 acknowledgement. @tess');
    await tess.clicks('Confirm', { on: back });
    await seesInThread(ben, ticket, 'Acknowledged by tier 2: @tess sent it by hand');

    const other = await hasTaken(reached, ana);
    await classifies(ana, other);
    await isWithTier2(other, reached);
    status = 200;
    await tess.types(`/ticket ack ${other}`, { in: 'tickets' });
    await tess.seesForm(`Acknowledge ${other}`);
    await tess.submits();
    await finishes(tess);
    await seesInThread(ben, other, 'Acknowledged by tier 2: the customer’s channel took it');
    expect(taken.map(({ kind, ticket: of }) => [kind, of])).toEqual([
      ['acknowledgement', ticket],
      ['tier2Acknowledgement', other],
    ]);
  } finally {
    await endOfDay(reached);
    server.close();
  }
});
