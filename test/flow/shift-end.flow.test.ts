import { afterAll, beforeAll, expect, test } from 'vitest';
import { executeOnDesk } from '../../src/desk/execute.ts';
import { followPlan } from '../../src/desk/follow-plan.ts';
import type { Person } from '../../src/sandbox/person/person.ts';
import type { ShiftPattern } from '../../src/sop/shift/plan.ts';
import { type Flow, startFlow } from '../support/flow.ts';
import { arrives, asks, endOfDay, everythingIsDelivered, finishes, hasTaken, written } from './habits.ts';

let flow: Flow;

/** Ana and Ben work from 08:00 in Berlin, Ana until 09:30; it is 09:00. */
beforeAll(async () => {
  flow = await startFlow();
  const { ana, ben, lena } = flow.people;
  const { desk } = flow.handrail;
  const actor = { kind: 'person', id: lena.id, role: 'lead', standing: 'member' } as const;
  const every = {
    days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
    timeZone: 'Europe/Berlin',
    start: '08:00',
    positions: ['tier1'],
    channel: null,
  } as const;
  const patterns: readonly ShiftPattern[] = [
    { ...every, name: 'Early', end: '09:30', members: [ana.id] },
    { ...every, name: 'Day', end: '17:00', members: [ben.id] },
  ];
  for (const pattern of patterns)
    await executeOnDesk(desk, { actor, requestKey: null }, { type: 'setShiftPattern', pattern });
  while (await followPlan(desk));
});
afterAll(() => endOfDay(flow));

async function passes(minutes: number): Promise<void> {
  await flow.minutesPass(minutes);
  await everythingIsDelivered(flow);
}

/** Writes the one ticket there is in the record, and delivers it. */
async function delivers(person: Person, ticket: string): Promise<void> {
  await finishes(person);
  await person.types('/handoff', { in: 'shift' });
  await person.seesForm('Handoff record');
  await person.clicks(`Write ${ticket}`);
  await person.seesForm(`Handoff ${ticket}`);
  await person.fills({ 'Next action': written('Ring them') });
  await person.submits();
  await person.seesForm('Handoff record');
  await person.submits();
  await person.seesForm('Handrail');
  expect(person.formText()).toContain('Delivered');
  await finishes(person);
}

const briefing = (person: Person) => person.sees(/^Handoff: Early/, { in: 'shift' });

test('HO-1 who stays longer than they delivered for takes the record back, and new tickets again', async () => {
  const { ana, ben } = flow.people;
  await asks(flow, ana, '/shift on', 'You are on shift until');
  await asks(flow, ben, '/shift on', 'You are on shift until');
  const ticket = await hasTaken(flow, ana, { priority: 'P3' });
  await passes(11);
  await delivers(ana, ticket);
  await everythingIsDelivered(flow);
  expect((await briefing(ben)).buttons).toContain('Acknowledge handoff');
  await asks(flow, ana, '/shift off 10:30', 'You leave at');
  await everythingIsDelivered(flow);
  const taken = await briefing(ben);
  expect(taken.text).toContain('Taken back. @ana stays on shift until');
  expect(taken.buttons).not.toContain('Acknowledge handoff');
  const [words] = ben.threadOf(taken);
  expect(words?.text).toContain('This handoff is over');
  expect(words?.buttons ?? []).not.toContain('Flag unclear');
  await arrives(flow, { priority: 'P3' });
  await asks(flow, ana, '/ticket next', /T-\d+/);
  await finishes(ana);
});

test('HO-1 a time that has passed is refused, and does not mean tomorrow', async () => {
  const { ana, tess } = flow.people;
  await passes(80);
  await asks(flow, ana, '/shift off 10:30', 'That time has passed');
  await asks(flow, ana, '/shift on 10:25', 'That time has passed');
  await asks(flow, tess, '/shift on 10:30', 'That time has passed');
  await ana.sees('your handoff record is not delivered', { in: 'dm' });
});
