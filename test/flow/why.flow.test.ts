import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import { type Flow, startFlow } from '../support/flow.ts';
import {
  arrives,
  asks,
  classifies,
  endOfDay,
  everythingIsDelivered,
  hasTaken,
  isReadyForFixes,
} from './habits.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
});
afterAll(() => endOfDay(flow));

test('T1-10 why lists the next step, the clocks, what happened and what was refused, by whom and when', async () => {
  const { ana, ben, otto } = flow.people;
  const ticket = await hasTaken(flow, ana, { priority: 'P2' });
  await asks(flow, ben, `/classify ${ticket} AUTH P2`, 'belongs to @ana');
  await asks(flow, otto, `/ticket note ${ticket} words`, 'not on this desk’s roster');
  await asks(flow, ana, `/ticket wait ${ticket}`, 'has no category');
  await classifies(ana, ticket);
  await flow.minutesPass(21);
  await everythingIsDelivered(flow);
  await ben.types(`/ticket why ${ticket}`, { in: 'tickets' });
  const { text } = await ben.seesForm(ticket);
  const shown = text.join('\n');
  expect(shown).toContain(`Why ${ticket} stands as it does`);
  expect(shown).toContain('Next (T2-1): Tier 2 Support reads the record and accepts the escalation');
  expect(shown).toMatch(/T1-4 .*Response clock: running, due at Mon,? 2 Mar,? 09:30 CET, in \d+ min/);
  expect(shown).toContain('Resolution clock: running, due at');
  const history = [
    'SC-1 Mon 2 Mar, 09:00 CET It came in by the intake endpoint.',
    'T1-1 Mon 2 Mar, 09:00 CET @ana took it, and the clocks started.',
    '@ben (tier1) was not let classify a ticket: ',
    '@otto (member) was not let write a note on a ticket: You are not on this desk’s roster yet',
    '@ana (tier1) was not let set a ticket waiting: ',
    '@ana classified it as AUTH, P2 (matrix version 2026.1), having read it whole.',
    'The response clock came close to its limit',
  ];
  const places = history.map((line) => shown.indexOf(line));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(shown).not.toContain(`words`);
  await ben.closes();
});

test('T1-10 a ticket in the queue, and one that is done for now', async () => {
  const { ana } = flow.people;
  const queued = await arrives(flow);
  await ana.types(`/ticket why ${queued}`, { in: 'tickets' });
  const form = await ana.seesForm(queued);
  expect(form.text.join('\n')).toContain('Next (T1-1): it waits to be taken');
  expect(form.text.join('\n')).toContain(
    'Response clock: not started; it starts when somebody takes the ticket.',
  );
  await ana.closes();
  const ticket = await hasTaken(flow, ana, { priority: 'P2' });
  await isReadyForFixes(ana, ticket);
  await ana.types(`/ticket why ${ticket}`, { in: 'tickets' });
  const done = (await ana.seesForm(ticket)).text.join('\n');
  expect(done).toContain('Response clock: met. It stopped at');
  expect(done).toContain('Next (T1-6): @ana applies SF-1 Account Status Check');
  await ana.closes();
});

test('T1-10 a long history has pages, each turned by its buttons, and none of it is lost', async () => {
  const { ana, ben } = flow.people;
  const ticket = await hasTaken(flow, ana);
  const attempts = 400;
  const actor = { kind: 'person', id: ben.id, role: 'tier1', standing: 'member' } as const;
  // Past Slack: typing so often would take minutes.
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const request = { actor, requestKey: null };
    await commandTicket(flow.handrail.desk, request, Number(ticket.slice(2)), { type: 'endWait' });
  }
  await ana.types(`/ticket why ${ticket}`, { in: 'tickets' });
  await ana.seesForm(ticket);
  let seen = 0;
  for (let page = 1; ; page += 1) {
    await expect.poll(() => ana.formText(), { timeout: 5000 }).toMatch(new RegExp(`Page ${page} of`));
    seen += ana.formText().split('@ben (tier1) was not let resume').length - 1;
    expect(ana.form?.buttons.includes('Previous page')).toBe(page > 1);
    if (!ana.form?.buttons.includes('Next page')) break;
    await ana.clicks('Next page');
  }
  expect(seen).toBe(attempts);
  await ana.clicks('Previous page');
  await expect.poll(() => ana.form?.buttons.includes('Next page')).toBe(true);
  await ana.closes();
});
