import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Flow, startFlow } from '../support/flow.ts';
import {
  answered,
  arrives,
  asks,
  card,
  classifies,
  endOfDay,
  everythingIsDelivered,
  hasTaken,
  isReadyForFixes,
  seesInThread,
  takes,
  thread,
  written,
} from './habits.ts';

let flow: Flow;
beforeAll(async () => {
  flow = await startFlow();
});
afterAll(() => endOfDay(flow));
/** No test leaves work behind for the next one's queue. */
afterEach(async () => {
  const { max } = flow.people;
  const { desk } = flow.handrail;
  while ((await desk.db.ticket.count({ where: { status: 'queued' } })) > 0) {
    const before = await desk.db.ticket.count({ where: { status: 'queued' } });
    await max.types('/ticket next', { in: 'leads' });
    await expect.poll(() => desk.db.ticket.count({ where: { status: 'queued' } })).toBe(before - 1);
  }
  for (const person of Object.values(flow.people)) if (person.form) await person.closes();
});

const answers = (person: Flow['people']['ana'], command: `/${string}`, words: string | RegExp) =>
  asks(flow, person, command, words);

describe('the next ticket', () => {
  test('T1-1 an empty queue says so', async () => {
    const { ana } = flow.people;
    await answers(ana, '/ticket next', 'the queue is empty');
    await answers(ana, '/ticket queue', 'The queue is empty.');
  });

  test('T1-1 priority comes first, then age; the queue shows that order', async () => {
    const { ana, ben } = flow.people;
    const low = await arrives(flow, { priority: 'P4' });
    const unsaid = await arrives(flow);
    const older = await arrives(flow, { priority: 'P2' });
    flow.clock.advance(1000);
    const newer = await arrives(flow, { priority: 'P2' });
    const critical = await arrives(flow, { priority: 'P1' });
    const order = [critical, older, newer, unsaid, low];
    const queue = await answers(ana, '/ticket queue', '5 waiting');
    expect(queue.text.match(/T-\d+/g)).toEqual(order);
    expect(queue.text).toContain('P3 (assumed)');
    ben.doesNotSee('5 waiting');
    expect(queue.buttons).toEqual(['Take next']);
    for (const ticket of order) {
      const taken = await answers(ana, '/ticket next', `${ticket} is yours`);
      expect(taken.buttons).toEqual(['Classify', 'Show']);
    }
    const receipt = await seesInThread(ana, critical, 'Taken by');
    expect(receipt.text).toContain('@ana');
    const root = await card(ana, critical);
    await flow.workspace.until(() => (root.text.includes('Owner: @ana') ? true : undefined));
    expect(root.text).toContain('Response: due');
    expect(root.buttons).toEqual(['Classify', 'Override priority', 'Show', 'Why', 'Security']);
  });

  test('T1-1 two agents at once get two different ones', async () => {
    const { ana, ben } = flow.people;
    const tickets = [await arrives(flow, { priority: 'P2' }), await arrives(flow, { priority: 'P2' })];
    await Promise.all([
      ana.types('/ticket next', { in: 'tickets' }),
      ben.types('/ticket next', { in: 'tickets' }),
    ]);
    const yours = new RegExp(`(${tickets.join('|')}) is yours`);
    const got = await Promise.all(
      [ana, ben].map(async (who) => yours.exec((await who.sees(yours)).text)?.[1]),
    );
    expect(got.toSorted()).toEqual(tickets.toSorted());
  });

  test('T1-1 the button of the queue takes the next one, and only that', async () => {
    const { ben } = flow.people;
    const first = await arrives(flow, { priority: 'P1' });
    const second = await arrives(flow, { priority: 'P1' });
    const queue = await answers(ben, '/ticket queue', '2 waiting');
    // Not within the moment in which they took another one.
    flow.clock.advance(2000);
    await queue.clicks('Take next');
    await ben.sees(`${first} is yours`);
    await everythingIsDelivered(flow);
    expect((await card(ben, second)).text).toContain('Owner: nobody yet');
  });
});

describe('a particular ticket', () => {
  test('T1-1 the first in the queue is taken without a question, by its button', async () => {
    const { ana, ben } = flow.people;
    const ticket = await arrives(flow, { priority: 'P1' });
    const root = await card(ana, ticket);
    await answered(flow, ana, () => ana.clicks('Take', { on: root }), `${ticket} is yours`);
    ben.doesNotSee(`${ticket} is yours`);
    ben.doesNotSee(`${ticket} was taken before`, { in: 'leads' });
  });

  test('T1-1 out of order it asks for a reason, and the leads are told of the deviation', async () => {
    const { ana, lena } = flow.people;
    const first = await arrives(flow, { priority: 'P1' });
    const wanted = await arrives(flow, { priority: 'P3' });
    await ana.clicks('Take', { on: await card(ana, wanted) });
    const form = await ana.seesForm(`Take ${wanted}`);
    expect(form.text.join()).toContain(`${first} comes first`);
    expect(form.fields.map(({ label, optional }) => [label, optional])).toEqual([['Reason', false]]);
    await ana.fills({ Reason: '\u200b \u200d' });
    await ana.submits();
    expect(ana.form?.errors).toEqual({ Reason: 'write something that can be read' });
    const reason = written('Same customer as my other one');
    await ana.fills({ Reason: reason });
    await ana.submits();
    expect(ana.formText()).toContain(`${wanted} is yours`);
    const told = await lena.sees(`took ${wanted} before ${first}`, { in: 'leads' });
    expect(told.text).toContain('Deviation from T1-1: @ana');
    expect(told.text).toContain(reason);
    expect(told.mentions.users).toEqual(['ana']);
    await ana.closes();
  });

  test('T1-1 one that is taken already says who owns it', async () => {
    const { ana, ben } = flow.people;
    const ticket = await hasTaken(flow, ana);
    const refusal = await answers(ben, `/ticket take ${ticket}`, 'has been taken by @ana');
    expect(refusal.text).toContain('T1-1');
    expect(refusal.buttons).toEqual(['Take next']);
    const own = await answers(ana, `/ticket take ${ticket}`, 'is already yours');
    expect(own.buttons).toEqual(['Show']);
    ben.doesNotSee('is already yours');
  });

  test('T1-1 two click Take on one card: one gets it, the other is told who did', async () => {
    const { ana, ben } = flow.people;
    const ticket = await arrives(flow, { priority: 'P1' });
    const root = await card(ana, ticket);
    const said = new RegExp(`${ticket} (is yours|has been taken by @(ana|ben))`);
    const heard = await Promise.all(
      [ana, ben].map((who) => answered(flow, who, () => who.clicks('Take', { on: root }), said)),
    );
    const texts = heard.map(({ text }) => said.exec(text)?.[1]);
    expect(texts.filter((text) => text === 'is yours')).toHaveLength(1);
    expect(texts.filter((text) => text?.startsWith('has been taken'))).toHaveLength(1);
  });

  test('T1-1 a double click on Take says it once and keeps one owner', async () => {
    const { ana } = flow.people;
    const ticket = await arrives(flow, { priority: 'P1' });
    const root = await card(ana, ticket);
    await answered(flow, ana, () => ana.clicksTwice('Take', { on: root }), `${ticket} is`);
    await everythingIsDelivered(flow);
    expect((await thread(ana, ticket)).filter((text) => text.includes('Taken by'))).toHaveLength(1);
  });
});

describe('which ticket is meant', () => {
  test('a number is understood as 12, #12, T-12 and t-12', async () => {
    const { ben } = flow.people;
    const ticket = await arrives(flow);
    const digits = ticket.slice(2);
    for (const form of [digits, `#${digits}`, `t-${digits}`, `T-${digits}`, `T${digits}`]) {
      await ben.types(`/ticket show ${form}`, { in: 'tickets' });
      await ben.seesForm(ticket);
      await ben.closes();
    }
  });

  test('without a number: none in hand, the only one, or a choice', async () => {
    const { tess } = flow.people;
    const none = await answers(tess, '/ticket show', 'You have no ticket in hand');
    expect(none.buttons).toEqual(['Take next']);
    await answers(tess, '/ticket note something', 'You have no ticket in hand');

    const first = await hasTaken(flow, tess, { priority: 'P1' });
    await tess.types('/ticket show', { in: 'tickets' });
    await tess.seesForm(first);
    await tess.closes();
    await answers(tess, `/ticket note ${written('called back')}`, `Noted on ${first}`);

    const second = await hasTaken(flow, tess, { priority: 'P1' });
    const choice = await answers(tess, '/ticket show', 'Which ticket do you want to see?');
    expect(choice.buttons.map((label) => label.split(' ')[0])).toEqual([first, second]);
    await choice.clicks(choice.buttons[1] ?? '');
    await tess.seesForm(second);
    await tess.closes();
    const several = await answers(tess, '/ticket note something', 'You have several tickets in hand');
    expect(several.text).toContain(`${first}, ${second}`);
    await answers(tess, '/ticket mine', 'You have 2 tickets in hand');

    const classify = await answers(tess, '/classify', 'Which ticket do you want to classify?');
    await classify.clicks(classify.buttons[0] ?? '');
    await tess.seesForm(`Classify ${first}`);
    await tess.closes();
  });

  test('a number that this desk does not have', async () => {
    const { ana } = flow.people;
    for (const command of [
      '/ticket show 9999',
      '/ticket take 9999',
      '/ticket note 9999 words',
      '/ticket why 9999',
      '/ticket ack 9999',
      '/ticket resume 9999',
      '/ticket transfer 9999 @ben',
      '/classify 9999',
    ] as const) {
      const told = await answers(ana, command, 'There is no T-9999 on this desk.');
      expect(told.buttons).toEqual(['My tickets']);
      // So that the next answer is another message.
      await answers(ana, '/ops can-i', 'Say what you would like to do');
    }
  });
});

describe('the record', () => {
  test('HO-1 a note stands in the thread, whoever on the desk wrote it', async () => {
    const { ana, ben, lena } = flow.people;
    const ticket = await hasTaken(flow, ana);
    const note = written('The customer called.\nThey use Safari.');
    await answers(ben, `/ticket note ${ticket} ${note}`, `Noted on ${ticket}.`);
    const posted = await seesInThread(lena, ticket, 'They use Safari.');
    expect(posted.text).toContain('Note of @ben');
    expect(posted.mentions.users).toEqual(['ben']);
    await answers(ben, `/ticket note ${ticket}`, 'The note was not added');
    await ana.types(`/ticket show ${ticket}`, { in: 'tickets' });
    await ana.seesForm(ticket);
    expect(ana.formText()).toContain('They use Safari.');
    await ana.closes();
  });

  test('ESL-3 a further account stands on the card, once', async () => {
    const { ana } = flow.people;
    const ticket = await hasTaken(flow, ana, { account: written('ACME-1') });
    await answers(ana, `/ticket link ${ticket} ${written('BETA-2')}`, 'concerns that account too now');
    await seesInThread(ana, ticket, 'Account linked by @ana');
    const root = await card(ana, ticket);
    await flow.workspace.until(() => (root.text.includes('BETA-2') ? true : undefined));
    await answers(ana, `/ticket link ${ticket} ${written('BETA-2')}`, 'already names that account');
    await answers(ana, `/ticket link ${ticket}`, 'No account was linked');
  });

  test('T1-1 mine lists each ticket with its clock, its next step and the button for it', async () => {
    const { lena } = flow.people;
    const none = await answers(lena, '/ticket mine', 'You have no ticket in hand.');
    expect(none.buttons).toEqual(['Take next']);
    const ticket = await hasTaken(flow, lena, { priority: 'P2' });
    const one = await answers(lena, '/ticket mine', 'You have one ticket in hand');
    expect(one.text).toContain('Next (T1-3)');
    expect(one.buttons).toEqual(['Classify', 'Show']);
    await classifies(lena, ticket);
    expect((await answers(lena, '/ticket mine', 'Next (T1-4)')).buttons).toEqual(['Acknowledge', 'Show']);
  });
});

describe('a transfer', () => {
  test('T1-1 it changes hands when the receiver accepts', async () => {
    const { ana, ben } = flow.people;
    const ticket = await hasTaken(flow, ana);
    const reason = written('You know this account');
    const told = await answers(
      ana,
      `/ticket transfer ${ticket} @ben ${reason}`,
      `${ticket} is offered to @ben`,
    );
    expect(told.text).toContain('until then its owner stays');
    const offer = await seesInThread(ben, ticket, 'Transfer: @ana offers');
    expect(offer.text).toContain(reason);
    expect(offer.buttons).toEqual(['Accept', 'Decline']);
    expect(offer.mentions.users).toEqual(['ana', 'ben']);
    const root = await card(ana, ticket);
    await flow.workspace.until(() =>
      root.text.includes('Owner: @ana · offered to @ben') ? true : undefined,
    );

    await answers(ana, `/ticket transfer ${ticket} @tess`, 'is already offered to @ben');
    for (const other of [flow.people.tess, ana]) {
      const words = `${ticket} is offered to @ben, who answers for it`;
      await answered(flow, other, () => other.clicks('Accept', { on: offer }), words);
    }

    await ben.clicksTwice('Accept', { on: offer });
    const yours = await ben.sees(`${ticket} is yours now.`);
    expect(yours.buttons).toEqual(['Classify', 'Show']);
    await seesInThread(ana, ticket, `Transferred: @ben owns ${ticket} now, from @ana.`);
    await flow.workspace.until(() => (root.text.includes('Owner: @ben') ? true : undefined));
    await flow.workspace.until(() => (offer.buttons.length === 0 ? true : undefined));
    expect(offer.text).toContain('Accepted.');
    await everythingIsDelivered(flow);
    expect((await thread(ana, ticket)).filter((text) => text.includes('Transferred:'))).toHaveLength(1);
  });

  test('T1-1 the receiver declines with a reason; the owner keeps it', async () => {
    const { ana, ben } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await answers(ana, `/ticket transfer ${ticket} @ben`, 'is offered to @ben');
    const offer = await seesInThread(ben, ticket, 'Transfer: @ana offers');
    await ben.clicks('Decline', { on: offer });
    await ben.seesForm(`Decline ${ticket}`);
    await ben.fills({ Reason: written('I leave in ten minutes') });
    await ben.submits();
    expect(ben.form).toBeUndefined();
    const declined = await seesInThread(ana, ticket, 'Declined: @ben does not take');
    expect(declined.text).toContain('@ana stays its owner.');
    expect(declined.text).toContain('I leave in ten minutes');
    await flow.workspace.until(() => (offer.buttons.length === 0 ? true : undefined));
    await answers(ana, `/ticket transfer ${ticket} @tess`, 'is offered to @tess');
  });

  test('T1-1 whoever offered it withdraws it by Decline, and is asked for nothing', async () => {
    const { ana, ben } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await answers(ana, `/ticket transfer ${ticket} @ben`, 'is offered to @ben');
    const offer = await seesInThread(ana, ticket, 'Transfer: @ana offers');
    await ana.clicks('Decline', { on: offer });
    await seesInThread(ben, ticket, 'Withdrawn: @ana no longer offers');
    expect(ana.form?.fields ?? []).toEqual([]);
    await flow.workspace.until(() => (offer.buttons.length === 0 ? true : undefined));
    expect(offer.text).toContain('Withdrawn.');
  });

  test('T1-1 a third person is refused before any form opens', async () => {
    const { ana, tess } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await answers(ana, `/ticket transfer ${ticket} @ben`, 'is offered to @ben');
    const offer = await seesInThread(tess, ticket, 'Transfer: @ana offers');
    const words = `${ticket} is offered to @ben, who answers for it`;
    await answered(flow, tess, () => tess.clicks('Decline', { on: offer }), words);
    expect(tess.form?.fields ?? []).toEqual([]);
  });

  test('T1-1 an unanswered offer is called to mind once', async () => {
    const { ana, ben } = flow.people;
    const ticket = await hasTaken(flow, ana, { priority: 'P4' });
    await answers(ana, `/ticket transfer ${ticket} @ben`, 'is offered to @ben');
    await everythingIsDelivered(flow);
    await flow.minutesPass(9);
    await everythingIsDelivered(flow);
    expect((await thread(ben, ticket)).join()).not.toContain('Reminder.');
    await flow.minutesPass(1);
    const reminder = await seesInThread(ben, ticket, 'Reminder. @ben');
    expect(reminder.text).toContain('waits for your Accept or Decline');
    expect(reminder.mentions.users).toEqual(['ben']);
    await flow.minutesPass(30);
    await everythingIsDelivered(flow);
    expect((await thread(ben, ticket)).filter((text) => text.startsWith('Reminder.'))).toHaveLength(1);
  });

  test('T1-1 a lead takes it over with a reason; nobody else can', async () => {
    const { ana, ben, lena, tess } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await answers(ben, `/ticket transfer ${ticket} @ben`, 'belongs to @ana');
    await answers(tess, `/ticket transfer ${ticket} @ben`, 'belongs to @ana');
    await answers(lena, `/ticket transfer ${ticket} @lena`, 'needs a reason for the record');
    await answers(
      lena,
      `/ticket transfer ${ticket} @lena ${written('Ana is ill')}`,
      `${ticket} belongs to @lena now`,
    );
    const told = await seesInThread(ana, ticket, `Transferred: @lena owns ${ticket} now, from @ana.`);
    expect(told.text).toContain('Ana is ill');
  });

  test('T1-1 only somebody on the roster can be given it', async () => {
    const { ana } = flow.people;
    const ticket = await hasTaken(flow, ana);
    const refusal = await answers(ana, `/ticket transfer ${ticket} @otto`, '@otto cannot take over');
    expect(refusal.text).toContain('somebody on the roster as Tier 1 Support or above');
    await answers(ana, `/ticket transfer ${ticket} @ana`, 'already belongs to @ana');
    await answers(ana, `/ticket transfer ${ticket}`, 'Say to whom, by mention');
    const waiting = await arrives(flow);
    await answers(ana, `/ticket transfer ${waiting} @ben`, 'Nobody has taken');
    await takes(flow, ana, waiting);
  });
});

test('a ticket ready for its fixes keeps its owner through everything above', async () => {
  const { ana } = flow.people;
  const ticket = await hasTaken(flow, ana, { priority: 'P2' });
  await isReadyForFixes(ana, ticket);
  const root = await card(ana, ticket);
  await flow.workspace.until(() => (root.text.includes('applies SF-1') ? true : undefined));
  expect(root.text).toContain('Owner: @ana');
});
