import { afterAll, beforeAll, expect, test } from 'vitest';
import { executeOnDesk } from '../../src/desk/execute.ts';
import { followPlan } from '../../src/desk/follow-plan.ts';
import type { ShiftPattern } from '../../src/sop/shift/plan.ts';
import { type Flow, startFlow } from '../support/flow.ts';
import {
  answered,
  asks,
  classifies,
  endOfDay,
  everythingIsDelivered,
  finishes,
  hasTaken,
  written,
} from './habits.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow({ patterns: true });
});
afterAll(() => endOfDay(flow));

/** Lena leads until 09:30, then Tess, who is made a lead; the clock of these tests begins at 09:00. */
async function isPlanned(): Promise<void> {
  const { ana, lena, tess, max } = flow.people;
  await asks(flow, max, '/ops roster add @tess lead', 'Team Lead');
  const { desk } = flow.handrail;
  const actor = { kind: 'person', id: lena.id, role: 'lead', standing: 'member' } as const;
  const every = {
    days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
    timeZone: 'Europe/Berlin',
    channel: null,
  } as const;
  const patterns: readonly ShiftPattern[] = [
    { ...every, name: 'Early lead', start: '08:00', end: '09:30', members: [lena.id], positions: ['lead'] },
    { ...every, name: 'Day lead', start: '09:30', end: '17:00', members: [tess.id], positions: ['lead'] },
    { ...every, name: 'Day', start: '08:00', end: '17:00', members: [ana.id], positions: ['tier1'] },
  ];
  for (const pattern of patterns)
    await executeOnDesk(desk, { actor, requestKey: null }, { type: 'setShiftPattern', pattern });
  while (await followPlan(desk));
  await everythingIsDelivered(flow);
}

async function passes(minutes: number): Promise<void> {
  await flow.minutesPass(minutes);
  await everythingIsDelivered(flow);
}

async function opensRecord(): Promise<void> {
  const { lena } = flow.people;
  await finishes(lena);
  await lena.types('/handoff', { in: 'shift' });
  await lena.seesForm('Handoff record');
}

test('HO-6 a lead who owns nothing hands over the incident that is open', async () => {
  const { ana, lena } = flow.people;
  await isPlanned();
  await asks(flow, lena, '/shift on', 'You are on shift until');
  await asks(flow, ana, '/shift on', 'You are on shift until');
  for (let one = 0; one < 3; one += 1) await classifies(ana, await hasTaken(flow, ana));
  await everythingIsDelivered(flow);
  await passes(10);
  const due = await lena.sees('prepare your handoff', { in: 'dm' });
  expect(due.text).toContain('You have no open ticket. To the next lead goes also: INC-1 (HO-6).');
  const stays = await asks(flow, lena, '/shift off', 'not delivered yet: INC-1');
  expect(stays.buttons).toContain('Handoff record');
  await opensRecord();
  expect(lena.formText()).toContain('0 open tickets · INC-1 (HO-6)');
  expect(lena.formText()).toContain('Not said yet (HO-6): whether the Operations Manager can be reached.');
  expect(lena.formText()).not.toContain('Everything is written');
  await lena.clicks('Patterns and anomalies');
  await lena.seesForm('Patterns and anomalies');
  await lena.fills({
    'Patterns and anomalies': written('Sign-ins fail'),
    'Can the Operations Manager be reached?': 'Yes',
  });
  await lena.submits();
  await lena.seesForm('Handoff record');
  expect(lena.formText()).toContain('Everything is written');
  await lena.submits();
  await lena.seesForm('Handrail');
  expect(lena.formText()).toContain('Delivered');
  await finishes(lena);
  await everythingIsDelivered(flow);
  const briefing = await lena.sees(/^Handoff: Early lead/, { in: 'shift' });
  expect(briefing.text).toContain('INC-1');
});

test('HO-3, CK-3 the next lead comes on at the same moment, and is waited for', async () => {
  const { lena, tess } = flow.people;
  await passes(20);
  await tess.sees('waits for you to read and acknowledge it', { in: 'dm' });
  await asks(flow, lena, '/shift off', 'has not been acknowledged yet');
  await asks(flow, tess, '/shift on', 'You are on shift until');
  await everythingIsDelivered(flow);
  const list = await tess.sees(/^Your shift “Day lead”/, { in: 'dm' });
  expect(list.text).toContain('○ The outgoing lead’s record is reviewed');
  expect(list.text).toContain('The record of @lena waits to be acknowledged');
  await finishes(tess);
  const briefing = await tess.sees(/^Handoff: Early lead/, { in: 'shift' });
  await answered(
    flow,
    tess,
    () => tess.clicks('Acknowledge handoff', { on: briefing }),
    'You have acknowledged the handoff of @lena',
  );
  await asks(flow, lena, '/shift off', 'You are not on shift');
  const seen = await asks(flow, tess, '/shift checklist', 'The record of @lena is acknowledged.');
  expect(seen.text).toContain('✓ The outgoing lead’s record is reviewed');
});
