import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../src/sandbox/person/person.ts';
import { type Flow, startFlow } from '../support/flow.ts';
import {
  accepts,
  answered,
  answersForTier2,
  asks,
  card,
  endOfDay,
  everythingIsDelivered,
  finishes,
  hasTaken,
  isReadyForFixes,
  seesInThread,
  thread,
  written,
} from './habits.ts';

const readRecord = 'I have read the whole record of this ticket';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
});
afterAll(() => endOfDay(flow));
afterEach(async () => {
  for (const person of Object.values(flow.people)) await finishes(person);
});

async function passes(minutes: number): Promise<void> {
  await flow.minutesPass(minutes);
  await everythingIsDelivered(flow);
}

/** What everybody in a channel was told of a ticket. */
function toldIn(channel: string, ticket: string): readonly string[] {
  return flow.people.max
    .messagesIn(channel)
    .filter(({ onlyFor, text }) => onlyFor === undefined && text.includes(ticket))
    .map(({ text }) => text);
}

/** Of those messages, which can still be answered with Accept. */
function calling(channel: string, ticket: string): readonly string[] {
  return flow.people.max
    .messagesIn(channel)
    .filter(({ text, buttons }) => text.includes(ticket) && buttons.includes('Accept'))
    .map(({ text }) => text);
}

async function ready(person: Person): Promise<string> {
  const ticket = await hasTaken(flow, person);
  await isReadyForFixes(person, ticket);
  return ticket;
}

async function opensEscalation(person: Person, ticket: string): Promise<void> {
  await finishes(person);
  await person.clicks('Escalate', { on: await card(person, ticket) });
  await person.seesForm(`Escalate ${ticket}`);
}

async function escalates(person: Person, ticket: string, trigger: string, reason: string): Promise<void> {
  await opensEscalation(person, ticket);
  await person.fills({ Trigger: trigger, Reason: reason });
  await person.submits();
  await finishes(person);
}

const needsData = 'ESC-4 · It needs customer data beyond the read-only profile';
const needsVendor = 'ESL-4 · It depends on another team or a vendor';

/** Ana's ticket, at tier 2 with Tess. */
async function atTier2(): Promise<string> {
  const { ana, tess } = flow.people;
  const ticket = await ready(ana);
  await escalates(ana, ticket, needsData, written('The export of last year is needed'));
  await accepts(tess, ticket);
  await answersForTier2(tess, ticket);
  return ticket;
}

describe('tier 1 to tier 2', () => {
  test('ESC-1 active work warns its owner, and moves the ticket at its limit', async () => {
    const { ana, tess, otto } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await passes(14);
    expect((await thread(otto, ticket)).join()).not.toContain('active work');
    await passes(2);
    const warning = await seesInThread(ana, ticket, 'active work reaches its limit then (ESC-1)');
    expect(warning.mentions.users).toEqual(['ana']);
    await passes(5);
    const request = await seesInThread(tess, ticket, /^Escalated \(ESC-1\)/);
    expect(request.text).toContain('by itself');
    expect(request.buttons).toEqual(['Accept', 'Show']);
    expect(toldIn('shift', ticket)).toEqual([expect.stringContaining('waits for Tier 2 Support')]);
    expect((await card(ana, ticket)).text).toContain('Escalated (ESC-1): 20 minutes of active work');
    await passes(5);
    expect((await thread(otto, ticket)).filter((text) => text.startsWith('Escalated'))).toHaveLength(1);
    await accepts(tess, ticket);
  });

  test('ESC-1 neither a wait nor an offered transfer counts, and a restart forgets nothing', async () => {
    const { ben, ana } = flow.people;
    const ticket = await ready(ben);
    await passes(10);
    await asks(flow, ben, `/ticket wait ${ticket}`, 'waits, and its resolution clock is paused');
    await passes(60);
    await asks(flow, ben, `/ticket resume ${ticket}`, 'runs again');
    await asks(flow, ben, `/ticket transfer ${ticket} @ana`, 'is offered to @ana');
    await passes(60);
    await ana.clicks('Accept', { on: await seesInThread(ana, ticket, 'offers') });
    await seesInThread(ana, ticket, 'Transferred:');
    await flow.restart();
    await passes(8);
    expect((await thread(ana, ticket)).join()).not.toContain('Escalated');
    await passes(3);
    await seesInThread(ana, ticket, /^Escalated \(ESC-1\)/);
  });

  test('ESC-4 what only a person can see is one click, with the reason in the record', async () => {
    const { ana, ben, tess } = flow.people;
    const ticket = await ready(ana);
    const reason = written('The export of last year is needed');
    await opensEscalation(ana, ticket);
    expect(ana.form?.fields.find(({ label }) => label === 'Trigger')?.options).toEqual([
      needsData,
      'ESC-5 · It needs a change of system configuration',
    ]);
    await finishes(ana);
    await answered(
      flow,
      ben,
      async () => ben.clicks('Escalate', { on: await card(ben, ticket) }),
      'belongs to @ana',
    );
    await escalates(ana, ticket, needsData, reason);
    const request = await seesInThread(tess, ticket, /^Escalated \(ESC-4\)/);
    expect(request.text).toContain(reason);
    expect(request.text).toContain('AUTH');
    expect(request.text).toContain('none was tried');
    const root = await card(ana, ticket);
    await flow.workspace.until(() => (root.buttons.includes('Escalate') ? undefined : true));
    await asks(flow, ana, `/apply-fix ${ticket}`, 'waits for Tier 2 Support to accept it');
    await asks(flow, ana, `/ticket wait ${ticket}`, 'waits for Tier 2 Support to accept it');
    await asks(flow, ana, `/ticket transfer ${ticket} @ben`, 'waits for Tier 2 Support to accept it');
    await asks(flow, ana, `/ticket note ${ticket} ${written('Called back')}`, 'Noted on');
    await asks(flow, ana, `/escalate ${ticket} ESC-5`, 'waits for Tier 2 Support to accept it');
    await accepts(tess, ticket);
  });

  test('ESC-5 by the command; what the software sees nobody has to say', async () => {
    const { ana, tess } = flow.people;
    const ticket = await ready(ana);
    await asks(flow, ana, `/escalate ${ticket} ESC-1`, 'Handrail finds that by itself');
    await asks(flow, ana, `/escalate ${ticket} ESL-4`, 'where ESL-4 does not count');
    await asks(flow, ana, `/escalate ${ticket} ESC-44`, 'Did you mean /escalate ESC-4?');
    await asks(flow, ana, '/escalate 99999 ESC-5', 'There is no T-99999');
    await finishes(ana);
    await ana.types(`/escalate ${ticket} esc5`, { in: 'tickets' });
    await ana.seesForm(`Escalate ${ticket}`);
    await ana.fills({ Reason: written('Single sign-on has to be set up') });
    await ana.submits();
    expect(ana.formText()).toContain(`${ticket} is escalated (ESC-5).`);
    await finishes(ana);
    await accepts(tess, ticket);
  });

  test('T1-3 before it is classified there is nothing to escalate', async () => {
    const ticket = await hasTaken(flow, flow.people.ben);
    await asks(flow, flow.people.ben, `/escalate ${ticket} ESC-4`, 'has no category and priority yet');
  });
});

describe('receiving', () => {
  test('T2-1 the record is read before it is accepted, and by nobody below the receiving tier', async () => {
    const { ana, ben, tess } = flow.people;
    const ticket = await ready(ana);
    await escalates(ana, ticket, needsData, written('The export of last year is needed'));
    const request = await seesInThread(ben, ticket, /^Escalated \(ESC-4\)/);
    for (const person of [ana, ben])
      await answered(flow, person, () => person.clicks('Accept', { on: request }), 'AU-3');
    await finishes(tess);
    await tess.clicks('Accept', { on: request });
    await tess.seesForm(`Accept ${ticket}`);
    expect(tess.formText()).toContain(written('The export of last year is needed'));
    expect(tess.formText()).toContain(written('It does not work'));
    await tess.submits();
    expect(Object.values(tess.form?.errors ?? {}).join()).toContain('T2-1: Read the whole record first');
    await tess.fills({ [readRecord]: true });
    await tess.submits();
    expect(tess.formText()).toContain(`${ticket} is yours now.`);
    await finishes(tess);
    await flow.workspace.until(() => (request.text.includes('Accepted by @tess') ? true : undefined));
    expect(request.buttons).toEqual([]);
    await everythingIsDelivered(flow);
    expect(toldIn('shift', ticket)).toEqual([expect.stringContaining(`Accepted: ${ticket}, by @tess`)]);
    expect(calling('shift', ticket)).toEqual([]);
    const root = await card(ana, ticket);
    await flow.workspace.until(() => (root.text.includes('Owner: @tess') ? true : undefined));
  });

  test('T2-1 of two who accept at once one has it, and the other is told who', async () => {
    const { ana, tess, lena } = flow.people;
    const ticket = await ready(ana);
    await escalates(ana, ticket, needsData, written('The export of last year is needed'));
    const request = await seesInThread(ana, ticket, 'to read the record and accept it');
    for (const person of [tess, lena]) {
      await finishes(person);
      await person.clicks('Accept', { on: request });
      await person.seesForm(`Accept ${ticket}`);
      await person.fills({ [readRecord]: true });
    }
    await Promise.all([tess.submits(), lena.submits()]);
    const texts = [tess.formText(), lena.formText()];
    expect(
      texts.filter((text) => text.includes('is yours now')),
      texts.join('\n—\n'),
    ).toHaveLength(1);
    const winner = texts[0]?.includes('is yours now') ? 'tess' : 'lena';
    expect(texts.join('\n')).toContain(`no longer open: @${winner} accepted it`);
    await everythingIsDelivered(flow);
    expect((await thread(ana, ticket)).filter((text) => text.startsWith('Accepted:'))).toHaveLength(1);
  });

  test('T2-1 what nobody accepts is reminded of, then goes on to the next tier, up to the manager', async () => {
    const { ana, ben, tess, lena, max } = flow.people;
    const ticket = await ready(ana);
    await escalates(ana, ticket, needsData, written('The export of last year is needed'));
    await everythingIsDelivered(flow);
    await passes(11);
    await seesInThread(ana, ticket, 'waits for Tier 2 Support to accept it');
    expect(toldIn('shift', ticket)).toEqual([
      expect.stringContaining('the newer call stands below'),
      expect.stringContaining('Still to be accepted'),
    ]);
    expect(calling('shift', ticket)).toEqual([expect.stringContaining('Still to be accepted')]);
    expect(toldIn('leads', ticket)).toEqual([]);
    await passes(11);
    expect(calling('shift', ticket)).toEqual([]);
    expect(toldIn('shift', ticket)[1]).toContain('went on to a Team Lead');
    expect(toldIn('leads', ticket)).toEqual([expect.stringContaining('waits for a Team Lead')]);
    const request = await seesInThread(ben, ticket, /^Escalated \(ESC-4\)/);
    await answered(flow, tess, () => tess.clicks('Accept', { on: request }), 'Team Lead or above');
    await passes(11);
    await passes(11);
    await max.sees(`${ticket} waits for the Operations Manager`);
    await answered(flow, lena, () => lena.clicks('Accept', { on: request }), 'Operations Manager');
    await accepts(max, ticket);
    await asks(flow, ben, `/ticket why ${ticket}`, 'not accepted in time by Tier 2 Support');
  });

  test('T2-2 a fresh escalation asks both for a word with each other, and takes either answer', async () => {
    const { ana, ben, tess } = flow.people;
    const ticket = await atTier2();
    const prompt = await seesInThread(ana, ticket, 'Verbal handoff (T2-2)');
    expect(prompt.mentions.users).toEqual(['ana', 'tess']);
    expect(prompt.buttons).toEqual(['Held', 'Unavailable']);
    await answered(flow, ben, () => ben.clicks('Held', { on: prompt }), 'between others');
    await ana.clicks('Unavailable', { on: prompt });
    await flow.workspace.until(() =>
      prompt.text.includes('Unavailable, recorded by @ana') ? true : undefined,
    );
    expect(prompt.buttons).toEqual([]);
    await asks(flow, tess, `/ticket why ${ticket}`, 'no verbal handoff was possible');
  });

  test('T2-2 a late one does not', async () => {
    const { ana, lena } = flow.people;
    const ticket = await ready(ana);
    await escalates(ana, ticket, needsData, written('The export of last year is needed'));
    await passes(31);
    await accepts(lena, ticket);
    await everythingIsDelivered(flow);
    expect((await thread(ana, ticket)).join()).not.toContain('Verbal handoff');
  });

  test('T1-1 the queue shows tier 2 first what is theirs to accept', async () => {
    const { ana, tess } = flow.people;
    const ticket = await ready(ana);
    await escalates(ana, ticket, needsData, written('The export of last year is needed'));
    const queue = await asks(flow, tess, '/ticket queue', 'Escalated to your tier, to be accepted');
    expect(queue.text).toContain(`${ticket} ·`);
    expect(queue.buttons).toContain(`Accept ${ticket}`);
    const own = await asks(flow, ana, '/ticket queue', /The queue is empty|waiting, in the order/);
    expect(own.text).not.toContain('Escalated to your tier');
    await asks(flow, tess, `/ticket take ${ticket}`, 'waits for Tier 2 Support to accept it');
    await accepts(tess, ticket);
  });
});

describe('tier 2 to lead', () => {
  test('ESL-4 it takes its findings along; LD-1 the lead reads them; LD-4 goes on to the manager', async () => {
    const { tess, lena, max } = flow.people;
    const ticket = await atTier2();
    await tess.clicks('Investigate', { on: await card(tess, ticket) });
    await tess.seesForm(`Investigate ${ticket}`);
    await tess.fills({ Finding: written('The directory of the vendor is down') });
    await tess.submits();
    await finishes(tess);
    await escalates(tess, ticket, needsVendor, written('Their status page says so'));
    const request = await seesInThread(lena, ticket, /^Escalated \(ESL-4\)/);
    expect(request.text).toContain(written('The directory of the vendor is down'));
    expect(request.text).toContain(written('Their status page says so'));
    await everythingIsDelivered(flow);
    expect(toldIn('leads', ticket)).toEqual([expect.stringContaining('waits for a Team Lead')]);
    await accepts(lena, ticket);
    await asks(flow, tess, `/escalate ${ticket} ESL-5`, 'may escalate to the Operations Manager');
    await escalates(
      lena,
      ticket,
      'LD-4 · The Operations Manager has to decide',
      written('A contract is at stake'),
    );
    await max.sees(`${ticket} waits for the Operations Manager`);
    await accepts(max, ticket);
  });

  test('ESL-5, LD-1 a lead gives it back to tier 2, with a reason, and never to tier 1', async () => {
    const { ana, tess, lena } = flow.people;
    const ticket = await atTier2();
    await escalates(
      tess,
      ticket,
      'ESL-5 · It needs action outside the authorization boundary',
      written('A promise is wanted'),
    );
    await accepts(lena, ticket);
    await asks(flow, lena, `/ticket transfer ${ticket} @tess`, 'needs a reason for the record');
    await asks(flow, lena, `/ticket transfer ${ticket} @ana ${written('here')}`, '@ana cannot take over');
    await asks(flow, lena, `/ticket transfer ${ticket} @tess ${written('agreed')}`, 'is offered to @tess');
    await tess.clicks('Accept', { on: await seesInThread(tess, ticket, 'offers') });
    await seesInThread(ana, ticket, 'Transferred: @tess owns');
    await opensEscalation(tess, ticket);
    expect(tess.form?.fields.find(({ label }) => label === 'Trigger')?.options).toContain(needsVendor);
  });

  test('ESL-1 close to its limit the leads are told, and it stays where it is', async () => {
    const { tess } = flow.people;
    const ticket = await atTier2();
    await passes(361);
    expect(toldIn('leads', ticket)).toEqual([expect.stringContaining('resolution at risk (ESL-1)')]);
    expect((await card(tess, ticket)).text).toContain('Owner: @tess');
    expect((await thread(tess, ticket)).filter((text) => text.startsWith('Escalated'))).toHaveLength(1);
  });
});

test('ESC-1 what an agent records while the clock strikes is kept, and both know how it stands', async () => {
  const { ana, tess } = flow.people;
  const ticket = await ready(ana);
  await ana.types(`/apply-fix ${ticket}`, { in: 'tickets' });
  await ana.seesForm(`Apply fix ${ticket}`);
  await ana.submits();
  await finishes(ana);
  await ana.types(`/ticket verify ${ticket}`, { in: 'tickets' });
  await ana.seesForm(`Record result ${ticket}`);
  await ana.fills({
    Verification: 'The profile shows the account as active',
    Evidence: written('Active since 09:14 in the profile'),
  });
  await Promise.all([flow.minutesPass(21), ana.submits()]);
  await finishes(ana);
  await seesInThread(ana, ticket, 'resolved, verified');
  await everythingIsDelivered(flow);
  const escalated = (await thread(ana, ticket)).some((text) => text.startsWith('Escalated (ESC-1)'));
  if (escalated) {
    await asks(flow, ana, `/ticket close ${ticket}`, 'waits for Tier 2 Support to accept it');
    await accepts(tess, ticket);
    await answersForTier2(tess, ticket);
  }
  const owner = escalated ? tess : ana;
  await owner.types(`/ticket close ${ticket}`, { in: 'tickets' });
  await owner.seesForm(`Close ${ticket}`);
});
