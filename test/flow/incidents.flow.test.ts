import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../../src/sandbox/person/person.ts';
import type { MessageView } from '../../src/sandbox/sight.ts';
import { type Flow, startFlow } from '../support/flow.ts';
import {
  accepts,
  answered,
  asks,
  classifies,
  endOfDay,
  everythingIsDelivered,
  finishes,
  hasTaken,
  seesInThread,
  thread,
  written,
} from './habits.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow({ patterns: true });
});
afterAll(() => endOfDay(flow));

/** Three tickets with one symptom, each classified by Ana; resolves with their names. */
async function pattern(category: string, symptom: string): Promise<readonly string[]> {
  const tickets: string[] = [];
  for (let n = 0; n < 3; n += 1) {
    const ticket = await hasTaken(flow, flow.people.ana);
    await classifies(flow.people.ana, ticket, { category, symptom, priority: 'P3' });
    tickets.push(ticket);
  }
  return tickets;
}

/** The card of the incident that is about this, as it stands in the leads channel. */
function cardOf(person: Person, symptom: string): Promise<MessageView> {
  return person.sees(new RegExp(`^INC-\\d+ · .*${symptom}`), { in: 'leads' });
}

/** Presses a step of the card, writes, and sends the form. */
async function takes(person: Person, on: MessageView, button: string, field: string, words: string) {
  await finishes(person);
  await person.clicks(button, { on });
  await person.seesForm(/INC-\d+$/);
  await person.fills({ [field]: words });
  await person.submits();
  await finishes(person);
}

async function refused(person: Person, on: MessageView, button: string, words: RegExp) {
  return answered(flow, person, () => person.clicks(button, { on }), words);
}

test('ESC-6 the third identical issue makes a potential incident, and all three go to tier 2', async () => {
  const { ana, lena } = flow.people;
  const symptom = 'Signing in fails with correct details';
  const tickets = await pattern('AUTH', symptom);
  const card = await cardOf(lena, symptom);
  expect(card.text).toContain('Potential incident, to be reviewed');
  expect(card.text).toContain(`Tickets (3): ${tickets.join(', ')}`);
  expect(card.text).toContain('Accounts (3): ACME-');
  expect(card.text).toContain('First seen: ');
  expect(card.text).toContain('Next (ESL-3): a Team Lead reviews it');
  expect(card.buttons).toEqual(['Review', 'Show']);
  for (const ticket of tickets) {
    await seesInThread(ana, ticket, 'belongs to the potential incident INC-');
    await seesInThread(ana, ticket, 'Escalated (ESC-6): ');
  }
  const further = await hasTaken(flow, ana);
  await classifies(ana, further, { category: 'AUTH', symptom });
  await seesInThread(ana, further, 'belongs to the potential incident INC-');
  await flow.workspace.until(() => (card.text.includes('Tickets (4): ') ? true : undefined));
});

test('AU-5 a lead reviews, the manager declares, and all are told together until it is closed', async () => {
  const { tess, lena, max, ana } = flow.people;
  const symptom = 'Pages open slowly';
  const tickets = await pattern('PERF', symptom);
  const card = await cardOf(lena, symptom);
  const name = /INC-\d+/.exec(card.text)?.[0] ?? '';

  const tooLow = await refused(tess, card, 'Review', /Only a Team Lead or the Operations Manager may review/);
  expect(tooLow.text).toContain('Who may: Team Lead or above');
  await takes(lena, card, 'Review', 'Finding', written('all in one data center'));

  const asked = await max.sees(`${name} was reviewed: declare or dismiss it.`, { in: 'dm' });
  expect(asked.text).toContain(written('all in one data center'));
  await flow.workspace.until(() => (card.buttons.includes('Declare') ? true : undefined));
  const lead = await refused(lena, card, 'Declare', /Only the Operations Manager may declare an incident/);
  expect(lead.text).toContain('AU-5');
  expect(lead.text).toContain('Who may: Operations Manager');

  await takes(max, asked, 'Declare', 'Reason', written('many customers wait'));
  const declared = await max.sees(`${name}: incident declared by @max`, { in: 'stakeholders' });
  expect(declared.text).toContain('3 tickets, 3 customer accounts');
  expect(declared.text).not.toContain('ACME');
  await flow.workspace.until(() => (card.buttons.includes('Close incident') ? true : undefined));
  await takes(lena, card, 'Update', 'Update', written('the cause is found'));
  await takes(max, card, 'Escalate to executives', 'Reason', written('a contract is at stake'));
  await takes(max, card, 'Close incident', 'Summary', written('a switch was replaced'));

  await flow.minutesPass(0);
  await everythingIsDelivered(flow);
  for (const ticket of tickets) {
    const told = (await thread(ana, ticket)).filter((text) => text.startsWith(name));
    expect(told.map((text) => text.split('\n')[0])).toEqual([
      `${name} was declared an incident.`,
      `${name} has an update.`,
      `${name} was closed.`,
    ]);
  }
  const stakeholders = max
    .messagesIn('stakeholders')
    .filter(({ text }) => text.includes(name))
    .map(({ text }) => text.split(' by ')[0]);
  expect(stakeholders).toEqual([
    `${name}: incident declared`,
    `${name}: incident update`,
    `${name} was escalated to the executives`,
    `${name}: incident closed`,
  ]);
  await flow.workspace.until(() => (card.buttons.join() === 'Show' ? true : undefined));
  const late = await refused(max, asked, 'Dismiss', /is closed/);
  expect(late.buttons).toEqual(['Show']);
});

test('AU-5 dismissed with a reason, its tickets hear of it and the stakeholders do not', async () => {
  const { lena, max, ana } = flow.people;
  const symptom = 'An invoice did not arrive';
  const [ticket = ''] = await pattern('BILLING', symptom);
  const card = await cardOf(lena, symptom);
  const name = /INC-\d+/.exec(card.text)?.[0] ?? '';
  await takes(lena, card, 'Review', 'Finding', written('three customers who moved'));
  await flow.workspace.until(() => (card.buttons.includes('Dismiss') ? true : undefined));
  await takes(max, card, 'Dismiss', 'Reason', written('no common cause'));
  await flow.minutesPass(0);
  await seesInThread(ana, ticket, `${name} was dismissed: it is no incident.`);
  await flow.workspace.until(() => (card.text.includes('Dismissed') ? true : undefined));
  expect(max.messagesIn('stakeholders').filter(({ text }) => text.includes(name))).toEqual([]);
});

test('AU-5 /ops incidents lists them with their steps, and shows one whole', async () => {
  const { ben, lena, otto } = flow.people;
  const list = await asks(flow, ben, '/ops incidents', 'that ended in the last 7 days');
  expect(list.text).toContain('Potential incident, to be reviewed');
  expect(list.text).toContain('Dismissed');
  expect(list.buttons).toEqual(expect.arrayContaining(['Review', 'Show']));
  const card = await cardOf(lena, 'Pages open slowly');
  await lena.clicks('Show', { on: card });
  const page = await lena.seesForm(/^INC-\d+$/);
  const text = page.text.join('\n');
  expect(text).toContain('Its tickets');
  expect(text).toContain('@max declared it, because: ');
  expect(text).toContain('@lena was not let: Only the Operations Manager may declare an incident');
  await finishes(lena);
  await asks(flow, otto, '/ops incidents', 'You are not on this desk’s roster yet');
});

test('ESL-3 a second account at tier 2 goes to the lead, with a draft of ticket and accounts', async () => {
  const { ana, tess, lena } = flow.people;
  const ticket = await hasTaken(flow, ana);
  const symptom = 'None of the listed symptoms';
  await classifies(ana, ticket, { category: 'OTHER', symptom });
  await accepts(tess, ticket);
  await asks(flow, tess, `/ticket link ${ticket} BETA-1`, 'goes to a Team Lead');
  const card = await cardOf(lena, symptom);
  expect(card.text).toContain('more than one customer account (ESL-3)');
  expect(card.text).toContain(`Tickets (1): ${ticket}`);
  expect(card.text).toMatch(/Accounts \(2\): ACME-.*BETA-1/);
  await seesInThread(tess, ticket, 'Escalated (ESL-3): ');
  const again = await asks(flow, tess, `/ticket link ${ticket} beta-1`, 'already names that account');
  expect(again.text).toContain('ESL-3');
});

test('AU-5 the manager takes a ticket to the executives from its page; nobody else is offered it', async () => {
  const { ana, max } = flow.people;
  const ticket = await hasTaken(flow, ana);
  await ana.types(`/ticket show ${ticket}`, { in: 'tickets' });
  expect((await ana.seesForm(ticket)).buttons).not.toContain('Escalate to executives');
  await finishes(ana);
  await max.types(`/ticket show ${ticket}`, { in: 'tickets' });
  await max.seesForm(ticket);
  await max.clicks('Escalate to executives');
  await max.seesForm(`Escalate ${ticket}`);
  await max.fills({ Reason: written('the customer’s board asks') });
  await max.submits();
  await finishes(max);
  const posted = await max.sees(`${ticket} was escalated to the executives by @max`, { in: 'stakeholders' });
  expect(posted.text).toContain(written('the customer’s board asks'));
  await seesInThread(ana, ticket, 'was escalated to the executives');
});
