import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { FillValue } from '../../src/sandbox/person/fill.ts';
import type { Person } from '../../src/sandbox/person/person.ts';
import type { MessageView } from '../../src/sandbox/sight.ts';
import { type Flow, startFlow } from '../support/flow.ts';
import {
  answered,
  arrives,
  asks,
  card,
  endOfDay,
  everythingIsDelivered,
  finishes,
  hasTaken,
  seesInThread,
  takes,
  written,
} from './habits.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
});
afterAll(() => endOfDay(flow));
afterEach(async () => {
  for (const person of Object.values(flow.people)) await finishes(person);
});

const required = 'What the procedure required';
const done = 'What was done instead';

/** Fills in the form that is open and sends it; resolves with the entry's name. */
async function enters(person: Person, change: Record<string, FillValue> = {}): Promise<string> {
  await person.fills({
    [required]: written('Ask the customer first'),
    [done]: written('Reset the session at once'),
    Why: written('Nobody could be reached'),
    'Procedure gap': 'A documented step was not followed',
    ...change,
  });
  await person.submits();
  const name = /EXC-\d+/.exec(person.formText())?.[0];
  if (!name) throw new Error(`nothing was entered: ${person.formText()}`);
  return name;
}

async function logs(person: Person, ticket: string, change: Record<string, FillValue> = {}): Promise<string> {
  await person.types(`/exception ${ticket}`, { in: 'tickets' });
  await person.seesForm(`Exception ${ticket}`);
  const name = await enters(person, change);
  await finishes(person);
  return name;
}

const leadsCard = (name: string): Promise<MessageView> =>
  flow.people.lena.sees(new RegExp(`^Exception ${name}\\b`), { in: 'leads' });

test('EX-3 EX-2 an exception stands in the thread and before the leads, who dispute it with words', async () => {
  const { ana, lena } = flow.people;
  const ticket = await hasTaken(flow, ana);
  await ana.chooses('…', 'Log exception', { on: await card(ana, ticket) });
  await ana.seesForm(`Exception ${ticket}`);
  const name = await enters(ana, { 'Time critical': true });
  expect(ana.formText()).toContain(
    `${name} is in the Exception Register and on ${ticket}. The lead is told.`,
  );
  await finishes(ana);
  const inThread = await seesInThread(ana, ticket, `Exception ${name}`);
  for (const words of ['Ask the customer first', 'Reset the session at once', 'Nobody could be reached'])
    expect(inThread.text).toContain(written(words));
  const shown = await leadsCard(name);
  expect(shown.text).toContain('time critical: the lead was notified immediately after the action');
  expect(shown.text).toContain(written('Reset the session at once'));
  expect(shown.buttons).toEqual(['Authorize', 'Note', 'Dispute', 'Flag for review', 'Show']);

  await lena.clicks('Dispute', { on: shown });
  await lena.seesForm(`Dispute ${name}`);
  await lena.fills({ Reason: written('I was at my desk') });
  await lena.submits();
  await seesInThread(ana, ticket, `Exception ${name} was disputed by @lena (EX-2):`);
  const told = await ana.sees(new RegExp(`^${name}.* was disputed by @lena`), { in: 'dm' });
  expect(told.text).toContain(written('I was at my desk'));
  await everythingIsDelivered(flow);
  expect((await leadsCard(name)).buttons).toEqual(['Flag for review', 'Show']);
  const why = await asks(flow, ana, `/ticket why ${ticket}`, 'Required: ');
  expect(why.text).toContain(`@lena disputed the exception ${name}`);
  const shownWhole = await asks(flow, ana, `/ticket show ${ticket}`, 'Exceptions');
  expect(shownWhole.text).toContain(written('Reset the session at once'));
});

test('EX-2 entered before it is done, and time critical left open', async () => {
  const { ana } = flow.people;
  const ticket = await hasTaken(flow, ana);
  const name = await logs(ana, ticket);
  expect((await leadsCard(name)).text).toContain('the lead was notified before the action');
  const late = await logs(ana, ticket, { 'Is it done already?': 'Yes: the lead hears of it now' });
  expect((await leadsCard(late)).text).toContain('after the action, though it was not time critical');
});

test('EX-4 where the SOP is silent the entry is flagged by itself; the lead records the outcome', async () => {
  const { ana, lena } = flow.people;
  const name = await logs(ana, await hasTaken(flow, ana), { 'Procedure gap': 'The SOP is silent' });
  const shown = await leadsCard(name);
  expect(shown.text).toContain('Flagged for SOP review, since the SOP is silent');
  await lena.clicks('Record outcome', { on: shown });
  await lena.seesForm(`Outcome of ${name}`);
  await lena.fills({
    'Outcome of the review': written('A step is missing'),
    'Change proposed': written('Reset first where nobody is reached'),
  });
  await lena.submits();
  await finishes(lena);
  const page = await answered(flow, lena, () => lena.clicks('Show', { on: shown }), 'Change proposed');
  expect(page.text).toContain(written('Reset first where nobody is reached'));
  expect(page.text).toContain('@lena recorded the outcome of the review');
});

test('AU-7 nobody answers their own; the lead’s goes to the manager', async () => {
  const { ana, lena, max } = flow.people;
  const ticket = await hasTaken(flow, ana);
  const name = await logs(lena, ticket);
  const shown = await leadsCard(name);
  const refused = await answered(flow, lena, () => lena.clicks('Authorize', { on: shown }), 'Not done');
  expect(refused.text).toContain(`${name} is your own, and nobody answers their own exception.`);
  const call = await max.sees(new RegExp(`^Exception ${name}\\b`), { in: 'dm' });
  await max.clicks('Note', { on: call });
  await seesInThread(ana, ticket, `Exception ${name} was noted by @max (EX-2).`);
  const late = await answered(flow, max, () => max.clicks('Dispute', { on: call }), 'Not done');
  expect(late.text).toContain(`@max noted ${name} already.`);
});

test('EX-1 without a number: one’s own entries, and which ticket; or none', async () => {
  const { ben } = flow.people;
  const ticket = await hasTaken(flow, ben);
  const own = await asks(flow, ben, '/exception', 'Log an exception');
  expect(own.text).toContain('You have no drafts to complete.');
  expect(own.buttons.at(0)).toMatch(new RegExp(`^${ticket} `));
  await own.clicks('No ticket');
  await ben.seesForm('Exception');
  const name = await enters(ben);
  await finishes(ben);
  const again = await asks(flow, ben, '/exception', 'Entered last');
  expect(again.text).toContain(`${name} · `);
  await again.clicks(name);
  await ben.seesForm(name);
  expect(ben.formText()).toContain(written('Reset the session at once'));
});

test('EX-3 from a refusal: the form says what was refused', async () => {
  const { ben } = flow.people;
  const ticket = await hasTaken(flow, flow.people.ana);
  await asks(flow, ben, `/classify ${ticket}`, 'Not done');
  const refusal = ben.lastPrivate();
  if (!refusal) throw new Error('nothing was refused');
  await ben.chooses('…', 'Log exception', { on: refusal });
  await ben.seesForm(`Exception ${ticket}`);
  const filled = (label: string) => ben.form?.fields.find((field) => field.label === label)?.value;
  expect(filled(required)).toMatch(/^T1-1: Take the longest-waiting ticket/);
  expect(filled(done)).toBe('Tried to classify a ticket; it was refused.');
  expect(filled('Clause')).toMatch(/^T1-1 /);
});

test('EX-3 bad input is named in its place, and other people’s entries are not shown', async () => {
  const { ana, ben } = flow.people;
  const ticket = await hasTaken(flow, ana);
  await ana.types(`/exception ${ticket}`, { in: 'tickets' });
  await ana.seesForm(`Exception ${ticket}`);
  await ana.fills({
    [required]: '\u200b',
    [done]: written('Reset it'),
    Why: written('It was late'),
    'Procedure gap': 'The SOP is silent',
  });
  await ana.submits();
  expect(ana.formText()).toContain('write something that can be read');
  await ana.fills({ [required]: written('Ask first') });
  await ana.submits();
  const name = /EXC-\d+/.exec(ana.formText())?.[0];
  await finishes(ana);
  const closed = await asks(flow, ben, `/exception ${name}`, 'Not done');
  expect(closed.text).toContain('review the Exception Register');
  expect((await asks(flow, ben, '/exception 99999', 'There is no T-99999')).text).toBeTruthy();
  expect((await asks(flow, ben, '/exception soon', 'is neither')).text).toContain('/exception EXC-3');
  expect((await asks(flow, flow.people.otto, '/exception 1', 'Not done')).text).toContain('AU-1');
});

/** Ben takes a ticket though another one waits; resolves with its name and that of the draft it makes. */
async function takesOutOfOrder(person: Person): Promise<{ ticket: string; draft: MessageView }> {
  await arrives(flow, { priority: 'P1' });
  const ticket = await arrives(flow, { priority: 'P4' });
  await takes(flow, person, ticket);
  const draft = await person.sees(new RegExp(`EXC-\\d+ · ${ticket}\\. ${ticket} was taken before T-\\d+`), {
    in: 'dm',
  });
  return { ticket, draft };
}

test('EX-1 EX-3 a ticket taken out of order: a draft that is told once, filled in, and completed', async () => {
  const { ben } = flow.people;
  const { ticket, draft } = await takesOutOfOrder(ben);
  expect(draft.buttons).toEqual(['Complete']);
  expect(draft.text).toContain('It is kept as a draft for the Exception Register.');
  const name = /EXC-\d+/.exec(draft.text)?.[0] ?? '';
  const own = await asks(flow, ben, '/exception', 'Drafts to complete (EX-3): 1');
  expect(own.text).toContain(`${name} · ${ticket} ${ticket} was taken before`);
  await ben.clicks('Complete', { on: draft });
  await ben.seesForm(`Exception ${name}`);
  const filled = (label: string) => ben.form?.fields.find((field) => field.label === label)?.value;
  expect(filled(done)).toBe(`${ticket} was taken instead.`);
  expect(filled('Why')).toBe(written('I know this customer'));
  expect(filled('Procedure gap')).toBe('A documented step was not followed');
  expect(filled('Is it done already?')).toBe('Yes: the lead hears of it now');
  await ben.submits();
  expect(ben.formText()).toContain(`${name} is in the Exception Register and on ${ticket}.`);
  await finishes(ben);
  expect((await leadsCard(name)).text).toContain('after the action, though it was not time critical');
  const again = await answered(flow, ben, () => ben.clicks('Complete', { on: draft }), 'Not done');
  expect(again.text).toContain(`${name} is in the register already.`);
});

test('EX-3 a draft left open: its author is reminded, then the leads hear of it, once', async () => {
  const { ana, lena } = flow.people;
  const { ticket } = await takesOutOfOrder(ana);
  await flow.minutesPass(8 * 60);
  const reminder = await ana.sees(new RegExp(`· ${ticket}\\. .* is still to be completed`), { in: 'dm' });
  lena.doesNotSee(new RegExp(`· ${ticket} is overdue`), { in: 'leads' });
  await flow.minutesPass(30);
  const overdue = await lena.sees(new RegExp(`· ${ticket} is overdue \\(EX-3\\)`), { in: 'leads' });
  expect(overdue.text).toContain('@ana was reminded, and has not completed the entry.');
  await flow.minutesPass(24 * 60);
  await everythingIsDelivered(flow);
  const said = (person: Person, channel: string, words: RegExp) =>
    person.messagesIn(channel).filter(({ text }) => text.includes(ticket) && words.test(text));
  expect(said(ana, 'dm', /still to be completed/)).toHaveLength(1);
  expect(said(lena, 'leads', /is overdue \(EX-3\)/)).toHaveLength(1);
  await ana.clicks('Complete', { on: reminder });
  await ana.seesForm(/^Exception EXC-/);
});

test('AU-6 an attempt beyond one’s role is one draft; nothing was done, so it is withdrawn', async () => {
  const { ana } = flow.people;
  for (let n = 0; n < 2; n += 1) await asks(flow, ana, '/ops roster add @otto tier1', 'Not done');
  const draft = await ana.sees(/EXC-\d+\. An attempt to change the roster was refused \(AU-5\)/, {
    in: 'dm',
  });
  expect(draft.buttons).toEqual(['Complete', 'Withdraw']);
  expect(draft.text).toContain('If nothing was done, withdraw it');
  const withdraw = () => ana.clicks('Withdraw', { on: draft, confirm: true });
  const name = /EXC-\d+/.exec(draft.text)?.[0];
  expect((await answered(flow, ana, withdraw, 'is withdrawn')).text).toContain(`${name} is withdrawn`);
  await asks(flow, ana, '/ops roster remove @otto', 'Not done');
  await everythingIsDelivered(flow);
  const drafts = ana.messagesIn('dm').filter(({ text }) => text.includes('An attempt to change the roster'));
  expect(drafts).toHaveLength(1);
});

test('AU-6 a form that was merely opened makes no draft', async () => {
  const { ben } = flow.people;
  const ticket = await hasTaken(flow, flow.people.ana);
  const before = (await asks(flow, ben, '/exception', 'Log an exception')).text;
  await ben.clicks('Override priority', { on: await card(ben, ticket) });
  await ben.sees(/Not done\. Only a Team Lead/);
  expect((await asks(flow, ben, '/exception', 'Log an exception')).text).toBe(before);
});

test('EX-4 the register: for leads, narrowed, an entry opened and its outcome recorded from there', async () => {
  const { ana, lena } = flow.people;
  const name = await logs(ana, await hasTaken(flow, ana), { 'Procedure gap': 'The SOP is silent' });
  expect((await asks(flow, ana, '/ops exceptions', 'Not done')).text).toContain('AU-4');
  expect((await asks(flow, lena, '/ops exceptions soon', 'narrowed')).text).toContain('flagged');
  await lena.types('/ops exceptions flagged', { in: 'tickets' });
  await lena.seesForm('Exception Register');
  expect(lena.formText()).toMatch(/Flagged: \d+/);
  expect(lena.formText()).toContain(name);
  await lena.clicks('Drafts');
  await expect.poll(() => lena.formText()).toMatch(/Drafts: \d+/);
  expect(lena.formText()).not.toContain(`${name} ·`);
  await lena.clicks('All');
  await expect.poll(() => lena.formText()).toMatch(/All: \d+/);
  // The newest stands first.
  await lena.clicks('Show');
  await lena.seesForm(name);
  await lena.clicks('Record outcome');
  await lena.seesForm(`Outcome of ${name}`);
  await lena.fills({ 'Outcome of the review': written('Taken up') });
  await lena.submits();
  expect(lena.formText()).toContain(`The outcome of ${name} is recorded.`);
});

test('DOC-2 a lead confirms a document; what is not confirmed warns in the form and the answer', async () => {
  const later = await startFlow({ startsAt: '2026-06-01T08:00:00Z' });
  try {
    const { ana: agent, lena: lead } = later.people;
    await agent.types('/exception', { in: 'tickets' });
    await agent.sees('Log an exception', {});
    await agent.clicks('No ticket');
    await agent.seesForm('Exception');
    expect(agent.formText()).toContain('Not confirmed as current (DOC-2): POL00001 1.0');
    await agent.fills({ [required]: 'a', [done]: 'b', Why: 'c', 'Procedure gap': 'The SOP is silent' });
    await agent.submits();
    expect(agent.formText()).toContain('Not confirmed as current (DOC-2)');
    await finishes(agent);
    await lead.types('/ops documents', { in: 'tickets' });
    await lead.seesForm('Documents');
    const before = Number(/(\d+) of/.exec(lead.formText())?.[1]);
    await lead.clicks('Confirm');
    await expect.poll(() => lead.formText()).toContain(`${before - 1} of`);
    await finishes(lead);
    await agent.types('/ops documents', { in: 'tickets' });
    await agent.seesForm('Documents');
    expect(agent.formText()).toContain('by @lena');
    await agent.clicks('Confirm');
    await expect.poll(() => agent.formText()).toContain('Only a Team Lead');
    await finishes(agent);
  } finally {
    await endOfDay(later);
  }
});

test('SEC-2 of a restricted ticket nothing that was written stands in a channel', async () => {
  const { ana, lena } = flow.people;
  const ticket = await arrives(flow);
  await card(ana, ticket);
  await lena.types(`/escalate security ${ticket}`, { in: 'tickets' });
  await lena.seesForm(/./);
  await lena.submits();
  await finishes(lena);
  await everythingIsDelivered(flow);
  const name = await logs(lena, ticket, { [done]: written('Closed the account') });
  const shown = await leadsCard(name);
  expect(shown.text).toContain(`${ticket} is restricted`);
  expect(shown.text).not.toContain('Closed the account');
  await everythingIsDelivered(flow);
  const inChannel = ana.messagesIn('tickets').flatMap((message) => [message, ...ana.threadOf(message)]);
  expect(inChannel.map(({ text }) => text).join('\n')).not.toContain(name);
  const page = await answered(flow, lena, () => lena.clicks('Show', { on: shown }), 'Closed the account');
  expect(page.text).toContain(written('Closed the account'));
  const refused = await asks(flow, ana, `/exception ${ticket}`, 'Not done');
  expect(refused.text).toContain('SEC-2');
});
