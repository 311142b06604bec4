import { afterEach, describe, expect, test } from 'vitest';
import type { Person } from '../../src/sandbox/person/person.ts';
import { type Flow, startFlow } from '../support/flow.ts';
import {
  acknowledges,
  answered,
  arrives,
  asks,
  card,
  choosesChannels,
  classifies,
  endOfDay,
  everythingIsDelivered,
  finishes,
  hasTaken,
  opens,
  seesInThread,
  thread,
  timePassesUntilDelivered,
  written,
} from './habits.ts';

let flow: Flow | undefined;
afterEach(async () => {
  await endOfDay(flow);
  flow = undefined;
});

const told = (person: Person) => person.messagesIn('dm').filter(({ text }) => text.includes('cannot post'));

/** The order in which the messages of a channel came, by how they begin. */
const order = (person: Person, channel: string) =>
  person.messagesIn(channel).flatMap(({ text, onlyFor }) => (onlyFor ? [] : [text.split(/[\n:.]/)[0]]));

test('SC-1 before a tickets channel is chosen nothing is lost: it all comes, in order, after /ops setup', async () => {
  flow = await startFlow({ setUp: false });
  const { ana, max } = flow.people;
  await asks(flow, max, '/ops roster add @ana tier1', 'is on the roster');
  await ana.types('/ticket new', { in: 'tickets' });
  await ana.seesForm('Open a ticket');
  await ana.fills({ Title: written('Early'), Description: written('bird'), 'Customer account': 'ACME-1' });
  await ana.submits();
  expect(ana.formText()).toContain('No tickets channel is set yet: its card is posted as soon as');
  await finishes(ana);
  await asks(flow, ana, '/ticket next', 'T-1 is yours');
  await classifies(ana, 'T-1');
  await acknowledges(ana, 'T-1');
  const note = written('while waiting');
  await asks(flow, ana, `/ticket note 1 ${note}`, 'Noted on T-1.');
  expect(order(ana, 'tickets')).toEqual([]);
  await choosesChannels(max, {
    'Tickets channel': '#tickets',
    'Shift channel': '#shift',
    'Leads channel': '#leads',
    'Stakeholders channel': '#stakeholders',
  });
  await everythingIsDelivered(flow);
  expect(order(ana, 'tickets')).toEqual([
    `T-1 · ${written('Early')}`,
    'Description',
    'Taken by @ana, received Mon 2 Mar, 09',
    'Classified by @ana',
    'Acknowledgement',
    'Note of @ana',
  ]);
  const root = await card(ana, 'T-1');
  expect(root.text).toContain('confirms it there');
  await ana.clicks('Confirm', { on: await seesInThread(ana, 'T-1', 'Acknowledgement.') });
  await seesInThread(ana, 'T-1', 'Acknowledged:');
});

describe.each(['is archived', 'has lost Handrail'] as const)('the tickets channel %s', (what) => {
  const breaks = (desk: Flow) =>
    what === 'is archived' ? desk.workspace.archive('tickets') : desk.workspace.removeBot('tickets');

  test('SC-1 the managers are told once; everything comes, in order, in the channel chosen anew', async () => {
    flow = await startFlow();
    const { ana, ben, lena, max } = flow.people;
    const open = await hasTaken(flow, ana, { priority: 'P2' });
    await classifies(ana, open);
    await acknowledges(ana, open);
    await seesInThread(ana, open, 'Acknowledgement.');
    await everythingIsDelivered(flow);
    await breaks(flow);

    const notes = [1, 2, 3].map((count) => written(`note ${count}`));
    for (const note of notes)
      await answered(flow, ben, () => ben.types(`/ticket note ${open} ${note}`, { in: 'leads' }), 'Noted on');
    const later = await arrives(flow, { priority: 'P1' });
    const warning = await max.sees('Handrail cannot post to #tickets', { in: 'dm' });
    expect(warning.text).toContain('Nothing is lost: what belongs there waits.');
    expect(warning.buttons).toEqual(['Set up']);
    expect(warning.mentions.users).toEqual([]);
    await flow.minutesPass(6);
    await flow.minutesPass(6);
    await answered(flow, ana, () => ana.types('/ticket mine', { in: 'leads' }), open);
    expect(told(max)).toHaveLength(1);
    expect(told(lena)).toEqual([]);

    flow.workspace.addChannel('tickets-2', { members: Object.values(flow.people), bot: true });
    await max.clicks('Set up', { on: warning });
    await max.seesForm('Set up the desk');
    await max.fills({ 'Tickets channel': '#tickets-2' });
    await max.submits();
    await finishes(max);
    await timePassesUntilDelivered(flow);

    const root = await card(ana, open, 'tickets-2');
    expect(root.text).toContain('Owner: @ana');
    const replies = ana.threadOf(root).map(({ text }) => text);
    expect(
      replies.filter((text) => text.startsWith('Note of')).map((text) => /note \d/.exec(text)?.[0]),
    ).toEqual(['note 1', 'note 2', 'note 3']);
    expect(root.stored.ts < (ana.threadOf(root)[0]?.ts ?? '')).toBe(true);
    const roots = ana.messagesIn('tickets-2').filter(({ threadTs }) => threadTs === undefined);
    expect(roots.map(({ text }) => /^T-\d+ ·/.exec(text)?.[0]).toSorted()).toEqual([
      `${open} ·`,
      `${later} ·`,
    ]);
    const request = await ana.sees('Acknowledgement. @ana', { in: 'tickets-2' });
    await ana.clicks('Confirm', { on: request });
    await ana.sees('Acknowledged: @ana', { in: 'tickets-2' });
    expect(told(max)).toHaveLength(1);
  });

  test('SC-1 once it takes messages again, everything comes without anybody’s doing', async () => {
    flow = await startFlow();
    const { ana, ben, max } = flow.people;
    const open = await hasTaken(flow, ana);
    await everythingIsDelivered(flow);
    await breaks(flow);
    const note = written('in between');
    await answered(flow, ben, () => ben.types(`/ticket note ${open} ${note}`, { in: 'leads' }), 'Noted on');
    await max.sees('Handrail cannot post to #tickets', { in: 'dm' });
    if (what === 'is archived') await flow.workspace.unarchive('tickets');
    else await flow.workspace.inviteBot('tickets');
    await flow.minutesPass(5);
    await everythingIsDelivered(flow);
    expect((await thread(ana, open)).filter((text) => text.includes(note))).toHaveLength(1);
    expect(told(max)).toHaveLength(1);
    await breaks(flow);
    await answered(flow, ben, () => ben.types(`/ticket note ${open} ${note}`, { in: 'leads' }), 'Noted on');
    await flow.workspace.until(() => (told(max).length === 2 ? true : undefined));
  });
});

test('AU-5 several managers are each told; a lost leads channel holds up nothing else', async () => {
  flow = await startFlow();
  const { ana, lena, max, tess } = flow.people;
  await asks(flow, max, '/ops roster add @tess manager', 'is on the roster');
  await flow.workspace.archive('leads');
  const first = await arrives(flow, { priority: 'P1' });
  const ticket = await hasTaken(flow, ana, { priority: 'P4' });
  for (const manager of [max, tess]) await manager.sees('Handrail cannot post to #leads', { in: 'dm' });
  await seesInThread(ana, ticket, 'Taken by @ana');
  expect(told(lena)).toEqual([]);
  await flow.workspace.unarchive('leads');
  await flow.minutesPass(6);
  await lena.sees(`took ${ticket} before ${first}`, { in: 'leads' });
});

test('AU-5 channels may be shared, and changed: what is new goes to the new one', async () => {
  flow = await startFlow();
  const { ana, max } = flow.people;
  flow.workspace.addChannel('desk', { members: Object.values(flow.people), bot: true });
  const before = await opens(ana);
  await everythingIsDelivered(flow);
  await choosesChannels(max, { 'Tickets channel': '#desk', 'Leads channel': '#desk' });
  const after = await arrives(flow, { priority: 'P1' });
  await card(ana, after, 'desk');
  await asks(flow, ana, '/ticket next', `${after} is yours`);
  await asks(flow, ana, '/ticket next', `${before} is yours`);
  // A card stays where people know it to be.
  await seesInThread(ana, before, 'Taken by @ana');
});
