import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../src/sandbox/person/person.ts';
import type { MessageView } from '../../src/sandbox/sight.ts';
import { type Flow, startFlow } from '../support/flow.ts';
import {
  type Answer,
  answered,
  asks,
  classifies,
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
afterEach(async () => {
  for (const person of Object.values(flow.people)) await finishes(person);
});

/** SF-1 did not help on a ticket of Ana's; doing it once more is tier 2's. */
async function hasTriedOnce(): Promise<string> {
  const { ana } = flow.people;
  const ticket = await hasTaken(flow, ana);
  await isReadyForFixes(ana, ticket);
  await ana.types(`/apply-fix ${ticket} SF-1`, { in: 'tickets' });
  await ana.seesForm(`Apply fix ${ticket}`);
  await ana.submits();
  await ana.seesForm('Handrail');
  await recordsThatItPersists(ana);
  return ticket;
}

async function recordsThatItPersists(person: Person): Promise<void> {
  await person.clicks('Record result');
  await person.seesForm('Record result');
  await person.fills({ Outcome: 'Issue persists' });
  await person.submits();
  await person.seesForm('Handrail');
  await finishes(person);
}

const repeats = (person: Person, ticket: string): Promise<Answer> =>
  asks(flow, person, `/apply-fix ${ticket} SF-1`, 'may repeat a step already done');

/** Chooses in the menu of the refusal that this person just got. */
function refusalTo(person: Person): MessageView {
  const refusal = person.lastPrivate();
  if (!refusal) throw new Error(`nothing was refused to ${person.name}`);
  return refusal;
}

/** All that the refusal offers, as Slack has it: what is not there needs no waiting for. */
const offeredAtRefusal = (person: Person): string => JSON.stringify(refusalTo(person).stored.blocks);

async function choosesAtRefusal(person: Person, choice: string): Promise<void> {
  const refusal = refusalTo(person);
  expect(offeredAtRefusal(person)).toContain(choice);
  await person.chooses('…', choice, { on: refusal });
}

/** From the refusal to the request in the thread, as somebody of the desk sees it. */
async function asksToBeAuthorized(person: Person, ticket: string, reason: string): Promise<MessageView> {
  await choosesAtRefusal(person, 'Ask for authorization');
  await person.seesForm('Ask for authorization');
  await person.fills({ Reason: written(reason) });
  await person.submits();
  expect(person.formText()).toContain(`Your request stands in the thread of ${ticket} until`);
  await finishes(person);
  return seesInThread(flow.people.lena, ticket, written(reason));
}

async function answers(person: Person, request: MessageView, label: string, reason: string): Promise<void> {
  await person.clicks(label, { on: request });
  await person.seesForm(label === 'Authorize' ? 'Authorize once' : 'Decline authorization');
  await person.fills({ Reason: written(reason) });
  await person.submits();
  await finishes(person);
}

const buttonsGone = (request: MessageView) =>
  expect.poll(() => request.buttons, { timeout: 10_000 }).toEqual([]);

describe('once, with a yes of the tier above', () => {
  test('AU-6 tier 1 asks, the lead authorizes in the thread, tier 1 does it once; the second time is refused', async () => {
    const { ana, ben, tess, lena } = flow.people;
    const ticket = await hasTriedOnce();
    const refusal = await repeats(ana, ticket);
    expect(refusal.text).toContain('AU-3');
    expect(refusal.buttons).toEqual(['Apply fix']);
    const request = await asksToBeAuthorized(ana, ticket, 'The cache was still warm');
    expect(request.text).toContain('@ana asks to be allowed once to repeat a step already done');
    expect(request.text).toContain('Refused by AU-3');
    expect(request.text).toContain('Team Lead or above answers until');
    expect(request.buttons).toEqual(['Authorize', 'Decline']);
    await lena.sees(`asks to be allowed once to repeat a step already done on ${ticket}`, { in: 'leads' });

    // Asked already; and neither Ana herself, nor a peer, nor tier 2 says yes to it.
    await repeats(ana, ticket);
    await answered(
      flow,
      ana,
      () => choosesAtRefusal(ana, 'Ask for authorization'),
      'You have asked already to repeat a step already done',
    );
    for (const [person, no] of [
      [ana, 'You asked for this yourself'],
      [ben, 'Only a Team Lead'],
      [tess, 'Only a Team Lead'],
    ] as const)
      for (const label of ['Authorize', 'Decline'])
        await answered(flow, person, () => person.clicks(label, { on: request }), no);

    await answers(lena, request, 'Authorize', 'It does no harm');
    const told = await seesInThread(ana, ticket, '@ana: @lena authorized you to repeat a step already done');
    expect(told.text).toContain(written('It does no harm'));
    await buttonsGone(request);
    expect(request.text).toContain('Authorized by @lena, once, until');

    await ana.types(`/apply-fix ${ticket} SF-1`, { in: 'tickets' });
    await ana.seesForm(`Apply fix ${ticket}`);
    await ana.fills({ Reason: written('the cache was still warm') });
    await ana.submits();
    await ana.seesForm('Handrail');
    expect(ana.formText()).toContain('SF-1 is under way');
    await expect.poll(() => request.text, { timeout: 10_000 }).toContain('Authorized by @lena, and used');
    await recordsThatItPersists(ana);

    await repeats(ana, ticket);
    const why = await asks(flow, ana, `/ticket why ${ticket}`, 'Next');
    expect(why.text).toContain('@ana used the authorization of @lena to repeat a step already done.');
  });

  test('AU-6 declined, with the reason; then it may be asked once more', async () => {
    const { ana, lena } = flow.people;
    const ticket = await hasTriedOnce();
    await repeats(ana, ticket);
    const request = await asksToBeAuthorized(ana, ticket, 'Perhaps it helps now');
    await answers(lena, request, 'Decline', 'SF-2 comes next');
    const told = await seesInThread(ana, ticket, '@ana: @lena declined to let you repeat');
    expect(told.text).toContain(written('SF-2 comes next'));
    await buttonsGone(request);
    expect(request.text).toContain('Declined by @lena');
    await repeats(ana, ticket);
    await asksToBeAuthorized(ana, ticket, 'SF-2 is down');
  });

  test('AU-6 nobody answers: the request runs out, and a late yes is refused', async () => {
    const { ana, lena } = flow.people;
    const ticket = await hasTriedOnce();
    await repeats(ana, ticket);
    const request = await asksToBeAuthorized(ana, ticket, 'Everybody is away');
    await lena.clicks('Authorize', { on: request });
    await lena.seesForm('Authorize once');
    await lena.fills({ Reason: written('too late') });
    await flow.minutesPass(31);
    await lena.submits();
    expect(lena.formText()).toContain('This request is no longer open: it ran out.');
    await seesInThread(ana, ticket, '@ana: nobody answered whether you may repeat a step already done');
    await buttonsGone(request);
    expect(request.text).toContain('Expired: nobody answered in time.');
  });

  test('AU-6 the ticket moves to another tier: what was authorized is void', async () => {
    const { ana, lena } = flow.people;
    const ticket = await hasTriedOnce();
    await repeats(ana, ticket);
    const request = await asksToBeAuthorized(ana, ticket, 'One more try');
    await answers(lena, request, 'Authorize', 'One more try');
    await seesInThread(ana, ticket, '@ana: @lena authorized you');
    await ana.types(`/classify ${ticket} OTHER P2`, { in: 'tickets' });
    const form = await ana.seesForm(`Classify ${ticket}`);
    const symptoms = form.fields.find(({ label }) => label === 'Symptom')?.options ?? [];
    await ana.fills({
      Symptom: String(symptoms[0]),
      'I have read the whole description and every attachment': true,
    });
    await ana.submits();
    await finishes(ana);
    await expect
      .poll(() => request.text, { timeout: 10_000 })
      .toContain('Void: the ticket moved to another tier.');
    await everythingIsDelivered(flow);
    expect(request.buttons).toEqual([]);
  });
});

test('T1-4 AU-6 a promise of a resolution time is asked for from the form, and goes out once', async () => {
  const { ana, lena } = flow.people;
  const ticket = await hasTaken(flow, ana);
  await classifies(ana, ticket);
  const text = written('We have it. It will be solved by 5 pm today.');
  const sends = async () => {
    await finishes(ana);
    await ana.types(`/ticket ack ${ticket}`, { in: 'tickets' });
    await ana.seesForm(`Acknowledge ${ticket}`);
    await ana.fills({ Message: text });
    await ana.submits();
  };
  await sends();
  expect(ana.form?.errors.Message).toContain('The three dots below the message ask for it.');
  await ana.chooses('…', 'Ask for authorization');
  const asking = await ana.seesForm('Ask for authorization');
  expect(asking.text.join('\n'), 'nothing that was written is lost').toContain(text);
  await ana.fills({ Reason: written('Their board meets at six') });
  await ana.submits();
  await finishes(ana);
  const request = await seesInThread(lena, ticket, 'to be allowed once to promise a resolution time');
  await answers(lena, request, 'Authorize', 'The fix is scheduled');
  await seesInThread(ana, ticket, '@ana: @lena authorized you to promise a resolution time');
  await sends();
  await finishes(ana);
  await seesInThread(ana, ticket, text);
  await expect.poll(() => request.text, { timeout: 10_000 }).toContain('Authorized by @lena, and used');
  // A lead promises without asking, and sees no such menu.
  const leads = await hasTaken(flow, lena);
  await classifies(lena, leads);
  await lena.types(`/ticket ack ${leads}`, { in: 'tickets' });
  await lena.seesForm(`Acknowledge ${leads}`);
  await expect(lena.chooses('…', 'Ask for authorization')).rejects.toThrow('sees no menu');
});

describe('what is not to be asked for', () => {
  test('T1-1 somebody else’s ticket is no matter of roles', async () => {
    const { ana, ben } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await asks(flow, ben, `/classify ${ticket} AUTH P2`, 'belongs to @ana');
    expect(offeredAtRefusal(ben)).not.toContain('Ask for authorization');
  });

  test('AU-1 nor is what concerns the whole desk; somebody outside has no menu at all', async () => {
    const { lena, otto } = flow.people;
    await asks(flow, lena, '/ops setup', 'Only the Operations Manager may set up the desk.');
    expect(offeredAtRefusal(lena)).not.toContain('Ask for authorization');
    await asks(flow, otto, '/ticket queue', 'not on this desk’s roster');
    expect(offeredAtRefusal(otto)).not.toContain('This rule is badly calibrated');
  });

  test('AU-6 nobody is told to ask themselves', async () => {
    const { ana } = flow.people;
    const ticket = await hasTaken(flow, ana);
    const refusal = await asks(flow, ana, `/apply-fix ${ticket}`, 'no category and priority yet');
    expect(refusal.text).toContain('Who may: you, once that is settled');
    expect(refusal.text).not.toContain('Who may: @ana');
  });
});

describe('a badly calibrated rule', () => {
  const flags = async (person: Person, words: string, clause: string) => {
    await choosesAtRefusal(person, 'This rule is badly calibrated');
    const form = await person.seesForm('Badly calibrated rule');
    expect(form.text.join('\n')).toContain(clause);
    await person.fills({ Reason: written(words) });
    await person.submits();
    expect(person.formText()).toContain(`Kept for the SOP review of ${clause}.`);
    await finishes(person);
  };

  test('AU-7 it is kept on the ticket, or on the desk, and counted in the report', async () => {
    const { ana, ben, lena } = flow.people;
    const ticket = await hasTaken(flow, ana);
    await asks(flow, ben, `/classify ${ticket} AUTH P2`, 'belongs to @ana');
    await flags(ben, 'Two of us work on it', 'T1-1');
    await asks(
      flow,
      lena,
      '/ops roster add @otto tier1',
      'Only the Operations Manager may change the roster.',
    );
    await flags(lena, 'Leads know who works', 'AU-5');
    const why = await asks(flow, ana, `/ticket why ${ticket}`, 'Next');
    expect(why.text).toContain(`@ben flagged T1-1 as badly calibrated: ${written('Two of us work on it')}`);
    const report = await asks(flow, lena, '/ops report', 'Attempts refused, per clause');
    for (const clause of ['T1-1', 'AU-5'])
      expect(report.text).toMatch(new RegExp(`${clause}: \\d+ .*flagged as badly calibrated: 1`));
    expect(report.text).toMatch(/AU-3: \d+ \(0\), \d+ more/);
    // Nobody else is told.
    await everythingIsDelivered(flow);
    expect((await thread(ana, ticket)).join()).not.toContain('calibrated');
  });
});
