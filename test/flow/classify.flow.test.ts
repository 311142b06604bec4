import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Flow, startFlow } from '../support/flow.ts';
import {
  accepts,
  acknowledges,
  arrives,
  asks,
  card,
  choosesCategory,
  classifies,
  customerWord,
  endOfDay,
  everythingIsDelivered,
  hasTaken,
  seesInThread,
  takes,
  thread,
  written,
} from './habits.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
});
afterAll(() => endOfDay(flow));
afterEach(async () => {
  for (const person of Object.values(flow.people)) if (person.form) await person.closes();
});

const box = 'I have read the whole description and every attachment';

/** What the open form holds, by label. */
function values(person: Flow['people']['ana']): Record<string, unknown> {
  return Object.fromEntries((person.form?.fields ?? []).map(({ label, value }) => [label, value]));
}

test('T1-2 a very long description and all attachments stand in the form and in the thread, in order', async () => {
  const { ana, ben } = flow.people;
  const words = Array.from({ length: 4400 }, (_, index) => `word${String(index).padStart(4, '0')}`);
  const description = `${customerWord} ${words.join(' ')}`.slice(0, 40_000);
  const expected = description.match(/word\d{4}/g);
  const names = Array.from({ length: 30 }, (_, index) => `attachment-${index}`);
  const answer = await flow.intake({
    externalId: 'long-one',
    title: written('A long story'),
    description,
    customerAccount: 'ACME-1',
    attachments: names.map((name) => ({ name, url: `https://files.test/${name}?${'q'.repeat(1500)}` })),
  });
  const { ticket } = (await answer.json()) as { ticket: { id: string } };
  await takes(flow, ana, ticket.id);
  await ana.types(`/classify ${ticket.id}`, { in: 'tickets' });
  const form = await ana.seesForm(`Classify ${ticket.id}`);
  const shown = form.text.join('\n');
  expect(shown.match(/word\d{4}/g)).toEqual(expected);
  for (const name of names) expect(shown).toContain(name);
  expect(shown.indexOf('word0000')).toBeLessThan(shown.indexOf('attachment-0'));

  await everythingIsDelivered(flow);
  const replies = (await thread(ben, ticket.id)).join('\n');
  expect(replies.match(/word\d{4}/g)).toEqual(expected);
  for (const name of names) expect(replies).toContain(name);
  expect(replies).toContain('part 1 of');

  await ana.fills({ Category: 'PERF' });
  await ana.fills({ Symptom: 'Pages open slowly', Priority: 'P3', [box]: true });
  await ana.submits();
  expect(ana.formText()).toContain(`${ticket.id} is PERF P3.`);
});

test('T1-3 the symptoms follow the category, and the other entries stay', async () => {
  const { ana } = flow.people;
  const ticket = await hasTaken(flow, ana);
  await ana.types(`/classify ${ticket}`, { in: 'tickets' });
  const empty = await ana.seesForm(`Classify ${ticket}`);
  expect(empty.fields.map(({ label }) => label)).toEqual(['Category', 'Priority', 'Before you classify']);
  expect(empty.text.join('\n')).toContain('The symptoms follow from the category.');
  expect(empty.text.join('\n')).toContain('Issue Classification Matrix, version 2026.1');
  await ana.fills({ Priority: 'P2', [box]: true, Category: 'AUTH' });
  await ana.fills({ Symptom: 'The account is locked after failed attempts' });
  await choosesCategory(ana, 'BILLING', 'An invoice did not arrive');
  expect(values(ana)).toMatchObject({
    Category: expect.stringContaining('BILLING'),
    Symptom: null,
    Priority: expect.stringContaining('P2'),
    'Before you classify': [box],
  });
  expect(ana.form?.fields.find(({ label }) => label === 'Symptom')?.options).not.toContain(
    'The account is locked after failed attempts',
  );
  await choosesCategory(ana, 'UI', 'A page stays empty');
  await ana.fills({ Symptom: 'A page stays empty' });
  await ana.submits();
  expect(ana.formText()).toContain(`${ticket} is UI P2.`);
  expect(ana.form?.buttons).toEqual(['Acknowledge', 'Show']);
  const told = await seesInThread(flow.people.ben, ticket, 'Classified by @ana: UI P2');
  expect(told.text).toContain('A page stays empty · matrix version 2026.1');
  expect(told.text).toContain('Response: due');
});

test('T1-3 two quick changes of the category leave the symptoms of the last one', async () => {
  const { ana } = flow.people;
  const ticket = await hasTaken(flow, ana);
  await ana.types(`/classify ${ticket}`, { in: 'tickets' });
  await ana.seesForm(`Classify ${ticket}`);
  await Promise.all([
    ana.chooses('Category', 'AUTH · signing in and access'),
    ana.chooses('Category', 'DATA · records and data'),
  ]);
  await flow.workspace.until(() =>
    ana.form?.fields.find(({ label }) => label === 'Symptom')?.options.includes('Records show old values')
      ? true
      : undefined,
  );
  expect(values(ana).Category).toContain('DATA');
});

test('T1-2 without the statement nothing happens, and what was entered stays', async () => {
  const { ana } = flow.people;
  const ticket = await hasTaken(flow, ana);
  await ana.types(`/classify ${ticket} data p4`, { in: 'tickets' });
  await ana.seesForm(`Classify ${ticket}`);
  await ana.fills({ Symptom: 'Records appear twice' });
  await ana.submits();
  expect(ana.form?.errors['Before you classify']).toMatch(/^T1-2: Read the whole description/);
  expect(values(ana)).toMatchObject({
    Category: expect.stringContaining('DATA'),
    Symptom: 'Records appear twice',
    Priority: expect.stringContaining('P4'),
  });
  await ana.fills({ [box]: true });
  await ana.submits();
  expect(ana.formText()).toContain(`${ticket} is DATA P4.`);
});

test('ESC-3 OTHER goes to tier 2 by itself, who find the category', async () => {
  const { ana, tess } = flow.people;
  const ticket = await hasTaken(flow, ana);
  await classifies(ana, ticket, {
    category: 'OTHER',
    symptom: 'None of the listed symptoms',
    priority: 'P3',
  });
  const told = await seesInThread(ana, ticket, 'Escalated (ESC-3)');
  expect(told.text).toContain('It matches no documented category');
  const root = await card(ana, ticket);
  await flow.workspace.until(() => (root.text.includes('Escalated (ESC-3)') ? true : undefined));
  // Until it is accepted it stays with Ana, who can no longer classify it.
  await asks(flow, ana, `/classify ${ticket} UI P3`, 'waits for Tier 2 Support to accept it');
  await accepts(tess, ticket);
  await classifies(tess, ticket, { category: 'UI', symptom: 'A page stays empty', priority: 'P3' });
  await seesInThread(tess, ticket, 'UI P3');
});

test('T1-3 /classify N CATEGORY PRIORITY fills the form in, in any order of the words', async () => {
  const { ana, ben } = flow.people;
  const ticket = await hasTaken(flow, ana);
  const digits = ticket.slice(2);
  for (const words of [`${digits} AUTH P2`, `P2 auth #${digits}`, `auth t-${digits} p2`]) {
    await ana.types(`/classify ${words}`, { in: 'tickets' });
    await ana.seesForm(`Classify ${ticket}`);
    expect(values(ana)).toMatchObject({
      Category: expect.stringContaining('AUTH'),
      Priority: expect.stringContaining('P2'),
    });
    await ana.closes();
  }
  const told = await asks(
    flow,
    ana,
    `/classify ${ticket} LOGIN P2`,
    '“LOGIN” is neither a ticket nor a category',
  );
  expect(told.text).toContain('AUTH, PERF, DATA, INTG, UI, BILLING, OTHER');
  await asks(flow, ana, '/classify help', '/classify [N] [CATEGORY] [PRIORITY]');

  const refusal = await asks(flow, ben, `/classify ${ticket} AUTH P2`, `${ticket} belongs to @ana`);
  expect(refusal.text).toContain('Who may: @ana');
  expect(ben.form?.fields ?? []).toEqual([]);
  ana.doesNotSee(`${ticket} belongs to @ana`);
});

test('T1-1 a ticket nobody has taken is not classified; the button offered takes it', async () => {
  const { tess } = flow.people;
  const ticket = await arrives(flow, { priority: 'P1' });
  const refusal = await asks(flow, tess, `/classify ${ticket}`, `Nobody has taken ${ticket} yet`);
  expect(refusal.buttons).toEqual(['Take']);
  await refusal.clicks('Take');
  await seesInThread(tess, ticket, 'Taken by @tess');
});

test('LD-2 until the acknowledgement a slip is corrected; from then on the priority is a lead’s', async () => {
  const { ana } = flow.people;
  const ticket = await hasTaken(flow, ana, { priority: 'P3' });
  await classifies(ana, ticket, { priority: 'P3' });
  await classifies(ana, ticket, { priority: 'P2' });
  await seesInThread(ana, ticket, 'AUTH P2');
  const root = await card(ana, ticket);
  await flow.workspace.until(() => (root.text.includes('P2 High') ? true : undefined));
  await acknowledges(ana, ticket);
  // Written, but not sent yet: a new classification makes the message void.
  await classifies(ana, ticket, { priority: 'P3' });
  await seesInThread(ana, ticket, 'Not to be sent: the ticket was classified anew');
  await classifies(ana, ticket, { priority: 'P2' });
  await acknowledges(ana, ticket);
  const message = await seesInThread(ana, ticket, 'send this message to the customer, then confirm');
  await ana.clicks('Confirm', { on: message });
  await seesInThread(ana, ticket, 'Response: met');

  await ana.types(`/classify ${ticket} P1`, { in: 'tickets' });
  await ana.seesForm(`Classify ${ticket}`);
  expect(values(ana)).toMatchObject({ Symptom: 'Signing in fails with correct details' });
  await ana.fills({ [box]: true });
  await ana.submits();
  expect(ana.formText()).toContain(`${ticket} was acknowledged as P2`);
  expect(ana.formText()).toContain('LD-2');
  expect(ana.formText()).toContain('Who may: Team Lead or above');
  await ana.closes();
  // Another symptom of the same priority is still a correction.
  await classifies(ana, ticket, { symptom: 'The account is locked after failed attempts', priority: 'P2' });
  await seesInThread(ana, ticket, 'The account is locked after failed attempts');
});

test('T1-3 the same again is refused, with the next step', async () => {
  const { ana } = flow.people;
  const ticket = await hasTaken(flow, ana);
  await classifies(ana, ticket);
  await ana.types(`/classify ${ticket}`, { in: 'tickets' });
  await ana.seesForm(`Classify ${ticket}`);
  await ana.fills({ [box]: true });
  await ana.submits();
  expect(ana.formText()).toContain('is already classified as AUTH, P2, with this symptom');
  expect(ana.form?.buttons).toEqual(['Acknowledge']);
  await ana.clicks('Acknowledge');
  await ana.seesForm(`Acknowledge ${ticket}`);
});

test('T1-1 a ticket that was given away while the form was open is not classified by its old owner', async () => {
  const { ana, ben } = flow.people;
  const ticket = await hasTaken(flow, ana);
  await ana.types(`/ticket transfer ${ticket} @ben`, { in: 'tickets' });
  const offer = await seesInThread(ben, ticket, 'Transfer: @ana offers');
  await ana.types(`/classify ${ticket} AUTH P2`, { in: 'tickets' });
  await ana.seesForm(`Classify ${ticket}`);
  await ana.fills({ Symptom: 'Signing in fails with correct details', [box]: true });
  await ben.clicks('Accept', { on: offer });
  await ben.sees(`${ticket} is yours now.`);
  await ana.submits();
  expect(ana.formText()).toContain(`${ticket} belongs to @ben`);
  await everythingIsDelivered(flow);
  expect((await thread(ben, ticket)).join()).not.toContain('Classified');
});
