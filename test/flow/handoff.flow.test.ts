import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { executeOnDesk } from '../../src/desk/execute.ts';
import { followPlan } from '../../src/desk/follow-plan.ts';
import type { Person } from '../../src/sandbox/person/person.ts';
import type { MessageView } from '../../src/sandbox/sight.ts';
import type { ShiftPattern } from '../../src/sop/shift/plan.ts';
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
  takes,
  thread,
  timePassesUntilDelivered,
  written,
} from './habits.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
});
afterAll(() => endOfDay(flow));

/** Ana works until 09:30, then Ben; the clock of these tests begins at 09:00. */
async function isPlanned(): Promise<void> {
  const { ana, ben, lena } = flow.people;
  const { desk } = flow.handrail;
  const actor = { kind: 'person', id: lena.id, role: 'lead', standing: 'member' } as const;
  const every = {
    days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
    timeZone: 'Europe/Berlin',
    positions: ['tier1'],
    channel: null,
  } as const;
  const patterns: readonly ShiftPattern[] = [
    { ...every, name: 'Early', start: '08:00', end: '09:30', members: [ana.id] },
    { ...every, name: 'Day', start: '09:30', end: '17:00', members: [ben.id] },
  ];
  for (const pattern of patterns)
    await executeOnDesk(desk, { actor, requestKey: null }, { type: 'setShiftPattern', pattern });
  while (await followPlan(desk));
}

async function passes(minutes: number): Promise<void> {
  await flow.minutesPass(minutes);
  await everythingIsDelivered(flow);
}

async function opensRecord(person: Person): Promise<void> {
  await finishes(person);
  await person.types('/handoff', { in: 'shift' });
  await person.seesForm('Handoff record');
}

/** Writes a ticket's part of the record, which is shown again with it. */
async function writes(person: Person, ticket: string, watch: string | null): Promise<void> {
  await person.clicks(`Write ${ticket}`);
  await person.seesForm(`Handoff ${ticket}`);
  await person.fills({ 'Next action': written(`Ring about ${ticket}`), Watch: watch });
  await person.submits();
  await person.seesForm('Handoff record');
}

const briefing = (person: Person): Promise<MessageView> => person.sees(/^Handoff: Early/, { in: 'shift' });

describe('a shift of six tickets, handed over', () => {
  let tickets: readonly string[] = [];

  test('HO-1 twenty minutes before the end both are told, and nothing new is taken', async () => {
    const { ana } = flow.people;
    await isPlanned();
    await asks(flow, ana, '/shift on', 'You are on shift until');
    await passes(8);
    const late = await hasTaken(flow, ana, { priority: 'P1', title: written('All exports fail') });
    const others: string[] = [];
    for (let one = 0; one < 5; one += 1) others.push(await hasTaken(flow, ana, { priority: 'P3' }));
    tickets = [late, ...others];
    await passes(2);
    expect((await ana.sees('prepare your handoff', { in: 'dm' })).text).toContain(
      'all 6 of your open tickets',
    );
    await ana.sees('The handoff is being prepared (HO-1)', { in: 'shift' });
    await arrives(flow, {});
    const refused = await asks(flow, ana, '/ticket next', 'waits for the next agent');
    expect(refused.text).toContain('HO-1');
  });

  test('HO-2 the record is saved as one goes; incomplete it is not delivered, and says what is missing', async () => {
    const { ana } = flow.people;
    const [late = '', second = '', third = '', ...rest] = tickets;
    await opensRecord(ana);
    expect(ana.formText()).toContain('6 open tickets');
    expect(ana.formText()).toContain('Not written yet (HO-2): ');
    await writes(ana, late, null);
    await writes(ana, second, written('They may ring'));
    await finishes(ana);
    await opensRecord(ana);
    expect(ana.formText()).toContain(`Change ${late}`);
    await ana.submits();
    await ana.seesForm('Handrail');
    expect(ana.formText()).toContain('HO-2');
    expect(ana.formText()).toContain(`Not written yet: ${third}`);
    await ana.clicks(`Write ${third}`);
    await ana.seesForm(`Handoff ${third}`);
    await ana.fills({ 'Next action': written('Ask for the file'), 'Waiting on': written('Their office') });
    await ana.submits();
    await ana.seesForm('Handoff record');
    for (const ticket of rest) await writes(ana, ticket, written('Look in early'));
    expect(ana.formText()).toContain('Everything is written');
    await ana.clicks('Patterns and anomalies');
    await ana.seesForm('Patterns and anomalies');
    await ana.fills({
      'Patterns and anomalies': written('Many exports fail'),
      'Not in writing': written('Ring, do not write'),
    });
    await ana.submits();
    await ana.seesForm('Handoff record');
    await ana.submits();
    await ana.seesForm('Handrail');
    expect(ana.formText()).toContain('Delivered');
    await finishes(ana);
  });

  test('HO-3 the briefing stands in the shift channel, each ticket in its thread', async () => {
    const { ana, ben } = flow.people;
    await everythingIsDelivered(flow);
    const root = await briefing(ben);
    expect(root.text).toContain(`From @ana, Tier 1 Support`);
    expect(root.text).toContain(written('Many exports fail'));
    expect(root.text).toContain(written('Ring, do not write'));
    expect(root.text).toContain('Verbal briefing: outgoing: not said yet');
    const replies = ben.threadOf(root);
    expect(replies).toHaveLength(2);
    for (const ticket of tickets)
      expect(
        replies.filter(({ text }) => text.includes(written(`Ring about ${ticket}`)) || text.includes(ticket)),
      ).toHaveLength(1);
    await asks(flow, ben, '/handoff status', 'delivered, waits to be acknowledged');
    // Until it is acknowledged she stays on shift, and what is written can still be changed.
    const refused = await asks(flow, ana, '/shift off', 'nobody is off shift until');
    await refused.clicks('Handoff record');
    await ana.seesForm('Handoff record');
    expect(ana.formText()).toContain('Delivered');
    await finishes(ana);
  });

  test('HO-4 what is flagged as unclear is answered before it is acknowledged', async () => {
    const { ana, ben } = flow.people;
    const [, second = ''] = tickets;
    const early = await answered(
      flow,
      ben,
      async () => ben.clicks('Acknowledge handoff', { on: await briefing(ben) }),
      'You are not on shift',
    );
    expect(early.buttons).toContain('Go on shift');
    await passes(10);
    await asks(flow, ben, '/shift on', 'You are on shift until');
    await finishes(ben);
    await ben.clicks('Flag unclear', { on: written(`Ring about ${second}`) });
    await ben.seesForm(`Flag ${second}`);
    await ben.fills({ 'What is unclear': written('Ring whom?') });
    await ben.submits();
    await everythingIsDelivered(flow);
    const stopped = await answered(
      flow,
      ben,
      async () => ben.clicks('Acknowledge handoff', { on: await briefing(ben) }),
      'has not answered yet',
    );
    expect(stopped.text).toContain(second);
    const question = await ana.sees('asks about', { in: 'dm' });
    expect(question.text).toContain(written('Ring whom?'));
    await ana.clicks('Answer', { on: question });
    await ana.seesForm(`Answer ${second}`);
    await ana.fills({ Answer: written('Their office in Kiel') });
    await ana.submits();
    await everythingIsDelivered(flow);
    await ben.sees(written('Their office in Kiel'), { in: 'dm' });
    expect((await briefing(ben)).text).toContain('nothing to be answered any more');
    expect(
      ben
        .threadOf(await briefing(ben))
        .map(({ text }) => text)
        .join('\n'),
    ).toContain(`Answer: ${written('Their office in Kiel')}`);
  });

  test('HO-4, HO-5 acknowledged, every ticket is Ben’s, and the breach nobody pointed out is reported', async () => {
    const { ana, ben, lena } = flow.people;
    const [late = ''] = tickets;
    await finishes(ana);
    await finishes(ben);
    await ana.clicks('Briefing held', { on: await briefing(ana) });
    await ben.clicks('Briefing held', { on: await briefing(ben) });
    await passes(5);
    expect((await briefing(ben)).text).toContain('outgoing: held · incoming: held');
    await answered(
      flow,
      ben,
      async () => ben.clicks('Acknowledge handoff', { on: await briefing(ben) }),
      'You have acknowledged the handoff of',
    );
    await everythingIsDelivered(flow);
    for (const ticket of tickets) {
      expect((await card(ben, ticket)).text).toContain('Owner: @ben');
      expect(await thread(ben, ticket)).toContainEqual(expect.stringContaining('Handed over: @ben owns'));
    }
    const done = await briefing(ben);
    expect(done.text).toContain('Acknowledged by @ben');
    expect(done.buttons).toEqual([]);
    const reported = await lena.sees('did not point it out', { in: 'leads' });
    expect(reported.text).toContain(late);
    expect(lena.messagesIn('leads').filter(({ text }) => text.includes('did not point'))).toHaveLength(1);
    expect(lena.messagesIn('leads').filter(({ text }) => text.includes('verbal briefing'))).toEqual([]);
  });

  test('HO-5 for ten minutes Ben’s tickets stand by the time left', async () => {
    const { ben } = flow.people;
    const [late = ''] = tickets;
    const newest = await hasTakenAsBen('P1');
    const queue = await ben.sees('your queue by the time left', { in: 'dm' });
    expect(queue.text.indexOf(late)).toBeGreaterThan(0);
    const mine = await asks(flow, ben, '/ticket mine', 'You have 7 tickets in hand');
    const order = [...mine.text.matchAll(/^(T-\d+) ·/gm)].map(([, ticket]) => ticket);
    // Fifteen minutes are left on the one just taken; the late one follows; then the others.
    expect(order.slice(0, 2)).toEqual([newest, late]);
  });

  async function hasTakenAsBen(priority: string): Promise<string> {
    const ticket = await arrives(flow, { priority });
    await takes(flow, flow.people.ben, ticket);
    return ticket;
  }

  test('HO-3 Ana may go, and why a ticket changed hands can be looked up', async () => {
    const { ana, ben } = flow.people;
    const [late = ''] = tickets;
    await ana.sees('acknowledged your handoff', { in: 'dm' });
    await asks(flow, ana, '/shift off', 'You are off shift');
    await finishes(ben);
    await ben.types(`/ticket why ${late}`, { in: 'tickets' });
    await ben.seesForm(late);
    expect(ben.formText()).toContain(
      'passed from @ana to @ben, who acknowledged the handoff record of SHIFT-',
    );
    await finishes(ben);
    await asks(flow, ben, '/handoff status', 'Nobody is handing over now.');
  });
});

/** Writes all of the record and delivers it; returns its tickets. */
async function delivers(person: Person): Promise<readonly string[]> {
  await opensRecord(person);
  const missing = (person.form?.buttons ?? []).flatMap((label) => /^Write (T-\d+)$/.exec(label)?.[1] ?? []);
  for (const ticket of missing) await writes(person, ticket, null);
  await person.submits();
  await person.seesForm('Handrail');
  expect(person.formText()).toContain('Delivered');
  await finishes(person);
  return missing;
}

test('HO-3 somebody leaves early and nobody is there: a lead names who takes over', async () => {
  const { ben, lena, tess } = flow.people;
  const missing = await delivers(ben);
  expect(missing).toHaveLength(7);
  const call = await lena.sees('nobody is on shift or planned who could take over', { in: 'leads' });
  await finishes(lena);
  await lena.clicks('Name somebody', { on: call });
  await lena.seesForm('Name somebody');
  await lena.fills({ Agent: '@ana' });
  await lena.submits();
  await lena.seesForm('Handrail');
  await finishes(lena);
  await lena.clicks('Name somebody', { on: call });
  await lena.seesForm('Name somebody');
  await lena.fills({ Agent: '@tess' });
  await lena.submits();
  await lena.seesForm('Handrail');
  expect(lena.formText()).toContain('@tess is asked to acknowledge the handoff of @ben');
  await finishes(lena);
  const named = await tess.sees('has named you', { in: 'dm' });
  await asks(flow, tess, '/shift on', 'You are on shift');
  await finishes(tess);
  await answered(
    flow,
    tess,
    async () => tess.clicks('Acknowledge handoff', { on: named }),
    'You have acknowledged the handoff of',
  );
  await everythingIsDelivered(flow);
  for (const ticket of missing) expect((await card(tess, ticket)).text).toContain('Owner: @tess');
  // Neither had said that they spoke.
  await lena.sees('not both have said that the verbal briefing was held', { in: 'leads' });
  await asks(flow, ben, '/shift off', 'You are off shift');
});

test('SC-1, HO-2 a briefing whose channel takes nothing any more stands, whole, in the one chosen anew', async () => {
  const { ben, max, tess } = flow.people;
  // The clock escalates them before: nothing but the move is to bring the second message of tickets up to date.
  await flow.minutesPass(15);
  const tickets = await delivers(tess);
  expect(tickets).toHaveLength(7);
  await timePassesUntilDelivered(flow);
  await flow.workspace.archive('shift');
  const [changed = ''] = tickets;
  await asks(flow, tess, `/ticket note ${changed} ${written('they rang')}`, 'Noted on');
  const warning = await max.sees('Handrail cannot post to #shift', { in: 'dm' });
  flow.workspace.addChannel('shift-2', { members: Object.values(flow.people), bot: true });
  await max.clicks('Set up', { on: warning });
  await max.seesForm('Set up the desk');
  await max.fills({ 'Shift channel': '#shift-2' });
  await max.submits();
  await finishes(max);
  await timePassesUntilDelivered(flow);
  const root = await ben.sees('From @tess', { in: 'shift-2' });
  expect(root.buttons).toContain('Acknowledge handoff');
  const shown = ben.threadOf(root).map(({ text }) => text);
  for (const ticket of tickets) expect(shown.filter((text) => text.includes(ticket))).toHaveLength(1);
});
