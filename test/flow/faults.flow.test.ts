import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Flow, startFlow } from '../support/flow.ts';
import {
  arrives,
  asks,
  card,
  customerWord,
  endOfDay,
  everythingIsDelivered,
  finishes,
  hasTaken,
  seesInThread,
  timePassesUntilDelivered,
  written,
} from './habits.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
});
afterAll(() => endOfDay(flow, 'any'));
afterEach(async () => {
  for (const person of Object.values(flow.people)) await finishes(person);
});

/** Takes the tickets away from under the bot while `meanwhile` happens. */
async function withoutTickets(meanwhile: () => Promise<void>): Promise<void> {
  const { db } = flow.handrail.desk;
  await everythingIsDelivered(flow);
  await db.$executeRaw`ALTER TABLE "Ticket" RENAME TO "TicketElsewhere"`;
  try {
    await meanwhile();
  } finally {
    await db.$executeRaw`ALTER TABLE "TicketElsewhere" RENAME TO "Ticket"`;
  }
}

/** The log lines that hold the id which a person was shown. */
function linesOf(shown: string): readonly string[] {
  const id = /F-[0-9a-f]{8}/.exec(shown)?.[0];
  return id ? flow.log.filter((line) => line.includes(id)) : [];
}

test('the person sees an id, the log holds it without what was written, and the bot lives', async () => {
  const { ana, ben } = flow.people;
  const ticket = await hasTaken(flow, ana);
  const ids = new Set<string>();
  await withoutTickets(async () => {
    for (const command of [
      '/ticket queue',
      '/ticket next',
      `/ticket show ${ticket}`,
      `/ticket note ${ticket} ${written('secret words')}`,
      `/classify ${ticket}`,
    ] as const) {
      const told = await asks(flow, ana, command, 'Something went wrong on our side.');
      expect(told.text).toContain('Look at the ticket before you try again');
      const lines = linesOf(told.text);
      expect(lines, command).toHaveLength(1);
      expect(lines[0]).not.toContain(customerWord);
      expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({ level: 50, msg: 'fault' });
      ids.add(/F-[0-9a-f]{8}/.exec(told.text)?.[0] ?? '');
      ben.doesNotSee('Something went wrong');
    }
    expect(ids.size).toBe(5);
    const answer = await flow.intake({
      externalId: 'while-broken',
      title: written('x'),
      description: written('x'),
      customerAccount: 'A',
    });
    expect(answer.status).toBe(500);
    const body = (await answer.json()) as { error: string; id: string };
    expect(body.error).toBe('fault');
    expect(linesOf(body.id)).toHaveLength(1);
    expect((await fetch(`http://127.0.0.1:${flow.handrail.port}/healthz`)).status).toBe(200);
  });
  await asks(flow, ana, '/ticket mine', ticket);
  await asks(flow, ana, `/ticket note ${ticket} ${written('again')}`, 'Noted on');
  await seesInThread(ben, ticket, 'again');
  const again = await arrives(flow);
  await card(ben, again);
});

test('a form that breaks when it is sent says so in its place', async () => {
  const { ana } = flow.people;
  await ana.types('/ticket new', { in: 'tickets' });
  await ana.seesForm('Open a ticket');
  await ana.fills({ Title: written('Broken'), Description: written('words'), 'Customer account': 'A' });
  await withoutTickets(async () => {
    await ana.submits();
    expect(ana.formText()).toContain('Something went wrong on our side.');
    expect(linesOf(ana.formText())).toHaveLength(1);
  });
  await everythingIsDelivered(flow);
  ana.doesNotSee(written('Broken'), { in: 'tickets' });
});

test('a notice that nobody can put into words is given up, the leads are told, and its thread goes on', async () => {
  const { ana, lena } = flow.people;
  const ticket = await hasTaken(flow, ana);
  await everythingIsDelivered(flow);
  const { desk } = flow.handrail;
  const { id } = flow.workspace.channel('tickets');
  const now = desk.clock.now();
  await desk.db.notice.create({
    data: {
      deskId: desk.id,
      kind: 'nonsense',
      stream: ticket,
      seq: 1,
      destination: `thread:${ticket}`,
      channelId: id,
      lane: ticket,
      urgency: 1,
      nextAttemptAt: now,
      createdAt: now,
    },
  });
  const note = written('goes on');
  await asks(flow, ana, `/ticket note ${ticket} ${note}`, 'Noted on');
  await timePassesUntilDelivered(flow);
  await seesInThread(ana, ticket, note);
  const [failed] = await desk.db.notice.findMany({ where: { state: 'failed' } });
  expect(failed?.kind).toBe('nonsense');
  // What broke, and which message is given up for it.
  expect(linesOf(failed?.lastError ?? '')).toHaveLength(2);
  const reports = () => lena.messagesIn('leads').filter(({ text }) => text.includes('Not delivered'));
  const told = await lena.sees(`Not delivered: a message about ${ticket} in its thread`, { in: 'leads' });
  expect(told.text).toContain(`something broke here: ${failed?.lastError}`);
  expect(reports()).toHaveLength(1);
});

test('a clock that cannot tick is in the log, and goes on when it can', async () => {
  const { ana } = flow.people;
  await withoutTickets(async () => {
    await flow.handrail.tick();
    expect(flow.log.some((line) => line.includes('"msg":"fault"'))).toBe(true);
  });
  ana.doesNotSee('fault');
  const ticket = await hasTaken(flow, ana, { priority: 'P1' });
  await flow.minutesPass(16);
  await seesInThread(ana, ticket, 'response missed');
});
