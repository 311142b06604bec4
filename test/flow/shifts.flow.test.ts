import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../src/sandbox/person/person.ts';
import { type Flow, startFlow } from '../support/flow.ts';
import { answered, arrives, asks, endOfDay, everythingIsDelivered, finishes } from './habits.ts';

let flow: Flow;

beforeAll(async () => {
  // Saturday before the clocks go forward, 16:30 in Berlin.
  flow = await startFlow({ startsAt: '2026-03-28T15:30:00Z' });
});
afterAll(() => endOfDay(flow));

/** Moves the clock to an instant and lets everything happen that is owed by then. */
async function itIs(at: string): Promise<void> {
  await flow.minutesPass((Date.parse(at) - flow.clock.now().getTime()) / 60_000);
  await everythingIsDelivered(flow);
}

async function opensPlan(person: Person): Promise<void> {
  await finishes(person);
  await person.types('/ops shifts', { in: 'leads' });
  await person.seesForm('Shifts');
}

type Entered = Parameters<Person['fills']>[0];

/** Saves a new shift and reads what it brings. */
async function plans(person: Person, entered: Entered): Promise<string> {
  await opensPlan(person);
  await person.clicks('New shift');
  await person.seesForm('New shift');
  await person.fills(entered);
  await person.submits();
  return person.formText();
}

const everyDay = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

describe('CK-3 a lead plans the week', () => {
  test('a desk without shifts says so', async () => {
    const { ana, lena } = flow.people;
    await asks(flow, ana, '/shift who', 'does not work in shifts');
    await asks(flow, ana, '/shift on', 'does not work in shifts');
    await opensPlan(lena);
    expect(lena.formText()).toContain('This desk does not work in shifts.');
  });

  test('what is wrong with a shift is said at its field', async () => {
    const { lena } = flow.people;
    await plans(lena, {
      Name: 'Day',
      Days: everyDay,
      Start: '08:00',
      End: '08:00',
      'Time zone': 'Europe/Atlantis',
      People: [flow.people.ana],
    });
    expect(lena.formText()).toContain('It ends when it begins.');
    expect(lena.formText()).toContain('There is no such time zone.');
    await lena.fills({ End: '16:00', 'Time zone': 'Europe/Berlin' });
    await lena.submits();
    expect(lena.formText()).toContain('“Day” is saved.');
    expect(lena.formText()).toContain('New with it in the next seven days:');
    expect(lena.formText()).toContain('No Team Lead or manager is on shift');
  });

  test('another shift fills its gaps, and a name is there once', async () => {
    const { ben, lena, tess } = flow.people;
    const late = {
      Name: 'day',
      Days: everyDay,
      Start: '16:00',
      End: '23:00',
      People: [ben, tess],
      Positions: ['Tier 1 Support', 'Tier 2 Support'],
      Channel: '#stakeholders',
    };
    await plans(lena, late);
    expect(lena.formText()).toContain('There is a shift of this name already.');
    await lena.fills({ Name: 'Late' });
    await lena.submits();
    expect(lena.formText()).toContain('“Late” is saved.');
    await lena.clicks('Shifts');
    await lena.seesForm('Shifts');
    const week = lena.formText();
    expect(week).toContain('Sunday 2026-03-29');
    expect(week).toContain('08:00–16:00 “Day”');
    expect(week).toContain('16:00–23:00 “Late”');
    expect(week).toContain('Nobody is on shift');
  });

  test('a day is not worked, and then as usual again', async () => {
    const { lena } = flow.people;
    await opensPlan(lena);
    await lena.clicks('Change a day', { on: /^Day/ });
    await lena.seesForm('Change a day');
    await lena.fills({ Date: '2026-03-30', 'On that day': 'It is not worked' });
    await lena.submits();
    expect(lena.formText()).toContain('on 2026-03-30 is changed');
    await lena.clicks('Shifts');
    await lena.seesForm('Shifts');
    expect(lena.formText()).toContain('is not worked (changed)');
  });

  test('others look at it and change nothing', async () => {
    const { ana, otto } = flow.people;
    await opensPlan(ana);
    await ana.clicks('New shift');
    await flow.workspace.until(() => ana.formText().includes('Not done') || undefined);
    expect(ana.formText()).toContain('plan the shifts');
    await finishes(ana);
    await asks(flow, otto, '/ops shifts', 'roster');
  });
});

describe('HO-1 a shift over the night on which clocks change', () => {
  test('CK-3 who does not come is reported to the leads, once', async () => {
    const { ana, lena } = flow.people;
    // 08:00 on the wall is an hour earlier in UTC on Sunday.
    await itIs('2026-03-29T05:59:00Z');
    await asks(flow, ana, '/shift who', 'Nobody is on shift');
    await itIs('2026-03-29T06:00:30Z');
    await asks(flow, ana, '/shift who', 'Expected, not there yet');
    await itIs('2026-03-29T06:16:00Z');
    const told = () =>
      flow.workspace.messagesIn('leads').filter(({ text }) => text.includes('@ana has not come on shift'));
    expect(told()).toHaveLength(1);
    await lena.sees('@ana has not come on shift', { in: 'leads' });
    await itIs('2026-03-29T06:40:00Z');
    expect(told()).toHaveLength(1);
    await asks(flow, ana, '/shift on', 'You are on shift until');
    await asks(flow, ana, '/shift who', 'On shift');
  });

  test('HO-3 nobody off shift takes a ticket; one button puts that right', async () => {
    const { ben } = flow.people;
    await arrives(flow);
    const no = await asks(flow, ben, '/ticket next', 'You are not on shift');
    expect(no.buttons).toContain('Go on shift');
  });

  test('a colleague covers for an hour, and both and the channel hear of it', async () => {
    const { ana, ben } = flow.people;
    await asks(flow, ben, '/shift cover @ana 18:00-19:00', 'is not planned to be on shift at that time');
    await asks(flow, ben, '/shift cover @ana', 'Say for whom');
    await asks(flow, ben, '/shift cover @ben 13:00-14:00', 'Nobody covers their own shift');
    await asks(flow, ana, '/shift cover @tess 17:00-18:00', 'holds this role or a higher one');
    const agreed = await asks(flow, ben, '/shift cover @ana 13:00-14:00', 'covers for');
    expect(agreed.text).toContain('13:00');
    await everythingIsDelivered(flow);
    await ana.sees('@ben covers for @ana', { in: 'shift' });
    await asks(flow, ben, '/shift cover', 'covers for');
    await itIs('2026-03-29T10:41:00Z');
    // Her own time ends at 13:00: from 12:40 on she takes nothing new, since Ben comes.
    await asks(flow, ana, '/ticket next', 'the last minutes of your shift are for handing over');
    await itIs('2026-03-29T11:00:30Z');
    await asks(flow, ben, '/shift who', /Ben|ben/);
    await asks(flow, ben, '/shift on', 'You are on shift until');
    await answered(flow, ben, () => ben.types('/shift who', { in: 'tickets' }), 'covers for @ana');
    await itIs('2026-03-29T12:00:30Z');
    await asks(flow, ana, '/shift on', 'You are on shift until');
  });

  test('HO-1 the last minutes begin 20 before 16:00 on the wall, and who leaves early says so', async () => {
    const { ana } = flow.people;
    await itIs('2026-03-29T13:30:00Z');
    await asks(flow, ana, '/shift off 15:99', 'Say the time as 17:00');
    const leaving = await asks(flow, ana, '/shift off 15:55', 'You leave at');
    expect(leaving.text).toContain('15:35');
    await everythingIsDelivered(flow);
    await ana.sees('@ana leaves at', { in: 'shift' });
    // Ben and Tess come on at 16:00: after she has left, so the queue is hers where nothing else waits.
    await arrives(flow);
    await itIs('2026-03-29T13:36:00Z');
    await asks(flow, ana, '/ticket next', 'the last minutes of your shift are for handing over');
    await asks(flow, ana, '/shift off', 'You are off shift.');
    await asks(flow, ana, '/ticket next', 'You are not on shift');
  });

  test('a swap by a lead moves both, and a removed shift ends for who is on it', async () => {
    const { lena, ben, ana } = flow.people;
    await opensPlan(lena);
    await lena.clicks('Swap or cover');
    await lena.seesForm('Swap or cover');
    await lena.fills({
      'Who takes the place': ben,
      'Whose place': ana,
      Date: '2026-03-31',
      From: '08:00',
      To: '16:00',
      'Date in return': '2026-03-31',
      'From, in return': '16:00',
      'To, in return': '23:00',
    });
    await lena.submits();
    expect(lena.formText()).toContain('The swap is agreed.');
    await everythingIsDelivered(flow);
    await lena.clicks('Shifts');
    await lena.seesForm('Shifts');
    expect(lena.formText()).toContain('@ben for @ana');
    expect(lena.formText()).toContain('@ana for @ben');
    await itIs('2026-03-29T14:00:30Z');
    await asks(flow, ben, '/shift on', 'You are on shift until');
    await opensPlan(lena);
    await lena.clicks('Remove', { on: /^Late/, confirm: true });
    await lena.seesForm('Handrail');
    expect(lena.formText()).toContain('The shift is removed.');
    await itIs('2026-03-29T14:02:00Z');
    await asks(flow, ben, '/shift who', 'Nobody is on shift.');
  });
});
