import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../../src/sandbox/person/person.ts';
import { type Flow, startFlow } from '../support/flow.ts';
import {
  acknowledges,
  answered,
  asks,
  card,
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
  flow = await startFlow();
});
afterAll(() => endOfDay(flow));

const refund = 'Authorizing a refund to a customer';
const infrastructure = 'Setting up or taking down infrastructure';

async function opensRedirect(person: Person, ticket: string): Promise<void> {
  await finishes(person);
  await person.types(`/ticket redirect ${ticket}`, { in: 'tickets' });
  await person.seesForm(`Redirect ${ticket}`);
}

async function redirects(person: Person, ticket: string, what = refund): Promise<void> {
  await opensRedirect(person, ticket);
  await person.fills({ 'What is out of scope': what, Note: written('They want their money back') });
  await person.submits();
  await person.seesForm('Handrail');
  await person.closes();
}

test('SC-2 the whole ticket, unclassified, goes to the document that governs it', async () => {
  const { ana, ben } = flow.people;
  const ticket = await hasTaken(flow, ana);
  await redirects(ana, ticket);
  const told = await seesInThread(ben, ticket, `@ana closed ${ticket} as redirected`);
  expect(told.text).toContain('Redirected (SC-2): FIN-POL-004 Refund policy');
  expect(told.text).toContain('They want their money back');
  expect(told.text).toContain('Response: ended');
  await everythingIsDelivered(flow);
  const { text, buttons } = await card(ben, ticket);
  expect(text).toContain('Closed');
  expect(text).toContain(`Redirected (SC-2): FIN-POL-004 Refund policy · ${refund}`);
  expect(buttons).toEqual(['Show', 'Why', 'Reopen', 'Security']);
  const page = await asks(flow, ben, `/ticket show ${ticket}`, 'Redirected (SC-2)');
  expect(page.text).toContain('They want their money back');
  const why = await asks(flow, ben, `/ticket why ${ticket}`, 'redirected it under FIN-POL-004');
  expect(why.text).toContain('SC-2');
  await finishes(ben);
});

test('SC-2 the menu of the card opens the same form; a form opened before the end comes too late', async () => {
  const { ana, lena } = flow.people;
  const ticket = await hasTaken(flow, ana);
  await ana.chooses('…', 'Redirect', { on: await card(ana, ticket) });
  await ana.seesForm(`Redirect ${ticket}`);
  await ana.fills({ 'What is out of scope': refund, Note: written('A refund') });
  await redirects(lena, ticket, infrastructure);
  await ana.submits();
  await ana.seesForm('Handrail');
  expect(ana.formText()).toContain(`${ticket} is closed`);
  await ana.closes();
  const told = await seesInThread(ana, ticket, 'as redirected');
  expect(told.text).toContain('INF-PCS-007');
  expect((await thread(ana, ticket)).filter((text) => text.includes('as redirected'))).toHaveLength(1);
});

test('SC-2 a part becomes a ticket of its own; the rest goes on, and both name each other', async () => {
  const { ana, ben } = flow.people;
  const ticket = await hasTaken(flow, ana);
  await opensRedirect(ana, ticket);
  await ana.fills({
    'What is out of scope': infrastructure,
    'How much of it': 'A part of it',
    Note: written('Wants a server as well'),
  });
  await ana.submits();
  expect(ana.formText()).toContain('write something that can be read');
  await ana.fills({ Title: written('A second server'), Description: written('Please set one up') });
  await ana.submits();
  await ana.seesForm('Handrail');
  const other = /T-\d+ now/.exec(ana.formText())?.[0].replace(' now', '') ?? '';
  expect(ana.formText()).toContain(`${ticket} goes on`);
  await ana.closes();
  await seesInThread(ben, ticket, `made a part of this ticket ${other}, which is out of scope`);
  await seesInThread(ben, other, `It is a part of ${ticket}, which goes on`);
  await everythingIsDelivered(flow);
  expect((await card(ben, ticket)).text).toContain(`Split off: ${other}`);
  expect((await card(ben, ticket)).text).toContain('Next (T1-3)');
  expect((await card(ben, other)).text).toContain(`Part of: ${ticket}`);
  expect((await card(ben, other)).text).toContain('INF-PCS-007');
  const queue = await asks(flow, ben, '/ticket queue', /waiting|empty/);
  expect(queue.text).not.toContain(other);
});

test('SEC-1 a security incident is not redirected: the form says how it is reported', async () => {
  const { ana } = flow.people;
  const ticket = await hasTaken(flow, ana);
  await opensRedirect(ana, ticket);
  await ana.fills({
    'What is out of scope': 'Responding to a Severity 1 security incident',
    Note: written('Looks like a breach'),
  });
  await ana.submits();
  expect(ana.formText()).toContain(`SEC-1: A security incident is not redirected`);
  expect(ana.formText()).toContain(`/escalate security ${ticket.slice(2)}`);
  await finishes(ana);
});

test('SC-2 only the agent who has it, or a lead; what both fields say has to agree', async () => {
  const { ana, ben, otto } = flow.people;
  const ticket = await hasTaken(flow, ana);
  const no = await asks(flow, ben, `/ticket redirect ${ticket}`, 'Not done');
  expect(no.text).toContain('belongs to @ana');
  expect((await asks(flow, otto, `/ticket redirect ${ticket}`, 'Not done')).text).toContain('AU-1');
  await opensRedirect(ana, ticket);
  await ana.fills({ 'What is out of scope': refund, Note: written('x'), Title: written('A part') });
  await ana.submits();
  expect(ana.formText()).toContain('choose “A part of it”');
  await finishes(ana);
});

test('SC-2 an open transfer ends with it; a redirect by mistake is reopened by who had it', async () => {
  const { ana, ben } = flow.people;
  const ticket = await hasTaken(flow, ana);
  await ana.types(`/ticket transfer ${ticket} @ben`, { in: 'tickets' });
  await seesInThread(ben, ticket, 'Until it is accepted the owner stays');
  await redirects(ana, ticket);
  const offer = await seesInThread(ben, ticket, 'The ticket was redirected before it was answered');
  expect(offer.buttons).toEqual([]);
  await everythingIsDelivered(flow);
  const no = await answered(
    flow,
    ben,
    async () => ben.clicks('Reopen', { on: await card(ben, ticket) }),
    'Not done',
  );
  expect(no.text).toContain(
    'was redirected under FIN-POL-004: the agent who had it, or a Team Lead, reopens it',
  );
  await finishes(ben);
  await ana.clicks('Reopen', { on: await card(ana, ticket) });
  await ana.seesForm(`Reopen ${ticket}`);
  await ana.fills({ Reason: written('It is no refund after all') });
  await ana.submits();
  await finishes(ana);
  await seesInThread(ben, ticket, 'Reopened');
  await everythingIsDelivered(flow);
  expect((await card(ben, ticket)).text).toContain('Being worked on');
  expect((await card(ben, ticket)).text).not.toContain('Redirected');
});

test('SC-2 a message that waits to be sent is taken back in place', async () => {
  const { ana, ben } = flow.people;
  const ticket = await hasTaken(flow, ana);
  await classifies(ana, ticket);
  await acknowledges(ana, ticket);
  const message = await seesInThread(ben, ticket, 'Acknowledgement. @ana: send this message');
  await redirects(ana, ticket);
  await seesInThread(ben, ticket, 'Not to be sent: the ticket was redirected');
  expect(message.buttons).toEqual([]);
});

test('T1-10 the report counts them', async () => {
  const { lena } = flow.people;
  const report = await asks(flow, lena, '/ops report', 'redirected');
  expect(report.text).toMatch(/redirected: 4 \(0\)/);
});
