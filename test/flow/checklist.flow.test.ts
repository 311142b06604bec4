import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { executeOnDesk } from '../../src/desk/execute.ts';
import { followPlan } from '../../src/desk/follow-plan.ts';
import type { Person } from '../../src/sandbox/person/person.ts';
import type { MessageView } from '../../src/sandbox/sight.ts';
import type { ShiftPattern } from '../../src/sop/shift/plan.ts';
import { type Flow, startFlow } from '../support/flow.ts';
import { answered, arrives, asks, endOfDay, everythingIsDelivered, takes } from './habits.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
});
afterAll(() => endOfDay(flow));

/** The clock begins at 09:00: Ana and Lena work from then until 10:00. */
async function isPlanned(): Promise<void> {
  const { ana, lena } = flow.people;
  const { desk } = flow.handrail;
  const actor = { kind: 'person', id: lena.id, role: 'lead', standing: 'member' } as const;
  const pattern: ShiftPattern = {
    name: 'Day',
    days: ['monday'],
    start: '09:00',
    end: '10:00',
    timeZone: 'Europe/Berlin',
    members: [ana.id, lena.id],
    positions: ['tier1', 'tier2'],
    channel: null,
  };
  await executeOnDesk(desk, { actor, requestKey: null }, { type: 'setShiftPattern', pattern });
  while (await followPlan(desk));
  await everythingIsDelivered(flow);
}

async function passes(minutes: number): Promise<void> {
  await flow.minutesPass(minutes);
  await everythingIsDelivered(flow);
}

const headlines = { start: /^Your shift “Day” beg[ia]n/, end: /^Your shift “Day” end/ };
const isList = (text: string, end: 'start' | 'end') => headlines[end].test(text);
const list = (person: Person, end: 'start' | 'end'): Promise<MessageView> =>
  person.sees(headlines[end], { in: 'dm' });

/** Ticks an item of the list, which then shows it as done. */
async function ticks(person: Person, end: 'start' | 'end', words: string): Promise<void> {
  const label = (await list(person, end)).buttons.find((one) => one.startsWith(`Done: ${words}`));
  if (!label) throw new Error(`${words} is not to be ticked`);
  await person.clicks(label, { on: await list(person, end) });
  await flow.workspace.until(
    () =>
      person.messagesIn('dm').some(({ text }) => isList(text, end) && text.includes(`✓ ${words}`)) ||
      undefined,
  );
  await everythingIsDelivered(flow);
}

const toldOf = (person: Person, end: 'start' | 'end') =>
  flow.workspace
    .messagesIn('leads')
    .filter(({ text }) =>
      text.startsWith(
        `@${person === flow.people.ana ? 'ana' : 'lena'} has not finished the list for the ${end}`,
      ),
    );

describe('an agent’s list', () => {
  test('CK-1 it is posted when the shift begins, with what Handrail sees', async () => {
    const { ana } = flow.people;
    await isPlanned();
    const given = await list(ana, 'start');
    expect(given.text).toContain('Your shift “Day” began Mon');
    expect(given.text).toContain('2 of the list left');
    expect(given.text).toContain('✓ The classification matrix in use is the published one');
    expect(given.text).toContain('Handrail: REF-OPS-002 2026.1 is in use and published.');
    expect(given.text).toContain('Handrail: No handoff record waits.');
    expect(given.text).toContain('○ I have gone through the status alerts since the last shift');
    expect(given.buttons).toEqual([
      'Go on shift',
      'Done: I have read the handoff record left for me',
      'Done: I have gone through the status alerts since the last shift',
      'Look again',
    ]);
    await answered(flow, ana, () => ana.clicks('Go on shift', { on: given }), 'You are on shift until');
    await everythingIsDelivered(flow);
    expect((await list(ana, 'start')).buttons).not.toContain('Go on shift');
  });

  test('CK-4 she ticks the rest; the message is the same one, and the done list stays done', async () => {
    const { ana, lena } = flow.people;
    await answered(flow, lena, () => lena.types('/shift on', { in: 'leads' }), 'You are on shift until');
    await ticks(ana, 'start', 'I have read the handoff record');
    await ticks(ana, 'start', 'I have gone through the status alerts');
    expect((await list(ana, 'start')).text).toContain('the list is done');
    expect((await list(ana, 'start')).buttons).toEqual([]);
    const ticket = await arrives(flow, { priority: 'P1' });
    await takes(flow, ana, ticket);
    await passes(16);
    const later = await asks(flow, ana, '/shift checklist', 'the list is done');
    expect(later.text).toContain('Handrail: No ticket of yours or in the queue is at or near breach.');
    expect(ana.messagesIn('dm').filter(({ text }) => text.startsWith('Your shift “Day” beg'))).toHaveLength(
      1,
    );
    expect(toldOf(ana, 'start')).toEqual([]);
  });

  test('CK-3, CK-4 what the lead has not done is shown to the leads after the grace, once', async () => {
    const { lena } = flow.people;
    expect(toldOf(lena, 'start')).toHaveLength(1);
    const told = await lena.sees('@lena has not finished the list for the start', { in: 'leads' });
    expect(told.text).toContain(
      '○ Tier 1 and tier 2 positions are covered for the shift: Nobody on shift holds',
    );
    expect(told.text).toContain('○ The shift is briefed on known risks');
    expect(told.text).not.toContain('overrides');
    // It can still be finished.
    await ticks(lena, 'start', 'The shift is briefed on known risks');
    await passes(5);
    expect(toldOf(lena, 'start')).toHaveLength(1);
  });

  test('CK-2 the list of the end comes with the last 20 minutes, and what Handrail ticks nobody else does', async () => {
    const { ana } = flow.people;
    await passes(20);
    const given = await list(ana, 'end');
    expect(given.text).toContain('○ The handoff record is complete');
    expect(given.text).toContain('Handrail: Still to be written: T-1.');
    expect(given.text).toContain('✓ No new ticket since the handoff was begun');
    expect(given.buttons).toEqual([
      'Done: The verbal briefing was given',
      'Done: Patterns and anomalies are written down, or there were none',
      'Handoff record',
      'Look again',
    ]);
    await ticks(ana, 'end', 'Patterns and anomalies are written down');
    const again = await answered(
      flow,
      ana,
      async () => ana.clicks('Look again', { on: await list(ana, 'end') }),
      '4 of the list left',
    );
    expect(again.text).toContain('Your shift “Day” ends Mon');
  });

  test('CK-3 a lead’s list of the end asks for their own record, not for somebody else’s', async () => {
    const { lena } = flow.people;
    const given = await list(lena, 'end');
    expect(given.text).toContain('✓ The outgoing lead’s record is reviewed');
    expect(given.text).toContain('Handrail: There is nothing to hand over.');
  });

  test('CK-4 what is left after the end is shown to the leads, and can be done after the shift', async () => {
    const { lena, ana } = flow.people;
    await passes(20);
    expect(toldOf(lena, 'end')).toEqual([]);
    await passes(16);
    expect(toldOf(ana, 'end')).toHaveLength(1);
    expect(toldOf(lena, 'end')).toHaveLength(1);
    await asks(flow, lena, '/shift off', 'You are not on shift');
    const over = await asks(flow, lena, '/shift checklist', 'Your shift “Day” ended Mon');
    expect(over.text).toContain('○ The shift is briefed on known risks');
    await ticks(lena, 'end', 'The shift is briefed on known risks');
  });
});

test('whoever has had no shift is told how to get a list; others have none', async () => {
  const { ben, otto } = flow.people;
  await asks(flow, ben, '/shift checklist', 'You have no list yet');
  await asks(flow, otto, '/shift checklist', 'Not done');
});
