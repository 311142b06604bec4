import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { PersonKind } from '../../src/sandbox/model.ts';
import type { Person } from '../../src/sandbox/person/person.ts';
import { type Flow, startFlow } from '../support/flow.ts';
import {
  answered,
  arrives,
  asks,
  card,
  customerWord,
  endOfDay,
  everythingIsDelivered,
  finishes,
  hasTaken,
  thread,
  written,
} from './habits.ts';

let flow: Flow;
/** One in the queue, one that Ana works on. */
let waiting: string;
let owned: string;
const outsiders = new Map<string, Person>();

beforeAll(async () => {
  flow = await startFlow();
  owned = await hasTaken(flow, flow.people.ana);
  waiting = await arrives(flow, { priority: 'P1' });
  await everythingIsDelivered(flow);
  outsiders.set('otto', flow.people.otto);
  const kinds: readonly [string, PersonKind][] = [
    ['gus', 'guest'],
    ['gina', 'single_channel_guest'],
    ['robo', 'bot'],
    ['stella', 'stranger'],
    ['dan', 'deactivated'],
  ];
  for (const [name, kind] of kinds) {
    const person = flow.workspace.addPerson({ name, kind });
    await flow.workspace.join('tickets', person);
    outsiders.set(name, person);
  }
});
afterAll(() => endOfDay(flow));
afterEach(async () => {
  for (const person of [...Object.values(flow.people), ...outsiders.values()]) await finishes(person);
});

const reasons: readonly [string, string][] = [
  ['otto', 'You are not on this desk’s roster yet'],
  ['gus', 'Guests of this workspace hold no role on the desk'],
  ['gina', 'Guests of this workspace hold no role on the desk'],
  ['robo', 'Apps and bots hold no role on this desk'],
  ['stella', 'You are here from another organization'],
  ['dan', 'so you can’t'],
];

describe.each(reasons)('%s', (name, reason) => {
  const outsider = () => {
    const person = outsiders.get(name);
    if (!person) throw new Error(`nobody is called ${name}`);
    return person;
  };

  test('AU-1 every command is refused kindly and privately, and shows nothing of any ticket', async () => {
    const person = outsider();
    const number = owned.slice(2);
    const commands: readonly `/${string}`[] = [
      '/ticket new',
      '/ticket next',
      '/ticket queue',
      '/ticket mine',
      `/ticket take ${waiting}`,
      `/ticket show ${number}`,
      '/ticket show',
      '/ticket show 9999',
      `/ticket why ${number}`,
      `/ticket ack ${number}`,
      `/ticket note ${number} words`,
      '/ticket note words',
      `/ticket wait ${number}`,
      `/ticket resume ${number}`,
      `/ticket transfer ${number} @${name}`,
      `/ticket link ${number} ACME-2`,
      `/classify ${number} AUTH P1`,
      '/ops setup',
      '/ops roster list',
      `/ops roster add @${name} manager`,
      '/ops roster remove @ana',
      '/ops can-i close a ticket',
    ];
    for (const command of commands) {
      const answer = await asks(flow, person, command, reason);
      expect(answer.text, command).toContain('Not done.');
      expect(answer.text, command).toContain('AU-1');
      expect(answer.text, command).toContain('Who may: ');
      expect(answer.text, command).not.toContain(customerWord);
      expect(person.form?.fields ?? [], command).toEqual([]);
    }
    for (const told of person.ephemerals()) expect(told.onlyFor).toBe(name);
  });

  test('AU-1 buttons and shortcuts too', async () => {
    const person = outsider();
    const root = await card(person, waiting);
    for (const label of ['Take', 'Show', 'Why'])
      expect((await answered(flow, person, () => person.clicks(label, { on: root }), reason)).text).toContain(
        'AU-1',
      );
    await answered(flow, person, () => person.uses('ticket_new'), reason);
    await answered(flow, person, () => person.usesOn(root, 'ticket_from_message'), reason);
    await everythingIsDelivered(flow);
    expect(root.text).toContain('Owner: nobody yet');
  });
});

test('AU-1 help is for everybody', async () => {
  for (const person of outsiders.values()) {
    await asks(flow, person, '/ticket help', '/ticket next');
    await asks(flow, person, '/ops', '/ops can-i ACTION');
  }
});

describe('a form that was open when the role went', () => {
  const loses = async (person: Person) => {
    await asks(flow, flow.people.max, `/ops roster remove @${person.name}`, 'was taken off the roster');
  };
  const regains = async (person: Person, role: string) => {
    await asks(flow, flow.people.max, `/ops roster add @${person.name} ${role}`, 'is on the roster');
  };

  test('AU-1 opening a ticket is refused when it is sent', async () => {
    const { ben } = flow.people;
    await ben.types('/ticket new', { in: 'tickets' });
    await ben.seesForm('Open a ticket');
    const title = written('Too late');
    await ben.fills({ Title: title, Description: title, 'Customer account': 'A' });
    await loses(ben);
    await ben.submits();
    expect(ben.formText()).toContain('You are not on this desk’s roster yet');
    await everythingIsDelivered(flow);
    ben.doesNotSee(title);
    await regains(ben, 'tier1');
  });

  test('AU-1 classifying is refused when it is sent, and nothing is in the thread', async () => {
    const { ana } = flow.people;
    await ana.types(`/classify ${owned} UI P3`, { in: 'tickets' });
    await ana.seesForm(`Classify ${owned}`);
    await ana.fills({
      Symptom: 'A page stays empty',
      'I have read the whole description and every attachment': true,
    });
    await loses(ana);
    await ana.submits();
    expect(ana.formText()).toContain('AU-1');
    await everythingIsDelivered(flow);
    expect((await thread(flow.people.ben, owned)).join()).not.toContain('Classified');
    await regains(ana, 'tier1');
  });

  test('AU-5 setting up the desk is refused when it is sent', async () => {
    const { lena } = flow.people;
    await regains(lena, 'manager');
    await lena.types('/ops setup', { in: 'leads' });
    await lena.seesForm('Set up the desk');
    await lena.fills({ 'Leads channel': '#shift' });
    await regains(lena, 'lead');
    await lena.submits();
    expect(lena.formText()).toContain('Only the Operations Manager may set up the desk');
    expect(lena.formText()).toContain('AU-5');
  });

  test('AU-1 somebody made a guest has no role any more, at the latest after five minutes', async () => {
    const { tess } = flow.people;
    await asks(flow, tess, '/ticket mine', 'You have no ticket in hand');
    await flow.workspace.changePerson(tess, { kind: 'guest' });
    flow.clock.advance(5 * 60_000);
    await asks(flow, tess, '/ticket mine', 'Guests of this workspace hold no role');
    await flow.workspace.changePerson(tess, { kind: 'member' });
    flow.clock.advance(5 * 60_000);
    await asks(flow, tess, '/ticket mine', 'You have no ticket in hand');
  });
});

test('AU-2 to AU-5 can-i says yes or no, the clause, and who may', async () => {
  const { ana, lena, max } = flow.people;
  const asked = async (person: Person, words: string) =>
    (await asks(flow, person, `/ops can-i ${words}`, 'may')).text;
  expect(await asked(ana, 'override priority')).toContain(
    'No, you may not override a priority. Team Lead or above may (LD-2).',
  );
  expect(await asked(lena, 'override priority')).toContain('Yes, you may override a priority.');
  expect(await asked(ana, 'classify')).toContain(
    'Yes, you may classify a ticket. Tier 1 Support or above may (T1-3).',
  );
  expect(await asked(lena, 'set up the desk')).toContain(
    'No, you may not set up the desk. Operations Manager may (AU-5).',
  );
  expect(await asked(max, 'set up the desk')).toContain('Yes, you may set up the desk.');
  await asks(flow, ana, '/ops can-i xyzzy', 'The procedure knows no such action.');
  await asks(flow, ana, '/ops can-i', 'as in /ops can-i close a ticket');
});

describe('/ops setup', () => {
  test('AU-5 is for the Operations Manager', async () => {
    const { ana, lena } = flow.people;
    for (const person of [ana, lena]) {
      const refusal = await asks(
        flow,
        person,
        '/ops setup',
        'Only the Operations Manager may set up the desk.',
      );
      expect(refusal.text).toContain('Who may: Operations Manager');
      expect(refusal.text).toContain('AU-5');
    }
  });

  test('AU-5 says at each channel why it cannot be used', async () => {
    const { max } = flow.people;
    const { workspace } = flow;
    workspace.addChannel('without-us', { members: [max], bot: false });
    workspace.addChannel('secret', { members: [max], bot: false, private: true });
    workspace.addChannel('ours-in-private', { members: [max], bot: true, private: true });
    workspace.addChannel('old', { members: [max], bot: true });
    await workspace.archive('old');
    await max.types('/ops setup', { in: 'leads' });
    const form = await max.seesForm('Set up the desk');
    expect(form.fields.map(({ label, value }) => [label, value])).toEqual([
      ['Tickets channel', '#tickets'],
      ['Shift channel', '#shift'],
      ['Leads channel', '#leads'],
      ['Stakeholders channel', '#stakeholders'],
    ]);
    await max.fills({
      'Shift channel': '#without-us',
      'Leads channel': '#secret',
      'Stakeholders channel': '#old',
    });
    await max.submits();
    const invite = 'Handrail is not a member: type /invite @Handrail in that channel, then save again.';
    expect(max.form?.errors).toEqual({
      'Shift channel': invite,
      'Leads channel': invite,
      'Stakeholders channel': 'This channel is archived. Choose another one.',
    });
    await workspace.inviteBot('without-us');
    await max.fills({ 'Leads channel': '#without-us', 'Stakeholders channel': '#ours-in-private' });
    await max.submits();
    expect(max.formText()).toContain('The desk’s channels are set.');
    expect(max.formText()).toContain('/ops roster add @ana tier1');
    expect(max.formText()).toContain('#without-us');
    await max.closes();
    await max.types('/ops setup', { in: 'leads' });
    await max.seesForm('Set up the desk');
    await max.fills({
      'Shift channel': '#leads',
      'Leads channel': '#leads',
      'Stakeholders channel': '#leads',
    });
    await max.submits();
    expect(max.formText()).toContain('The desk’s channels are set.');
  });
});

describe('the roster', () => {
  test('AU-1 the manager adds, changes, removes and lists; others list', async () => {
    const { ana, lena, max, otto } = flow.people;
    await asks(flow, max, '/ops roster add @otto tier2', '@otto is on the roster as Tier 2 Support.');
    const list = await asks(flow, ana, '/ops roster', 'The roster');
    expect(list.text).toContain('Operations Manager: @max');
    expect(list.text).toMatch(/Tier 1 Support: (@ana, @ben|@ben, @ana)$/);
    expect(list.text).toMatch(/Tier 2 Support: .*@otto/);
    await asks(flow, otto, '/ticket mine', 'You have no ticket in hand');
    await asks(flow, max, '/ops roster remove @otto', '@otto was taken off the roster.');
    await asks(flow, otto, '/ticket mine', 'You are not on this desk’s roster yet');
    for (const command of ['/ops roster add @lena manager', '/ops roster remove @max'] as const)
      await asks(flow, lena, command, 'Only the Operations Manager may change the roster.');
    await asks(flow, max, '/ops roster add @otto boss', 'Roles: tier1, tier2, lead, manager.');
    await asks(flow, max, '/ops roster add otto tier1', 'Say who and as what');
    await asks(flow, max, '/ops roster whatever', 'As in /ops roster list');
  });

  test('AU-1 the last manager stays', async () => {
    const { max } = flow.people;
    for (const command of ['/ops roster remove @max', '/ops roster add @max tier1'] as const) {
      const refusal = await asks(flow, max, command, 'is the only Operations Manager on the roster');
      expect(refusal.buttons).toEqual(['Roster']);
    }
  });

  test('AU-1 guests, bots and people of other workspaces are not added', async () => {
    const { max } = flow.people;
    for (const name of ['gus', 'gina', 'robo', 'stella', 'dan'])
      await asks(flow, max, `/ops roster add @${name} tier1`, `@${name} was not added: only full members`);
    const list = await asks(flow, max, '/ops roster list', 'The roster');
    for (const name of ['gus', 'gina', 'robo', 'stella', 'dan']) expect(list.text).not.toContain(name);
  });
});
