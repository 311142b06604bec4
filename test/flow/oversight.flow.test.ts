import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import { readTicketFile } from '../../src/desk/read-ticket.ts';
import type { Person } from '../../src/sandbox/person/person.ts';
import type { Actor, Role } from '../../src/sop/actor.ts';
import type { TicketCommand } from '../../src/sop/ticket/decide.ts';
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

const impact = '400 users cannot invoice; the month closes today.';
const wider = 'More users or sites are affected than reported';

async function passes(minutes: number): Promise<void> {
  await flow.minutesPass(minutes);
  await everythingIsDelivered(flow);
}

/** What was told of a ticket in a place, in its order. */
function told(person: Person, place: string, ticket: string): readonly string[] {
  const about = new RegExp(`\\b${ticket}\\b`);
  return person
    .messagesIn(place)
    .filter(({ onlyFor, text }) => onlyFor === undefined && about.test(text))
    .map(({ text }) => text);
}

async function opensOverride(person: Person, ticket: string): Promise<void> {
  await finishes(person);
  await person.types(`/ticket priority ${ticket}`, { in: 'tickets' });
  await person.seesForm('Override priority');
}

/** Chooses a priority and waits, as one does, until the criteria for it can be chosen. */
async function choosesPriority(person: Person, priority: string): Promise<void> {
  await person.fills({ Priority: priority });
  await expect.poll(() => person.form?.fields.map(({ label }) => label)).toContain('Criterion');
}

async function raisesToP1(person: Person, ticket: string): Promise<void> {
  await opensOverride(person, ticket);
  await choosesPriority(person, 'P1');
  await person.fills({ Criterion: wider, 'Business impact': written(impact) });
  await person.submits();
  await person.seesForm('Handrail');
  expect(person.formText()).toContain(`${ticket} is P1 now`);
  await finishes(person);
}

async function lowers(person: Person, ticket: string, priority: string): Promise<void> {
  await opensOverride(person, ticket);
  await choosesPriority(person, priority);
  await person.fills({ Criterion: 'A workaround keeps the business going' });
  await person.submits();
  await finishes(person);
}

/** What the escalation's own tests do in people's words is only a given here. */
async function does(
  person: Person,
  role: Role,
  ticket: string,
  command: Parameters<typeof commandTicket>[3],
) {
  const actor: Actor = { kind: 'person', id: person.id, role, standing: 'member' };
  const number = Number(ticket.slice(2));
  const outcome = await commandTicket(flow.handrail.desk, { actor, requestKey: null }, number, command);
  expect(outcome.kind).toBe('done');
}

async function escalationOf(ticket: string): Promise<TicketCommand & { type: 'acceptEscalation' }> {
  const file = await readTicketFile(flow.handrail.desk, Number(ticket.slice(2)));
  return { type: 'acceptEscalation', escalation: file?.ticket.escalation?.seq ?? 0, read: true };
}

/** Lena accepts a ticket that tier 1 and tier 2 escalated. */
async function isWithLena(ticket: string): Promise<void> {
  const { ana, tess, lena } = flow.people;
  await does(ana, 'tier1', ticket, { type: 'escalate', trigger: 'ESC-4', reason: written('needs more') });
  await does(tess, 'tier2', ticket, await escalationOf(ticket));
  await does(tess, 'tier2', ticket, { type: 'escalate', trigger: 'ESL-5', reason: written('beyond us') });
  await does(lena, 'lead', ticket, await escalationOf(ticket));
}

describe('overriding a priority', () => {
  test('LD-2 the button stands on the card; who may not is told who may', async () => {
    const { ana, ben } = flow.people;
    const ticket = await hasTaken(flow, ana, { priority: 'P3' });
    const refused = await answered(
      flow,
      ben,
      async () => ben.clicks('Override priority', { on: await card(ben, ticket) }),
      'may override a priority',
    );
    expect(refused.text).toContain('AU-4');
    expect(refused.text).toContain('Who may: Team Lead or above');
  });

  test('LD-2, LD-3 a lead sees what it displaces, and writes the impact before it is applied', async () => {
    const { ana, lena, max } = flow.people;
    const first = await arrives(flow, { priority: 'P2' });
    const second = await arrives(flow, { priority: 'P2' });
    const ticket = await hasTaken(flow, ana, { priority: 'P3', title: written('Exports lack rows') });
    await isReadyForFixes(ana, ticket, { priority: 'P3' });
    await everythingIsDelivered(flow);

    await finishes(lena);
    await lena.clicks('Override priority', { on: await card(lena, ticket) });
    const form = await lena.seesForm('Override priority');
    expect(form.fields.map(({ label }) => label)).toEqual(['Priority', 'Business impact']);
    // Written before the form was drawn again, it is still there.
    await lena.fills({ 'Business impact': 'The customer insists, they are a VIP.' });
    await choosesPriority(lena, 'P4');
    expect(lena.form?.fields.find(({ label }) => label === 'Criterion')?.options).toEqual([
      'A workaround keeps the business going',
      'Fewer users are affected than reported',
    ]);
    await lena.fills({ Priority: 'P1' });
    await expect
      .poll(() => lena.form?.fields.find(({ label }) => label === 'Criterion')?.options)
      .toContain(wider);
    const shown = lena.formText();
    expect(shown).toContain('At P1 it goes before');
    for (const one of [first, second]) expect(shown).toContain(`${one} (P2)`);
    await lena.fills({ Criterion: wider });
    await lena.submits();
    expect(lena.form?.errors['Business impact']).toContain('LD-2: That is the customer’s pressure');
    await lena.fills({ 'Business impact': null });
    await lena.submits();
    expect(lena.form?.errors['Business impact']).toContain('needs its business impact in writing');
    expect((await card(lena, ticket)).text).toContain('P3 Standard');
    await lena.fills({ 'Business impact': written(impact) });
    await lena.submits();
    await lena.seesForm('Handrail');
    expect(lena.formText()).toContain(`${ticket} is P1 now, and its clocks follow.`);
    await finishes(lena);
    await everythingIsDelivered(flow);

    const said = await seesInThread(ana, ticket, 'Priority overridden (LD-2)');
    for (const words of [`${ticket} is P1, it was P3`, 'By @lena', wider, first, second, impact])
      expect(said.text).toContain(words);
    expect((await card(ana, ticket)).text).toContain('P1 Critical');
    expect((await card(ana, ticket)).text).toContain('Override: P1 by @lena');
    expect(told(ana, 'dm', ticket).join()).toContain('Priority overridden (LD-2)');
    const [toMax, ...more] = told(max, 'dm', ticket);
    expect(more).toEqual([]);
    expect(toMax).toContain('the P1 Communication Protocol (PCD00011) started');
    expect(toMax).toContain(impact);
    await finishes(ana);
    await ana.types(`/ticket why ${ticket}`, { in: 'tickets' });
    await ana.seesForm(ticket);
    expect(ana.formText()).toContain('overrode the priority from P3 to P1 on the criterion wider-impact.');
    await finishes(ana);
    await ana.types(`/ticket show ${ticket}`, { in: 'tickets' });
    await ana.seesForm(ticket);
    expect(ana.formText()).toContain('P1 protocol: since');
    await finishes(ana);
  });

  test('LD-2 it can be the same priority no more than a criterion can be typed', async () => {
    const { ana, lena } = flow.people;
    const ticket = await hasTaken(flow, ana, { priority: 'P2' });
    await opensOverride(lena, ticket);
    await lena.fills({ Priority: 'P2' });
    await lena.fills({ 'Business impact': impact });
    await lena.submits();
    expect(Object.values(lena.form?.errors ?? {}).join()).toContain('choose another priority');
    await finishes(lena);
  });
});

describe('the P1 Communication Protocol', () => {
  test('LD-3 updates are asked for, missed and sent; the closing note ends it', async () => {
    const { ana, lena } = flow.people;
    const ticket = await hasTaken(flow, ana, { priority: 'P2' });
    await isReadyForFixes(ana, ticket, { symptom: 'The user is signed out again and again' });
    await raisesToP1(lena, ticket);
    await everythingIsDelivered(flow);
    const [start] = told(lena, 'stakeholders', ticket);
    expect(start).toContain(`${ticket} is critical (P1)`);
    expect(start).toContain('Category: AUTH');
    expect(start).toContain('Next update by');
    expect((await card(ana, ticket)).buttons).toContain('Send update');

    // Active work pauses meanwhile (ESC-1); what is owed to the stakeholders does not.
    await asks(flow, ana, `/ticket wait ${ticket} their administrator`, /waits/);
    await passes(25);
    await seesInThread(ana, ticket, `${ticket}: update owed (PCD00011)`);
    await passes(5);
    const missed = await lena.sees(`${ticket}: update missed (PCD00011)`, { in: 'leads' });
    expect((await card(ana, ticket)).text).toContain('P1 protocol: update missed, owed since');
    await ana.clicks('Send update', { on: await card(ana, ticket) });
    await ana.sees('Only a Team Lead or the Operations Manager may send an update');
    await finishes(ana);

    await lena.clicks('Send update', { on: missed });
    await lena.seesForm(`Send update ${ticket}`);
    await lena.fills({ Update: 'The cause is found; sign-in is restored step by step.' });
    await lena.submits();
    await everythingIsDelivered(flow);
    const update = told(lena, 'stakeholders', ticket).at(-1);
    expect(update).toContain(`${ticket} (P1): update.`);
    expect(update).toContain('sign-in is restored step by step');
    expect((await card(ana, ticket)).text).toContain('next update by');
    await seesInThread(ana, ticket, 'Stakeholders updated by @lena');

    await asks(flow, ana, `/ticket resume ${ticket}`, /resumed|goes on/);
    await solves(ana, ticket);
    await passes(0);
    const owed = await lena.sees(`${ticket}: closing note owed (PCD00011)`, { in: 'leads' });
    expect((await card(ana, ticket)).text).toContain('P1 protocol: the closing note is owed');
    await passes(10);
    expect(
      (await thread(ana, ticket)).filter((text) => text.includes('closing note owed (PCD00011)')),
    ).toHaveLength(2);
    await lena.clicks('Closing note', { on: owed });
    await lena.seesForm(`Closing note ${ticket}`);
    await lena.fills({ 'Closing note': 'All sign-ins work again.' });
    await lena.submits();
    await everythingIsDelivered(flow);
    expect(told(lena, 'stakeholders', ticket).at(-1)).toContain('All sign-ins work again.');
    const all = told(lena, 'stakeholders', ticket).join('\n');
    expect(all).not.toContain(customerWord);
    await passes(120);
    expect(told(lena, 'stakeholders', ticket).join('\n')).toBe(all);
    const again = await answered(
      flow,
      lena,
      () => lena.clicks('Closing note', { on: owed }),
      'does not run for',
    );
    expect(again.text).toContain('LD-3');
  });

  test('LD-3 a downgrade ends it by itself', async () => {
    const { ana, lena } = flow.people;
    const ticket = await hasTaken(flow, ana, { priority: 'P2' });
    await raisesToP1(lena, ticket);
    await lowers(lena, ticket, 'P3');
    await everythingIsDelivered(flow);
    expect(told(lena, 'stakeholders', ticket).at(-1)).toContain(`${ticket} is no longer critical (P1)`);
    const count = told(lena, 'stakeholders', ticket).length;
    await passes(60);
    expect(told(lena, 'stakeholders', ticket)).toHaveLength(count);
    expect(told(lena, 'leads', ticket).filter((text) => text.includes('PCD00011'))).toEqual([]);
  });
});

describe('setting a clock', () => {
  test('AU-4 a lead sets it with a reason, in the desk’s zone or from now; nobody below may', async () => {
    const { ana, lena } = flow.people;
    const ticket = await hasTaken(flow, ana, { priority: 'P2' });
    const refused = await asks(flow, ana, `/ticket sla ${ticket}`, 'may override an SLA target');
    expect(refused.text).toContain('AU-4');
    await finishes(lena);
    await lena.types(`/ticket sla ${ticket}`, { in: 'tickets' });
    await lena.seesForm(`Override SLA ${ticket}`);
    await lena.fills({ Clock: 'Response', 'New due time': 'soon', Reason: written('agreed by phone') });
    await lena.submits();
    expect(lena.form?.errors['New due time']).toContain('as 2026-03-31 14:30 (Europe/Berlin)');
    await lena.fills({ 'New due time': '2026-03-01 10:00' });
    await lena.submits();
    expect(lena.form?.errors['New due time']).toContain('A new due time lies ahead of now.');
    await lena.fills({ 'New due time': '3 h' });
    await lena.submits();
    await lena.seesForm('Handrail');
    await finishes(lena);
    const said = await seesInThread(ana, ticket, 'SLA override (AU-4): @lena set the response clock');
    expect(said.text).toContain(written('agreed by phone'));
    await everythingIsDelivered(flow);
    expect((await card(ana, ticket)).text).toContain('; set by a lead');
    await passes(60);
    expect(told(lena, 'leads', ticket).filter((text) => text.includes('at risk'))).toEqual([]);
  });
});

describe('a lead who looks in', () => {
  test('LD-4 every 15 minutes in person; a line answers, and two missed ones are told to the manager', async () => {
    const { ana, lena, max } = flow.people;
    const ticket = await hasTaken(flow, ana, { priority: 'P2' });
    await isReadyForFixes(ana, ticket);
    await isWithLena(ticket);
    await everythingIsDelivered(flow);
    expect((await card(ana, ticket)).text).toContain('Watched by @lena · no check yet');
    const prompts = () => told(lena, 'dm', ticket).filter((text) => text.includes('please look in'));
    await passes(14);
    expect(prompts()).toHaveLength(0);
    await passes(1);
    expect(prompts()).toHaveLength(1);
    await lena.clicks('Check in', { on: await lena.sees(`${ticket}: please look in`, { in: 'dm' }) });
    await lena.seesForm(`Check in ${ticket}`);
    await lena.fills({ 'How it stands': written('The vendor has answered') });
    await lena.submits();
    const said = await seesInThread(ana, ticket, 'Checked in (LD-4): @lena');
    expect(said.text).toContain(written('The vendor has answered'));
    await everythingIsDelivered(flow);
    expect((await card(ana, ticket)).text).toContain('last check');

    await passes(15);
    await passes(15);
    expect((await card(ana, ticket)).text).toContain('1 missed');
    expect(told(max, 'dm', ticket)).toEqual([]);
    await passes(15);
    expect(told(max, 'dm', ticket)).toEqual([expect.stringContaining('2 checks missed (LD-4). @lena')]);
    await passes(15);
    expect(told(max, 'dm', ticket)).toHaveLength(1);
    const count = prompts().length;
    // The bot was down for an hour.
    await passes(60);
    expect(prompts()).toHaveLength(count + 1);
    await answered(
      flow,
      max,
      async () => max.clicks('Check in', { on: await card(max, ticket) }),
      'is watched by @lena',
    );
    await finishes(max);
  });
});

/** Solved by the first fix, verified and closed. */
async function solves(agent: Person, ticket: string): Promise<void> {
  await finishes(agent);
  await agent.types(`/apply-fix ${ticket}`, { in: 'tickets' });
  await agent.seesForm(`Apply fix ${ticket}`);
  await agent.submits();
  await finishes(agent);
  await agent.types(`/ticket verify ${ticket}`, { in: 'tickets' });
  await agent.seesForm(`Record result ${ticket}`);
  await agent.fills({
    Verification: 'That session is still alive five minutes later',
    Evidence: written('The session list shows one session of nine minutes'),
  });
  await agent.submits();
  await finishes(agent);
  await agent.types(`/ticket close ${ticket}`, { in: 'tickets' });
  await agent.seesForm(`Close ${ticket}`);
  await agent.fills({ 'Resolution code': 'Solved by a Standard Fix', Summary: written('Renewed') });
  await agent.submits();
  await finishes(agent);
}
