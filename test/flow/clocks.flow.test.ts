import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Flow, startFlow } from '../support/flow.ts';
import {
  acknowledges,
  arrives,
  asks,
  card,
  classifies,
  endOfDay,
  everythingIsDelivered,
  hasTaken,
  isReadyForFixes,
  seesInThread,
  thread,
  written,
} from './habits.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
});
afterAll(() => endOfDay(flow));

/** What the leads were told of a ticket. */
function toldToLeads(ticket: string): readonly string[] {
  return flow.people.lena
    .messagesIn('leads')
    .filter(({ onlyFor, text }) => onlyFor === undefined && text.startsWith(`${ticket}:`))
    .map(({ text }) => text);
}

async function passes(minutes: number) {
  await flow.minutesPass(minutes);
  await everythingIsDelivered(flow);
}

test('T1-4, ESL-1 at risk and missed are each told once, to the thread and to the leads', async () => {
  const { ana, otto } = flow.people;
  const ticket = await hasTaken(flow, ana, { priority: 'P2' });
  await passes(19);
  expect(toldToLeads(ticket)).toEqual([]);
  await passes(1);
  const [atRisk] = toldToLeads(ticket);
  expect(atRisk).toMatch(
    new RegExp(
      `^${ticket}: response at risk(?: \\(ESL-1\\))?\\. (10 min|9 min \\d+ s) left, due Mon 2 Mar, 09:30 CET\\. Owner: @ana\\.`,
    ),
  );
  // Twenty minutes of active work are over, too (ESC-1).
  expect(atRisk).toContain('Next (T2-1): Tier 2 Support reads the record and accepts the escalation');
  expect((await thread(otto, ticket)).filter((text) => text.includes('at risk'))).toEqual([atRisk]);
  const [, line] = toldToLeads(ticket);
  expect(line).toBeUndefined();
  await passes(9);
  expect(toldToLeads(ticket)).toHaveLength(1);

  await passes(2);
  const missed = toldToLeads(ticket)[1];
  expect(missed).toContain(`${ticket}: response missed. It was due Mon 2 Mar, 09:30 CET. Owner: @ana.`);
  expect((await thread(otto, ticket)).filter((text) => text.includes('missed'))).toEqual([missed]);
  await passes(60);
  expect(toldToLeads(ticket)).toHaveLength(2);
  const calls = flow.people.lena
    .messagesIn('leads')
    .filter(({ text }) => text.startsWith(ticket))
    .map(({ mentions }) => mentions.users);
  expect(calls).toEqual([['ana'], ['ana']]);
});

test('T1-4 once the customer was answered, the response clock says nothing more', async () => {
  const { ben } = flow.people;
  const ticket = await hasTaken(flow, ben, { priority: 'P2' });
  await isReadyForFixes(ben, ticket);
  await passes(120);
  expect(toldToLeads(ticket)).toEqual([]);
});

test('ESL-1 the resolution clock is told of when it comes close, and when it has run out', async () => {
  const { tess } = flow.people;
  const ticket = await hasTaken(flow, tess, { priority: 'P1' });
  await isReadyForFixes(tess, ticket, { priority: 'P1' });
  await passes(181);
  expect(toldToLeads(ticket)).toEqual([expect.stringContaining(`${ticket}: resolution at risk (ESL-1).`)]);
  expect(toldToLeads(ticket)[0]).toContain('Next (T2-1)');
  await passes(60);
  expect(toldToLeads(ticket)[1]).toContain(`${ticket}: resolution missed.`);
});

test('T1-4 after a long night both are told as missed, without a warning before', async () => {
  const { ana } = flow.people;
  const ticket = await hasTaken(flow, ana, { priority: 'P1' });
  await passes(700);
  expect(toldToLeads(ticket).map((text) => /(response|resolution) \w+( \w+)?\./.exec(text)?.[0])).toEqual([
    'response missed.',
    'resolution missed.',
  ]);
});

test('T1-1 a ticket that nobody has taken has no clock running', async () => {
  const ticket = await arrives(flow, { priority: 'P1' });
  await passes(300);
  expect(toldToLeads(ticket)).toEqual([]);
});

test('T1-1 one that nobody takes is told of once, to the thread and to the leads', async () => {
  const { ana, lena } = flow.people;
  const words = (ticket: string) => `Nobody has taken ${ticket}.`;
  const toLeads = (ticket: string) =>
    lena.messagesIn('leads').filter(({ text }) => text.startsWith(words(ticket)));
  const ticket = await arrives(flow, { priority: 'P1' });
  const taken = await hasTaken(flow, ana, { priority: 'P1' });
  await passes(4);
  expect(toLeads(ticket)).toEqual([]);
  const why = await asks(flow, ana, `/ticket why ${ticket}`, 'In the queue');
  expect(why.text).toContain('the leads are told if nobody has taken it by');

  await passes(2);
  const [told] = toLeads(ticket);
  expect(told?.text).toContain('P1 (reported), in the queue since');
  expect(told?.text).toContain('Next (T1-1): it waits to be taken');
  expect((await thread(lena, ticket)).filter((text) => text.startsWith(words(ticket)))).toEqual([told?.text]);
  await asks(flow, ana, `/ticket why ${ticket}`, 'nobody has taken it. The leads were told at');
  await passes(600);
  expect(toLeads(ticket)).toHaveLength(1);
  expect(toLeads(taken)).toEqual([]);
});

test('HO-2 it waits only after category and acknowledgement; the clock pauses and goes on', async () => {
  const { ben, lena } = flow.people;
  const ticket = await hasTaken(flow, ben, { priority: 'P2' });
  const early = await asks(flow, ben, `/ticket wait ${ticket}`, 'has no category and priority yet');
  expect(early.buttons).toEqual(['Classify']);
  await classifies(ben, ticket);
  const owed = await asks(flow, ben, `/ticket wait ${ticket}`, 'has not been sent an acknowledgement yet');
  expect(owed.buttons).toEqual(['Acknowledge']);
  await acknowledges(ben, ticket);
  await asks(
    flow,
    ben,
    `/ticket wait ${ticket} ${written('the log files')}`,
    'waits, and its resolution clock is paused',
  );
  const told = await seesInThread(lena, ticket, 'paused the resolution clock');
  expect(told.text).toContain(written('the log files'));
  const root = await card(lena, ticket);
  await flow.workspace.until(() =>
    root.text.includes('Resolution: paused while it waits') ? true : undefined,
  );
  await passes(600);
  expect((await thread(lena, ticket)).join()).not.toContain('resolution missed');
  await asks(flow, ben, `/ticket wait ${ticket}`, 'is already waiting');
  await asks(flow, ben, `/ticket resume ${ticket}`, 'its resolution clock runs again');
  await seesInThread(lena, ticket, 'Resumed by @ben');
  await asks(flow, ben, `/ticket resume ${ticket}`, 'is not waiting for anything');
  const other = await asks(flow, flow.people.ana, `/ticket wait ${ticket}`, 'belongs to @ben');
  expect(other.text).toContain('Who may: @ben');
});
