import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isGenuine } from '../../src/customer/signature.ts';
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
  timePassesUntilDelivered,
  written,
} from './habits.ts';

const signedOut = 'The user is signed out again and again';
const noEffect = 'A granted or removed permission has no effect';
const saw = 'The session list shows one session of nine minutes, and no refusal since.';

/** A ticket of which only the fixes are left. */
async function ready(flow: Flow, person: Person, symptom: string): Promise<string> {
  const ticket = await hasTaken(flow, person);
  await isReadyForFixes(person, ticket, { symptom });
  return ticket;
}

async function opensFix(person: Person, ticket: string, fix = ''): Promise<void> {
  await finishes(person);
  await person.types(`/apply-fix ${ticket} ${fix}`, { in: 'tickets' });
  await person.seesForm(`Apply fix ${ticket}`);
}

async function applies(person: Person, ticket: string): Promise<void> {
  await opensFix(person, ticket);
  await person.submits();
  await finishes(person);
}

async function setsAside(person: Person, ticket: string): Promise<void> {
  await opensFix(person, ticket);
  await person.fills({ 'What to do': 'Not applicable', Reason: written('It was done yesterday') });
  await person.submits();
  await finishes(person);
}

async function opensResult(person: Person, ticket: string, how: 'record' | 'verify'): Promise<void> {
  await finishes(person);
  if (how === 'verify') await person.types(`/ticket verify ${ticket}`, { in: 'tickets' });
  else await person.clicks('Record result', { on: await card(person, ticket) });
  await person.seesForm(`Record result ${ticket}`);
}

async function persists(person: Person, ticket: string): Promise<void> {
  await opensResult(person, ticket, 'verify');
  await person.fills({ Outcome: 'Issue persists', Evidence: written('Out again after two minutes') });
  await person.submits();
  await finishes(person);
}

async function verifies(person: Person, ticket: string, step: string): Promise<void> {
  await opensResult(person, ticket, 'verify');
  await person.fills({ Verification: step, Evidence: written(saw) });
  await person.submits();
  await finishes(person);
}

/** Nothing of the ladder fits, so it is Tess's. */
async function atTier2(flow: Flow): Promise<string> {
  const { ana, tess } = flow.people;
  const ticket = await ready(flow, ana, noEffect);
  await setsAside(ana, ticket);
  await setsAside(ana, ticket);
  await accepts(tess, ticket);
  await answersForTier2(tess, ticket);
  return ticket;
}

async function opensInvestigation(person: Person, ticket: string): Promise<void> {
  await finishes(person);
  await person.clicks('Investigate', { on: await card(person, ticket) });
  await person.seesForm(`Investigate ${ticket}`);
}

async function recordsPackage(flow: Flow, person: Person, ticket: string): Promise<void> {
  await opensInvestigation(person, ticket);
  await person.fills({
    'Diagnostic package': 'https://logs.example/one',
    'Generated at': Math.floor(flow.clock.now().getTime() / 1000) - 60,
  });
  await person.submits();
  await finishes(person);
}

async function finds(person: Person, ticket: string, finding: string): Promise<void> {
  await opensInvestigation(person, ticket);
  await person.fills({ Finding: finding });
  await person.submits();
  await finishes(person);
}

async function investigated(flow: Flow, rootCause: string): Promise<string> {
  const { tess } = flow.people;
  const ticket = await atTier2(flow);
  await recordsPackage(flow, tess, ticket);
  for (let point = 1; point <= 5; point += 1) await finds(tess, ticket, written(`Found at ${point}`));
  await opensInvestigation(tess, ticket);
  await tess.fills({ 'Root cause': rootCause });
  await tess.submits();
  await finishes(tess);
  return ticket;
}

async function asksSecondAgent(person: Person, ticket: string) {
  await applies(person, ticket);
  return seesInThread(person, ticket, 'Somebody else of Tier 2 Support or above confirms it');
}

describe('the ladder', () => {
  let flow: Flow;
  beforeAll(async () => {
    flow = await startFlow();
  });
  afterAll(() => endOfDay(flow));
  afterEach(async () => {
    for (const person of Object.values(flow.people)) await finishes(person);
  });

  test('T1-5 the form offers the fixes for the symptom, with the steps of the one that is owed', async () => {
    const { ana } = flow.people;
    const ticket = await ready(flow, ana, signedOut);
    await ana.clicks('Apply fix', { on: await card(ana, ticket) });
    const { fields, text } = await ana.seesForm(`Apply fix ${ticket}`);
    expect(fields.find(({ label }) => label === 'Fix')).toMatchObject({
      value: 'SF-3 · Sign-in Cookie Renewal',
      options: ['SF-3 · Sign-in Cookie Renewal', 'SF-7 · Force Session Reset'],
    });
    expect(text.join('\n')).toContain('1. Have the user close all tabs');
    await ana.fills({ Fix: 'SF-7' });
    await expect.poll(() => ana.formText(), { timeout: 5000 }).toContain('every device will be signed out');
    const other = await asks(flow, ana, `/apply-fix ${ticket} SF-1`, 'SF-1 is not for this symptom');
    expect(other.text).toContain('T1-5');
  });

  test('T1-6 a later fix is refused while an earlier one is owed, which the refusal opens', async () => {
    const { ana } = flow.people;
    const ticket = await ready(flow, ana, signedOut);
    const refusal = await asks(
      flow,
      ana,
      `/apply-fix ${ticket} SF-7`,
      'SF-3 Sign-in Cookie Renewal comes before',
    );
    expect(refusal.text).toContain('T1-6');
    await refusal.clicks('Apply fix');
    await ana.seesForm(`Apply fix ${ticket}`);
    await ana.fills({ Fix: 'SF-7', 'No transaction is active for this customer': true });
    await ana.submits();
    expect(ana.formText()).toContain('comes before SF-7');
    await ana.clicks('Apply fix');
    await ana.seesForm(`Apply fix ${ticket}`);
    await ana.fills({ 'What to do': 'Not applicable' });
    await ana.submits();
    expect(ana.form?.errors.Reason).toContain('T1-6');
    await ana.fills({ Reason: written('Done yesterday') });
    await ana.submits();
    await seesInThread(ana, ticket, 'Not applicable: SF-3');
    await opensFix(ana, ticket);
    expect(ana.formText()).toContain('Owed now: SF-7');
  });

  test('T1-6 one fix at a time: its result comes first', async () => {
    const { ana } = flow.people;
    const ticket = await ready(flow, ana, signedOut);
    await applies(ana, ticket);
    await seesInThread(ana, ticket, 'Fix begun: SF-3');
    const refusal = await asks(flow, ana, `/apply-fix ${ticket}`, 'its result comes first');
    expect(refusal.buttons).toEqual(['Record result']);
  });

  test('T1-7 what cannot be undone takes a fresh statement and one more yes', async () => {
    const { ana } = flow.people;
    const ticket = await ready(flow, ana, signedOut);
    await setsAside(ana, ticket);
    await opensFix(ana, ticket);
    await ana.submits();
    expect(Object.values(ana.form?.errors ?? {}).join()).toContain('T1-7');
    await ana.fills({ 'No transaction is active for this customer': true });
    await ana.submits();
    expect(ana.formText()).toContain('Every session of the account ends');
    await expect(ana.clicks('Apply fix')).rejects.toThrow('This cannot be undone');
    flow.clock.advance(5 * 60_000 + 1);
    await ana.clicks('Apply fix', { confirm: true });
    await expect.poll(() => ana.formText(), { timeout: 5000 }).toContain('is older than 5 min');

    await opensFix(ana, ticket);
    await ana.fills({ 'No transaction is active for this customer': true });
    await ana.submits();
    await ana.types(`/ticket note ${ticket} ${written('they called again')}`, { in: 'tickets' });
    await ana.sees(`Noted on ${ticket}`);
    await ana.clicks('Apply fix', { confirm: true });
    await expect.poll(() => ana.formText(), { timeout: 5000 }).toContain('changed after the statement');

    await opensFix(ana, ticket);
    await ana.fills({ 'No transaction is active for this customer': true });
    await ana.submits();
    await ana.clicks('Apply fix', { confirm: true });
    await seesInThread(ana, ticket, 'Fix begun: SF-7');
    await everythingIsDelivered(flow);
    expect((await thread(ana, ticket)).filter((text) => text.includes('Fix begun'))).toHaveLength(1);
  });

  test('T1-8 the customer’s word is no verification; what was entered stays', async () => {
    const { ana } = flow.people;
    const ticket = await ready(flow, ana, signedOut);
    await applies(ana, ticket);
    await opensResult(ana, ticket, 'record');
    await ana.fills({ Outcome: 'Resolved' });
    await ana.submits();
    await finishes(ana);
    await seesInThread(ana, ticket, 'resolved, still to be verified');
    await asks(flow, ana, `/ticket close ${ticket}`, 'not verified yet');
    await opensResult(ana, ticket, 'verify');
    await ana.submits();
    expect(ana.form?.errors.Verification).toContain('T1-8');
    await ana.fills({ Verification: 'That session is still alive five minutes later' });
    await ana.submits();
    expect(ana.form?.errors.Evidence).toContain('needs its evidence');
    await ana.fills({ Evidence: 'The customer says it works.' });
    await ana.submits();
    expect(ana.form?.errors.Evidence).toContain('customer’s word alone');
    expect(ana.form?.fields.find(({ label }) => label === 'Verification')?.value).toContain('five minutes');
    await ana.fills({ Evidence: written(saw) });
    await ana.submits();
    expect(ana.formText()).toContain(`@ana closes it`);
  });

  test('T1-8 what was verified and persists after all is taken back, with what shows it', async () => {
    const { ana, ben } = flow.people;
    const ticket = await ready(flow, ana, signedOut);
    await applies(ana, ticket);
    await verifies(ana, ticket, 'That session is still alive five minutes later');
    await everythingIsDelivered(flow);
    expect((await card(ana, ticket)).buttons).toEqual([
      'Close',
      'Issue persists',
      'Escalate',
      'Override priority',
      'Show',
      'Why',
      'Security',
    ]);
    const refusal = await answered(
      flow,
      ben,
      async () => ben.clicks('Issue persists', { on: await card(ben, ticket) }),
      'belongs to @ana',
    );
    expect(refusal.text).toContain('T1-1');
    await ana.clicks('Issue persists', { on: await card(ana, ticket) });
    const { fields, text } = await ana.seesForm(`Record result ${ticket}`);
    expect(text.join('\n')).toContain('Verified: That session is still alive five minutes later');
    expect(fields.find(({ label }) => label === 'Outcome')).toMatchObject({ value: 'Issue persists' });
    await ana.submits();
    expect(ana.form?.errors.Evidence).toContain('T1-8: SF-3 is verified as resolving');
    await ana.fills({ Evidence: written('Signed out again after eleven minutes') });
    await ana.submits();
    expect(ana.formText()).toContain('applies SF-7 Force Session Reset');
    await finishes(ana);
    await seesInThread(ana, ticket, 'the issue persists after all, verification withdrawn');
    await asks(flow, ana, `/ticket close ${ticket}`, 'Nothing on record has resolved');
  });

  test('T1-9 closing records how; a reminder until then, and a way back', async () => {
    const { ana, ben } = flow.people;
    const ticket = await ready(flow, ana, signedOut);
    await applies(ana, ticket);
    await verifies(ana, ticket, 'That session is still alive five minutes later');
    await flow.minutesPass(11);
    await seesInThread(ana, ticket, 'waits to be closed (T1-9)');
    await ana.clicks('Close', { on: await card(ana, ticket) });
    const { fields } = await ana.seesForm(`Close ${ticket}`);
    expect(fields.map(({ label }) => label)).toEqual(['Resolution code', 'Summary']);
    await ana.fills({ 'Resolution code': 'Solved by a Standard Fix', Summary: written('Cookie renewed') });
    await ana.submits();
    await finishes(ana);
    const closed = await seesInThread(ana, ticket, 'Closed by @ana');
    for (const words of ['fixed', 'SF-3', 'still alive five minutes later', 'Cookie renewed'])
      expect(closed.text).toContain(words);
    await everythingIsDelivered(flow);
    expect((await card(ben, ticket)).buttons).toEqual(['Show', 'Why', 'Reopen', 'Security']);

    await asks(flow, ben, '/ticket reopen', 'Say which closed ticket');
    await ben.types(`/ticket reopen ${ticket}`, { in: 'tickets' });
    await ben.seesForm(`Reopen ${ticket}`);
    await ben.closes();
    await ben.clicks('Reopen', { on: await card(ben, ticket) });
    await ben.seesForm(`Reopen ${ticket}`);
    await ben.fills({ Reason: written('It came back') });
    await ben.submits();
    await finishes(ben);
    await seesInThread(ben, ticket, 'Reopened by @ben');
    await everythingIsDelivered(flow);
    await asks(flow, ben, `/ticket reopen ${ticket}`, 'is not closed');
    const again = await card(ben, ticket);
    expect(again.text).toContain('applies SF-7 Force Session Reset');
    expect(again.text).toContain('Owner: @ana');
  });

  test('T1-10 the report counts per resolution code, seven days against the seven before', async () => {
    const { ana, lena, otto } = flow.people;
    const closes = async () => {
      const ticket = await ready(flow, ana, signedOut);
      await applies(ana, ticket);
      await verifies(ana, ticket, 'That session is still alive five minutes later');
      await ana.types(`/ticket close ${ticket}`, { in: 'tickets' });
      await ana.fills({ 'Resolution code': 'Not seen again while verifying', Summary: written('Gone') });
      await ana.submits();
      await finishes(ana);
    };
    await closes();
    await asks(flow, lena, '/ops report', 'not-reproduced: 1 (0)');
    flow.clock.advance(8 * 24 * 60 * 60_000);
    await flow.handrail.tick();
    await closes();
    await closes();
    await asks(flow, lena, '/ops report', 'not-reproduced: 2 (1), 1 more');
    await asks(flow, otto, '/ops report', 'not on this desk’s roster');
  });

  test('T2-1 a fix that was done is done again only at tier 2, and only with a reason', async () => {
    const { ana } = flow.people;
    const ticket = await ready(flow, ana, signedOut);
    await applies(ana, ticket);
    await persists(ana, ticket);
    const refusal = await asks(flow, ana, `/apply-fix ${ticket} SF-3`, 'may repeat a step already done');
    expect(refusal.text).toContain('AU-3');
    await refusal.clicks('Apply fix');
    const { fields, text } = await ana.seesForm(`Apply fix ${ticket}`);
    expect(fields.find(({ label }) => label === 'Fix')?.options).toEqual(['SF-7 · Force Session Reset']);
    expect(text.join('\n')).not.toContain('T2-1');
    await finishes(ana);

    const { tess } = flow.people;
    const escalated = await atTier2(flow);
    await opensFix(tess, escalated, 'SF-3');
    await tess.submits();
    expect(tess.form?.errors.Reason).toContain('T2-1');
    await tess.fills({ Reason: written('They used another browser') });
    await tess.submits();
    await seesInThread(tess, escalated, 'once more, because');
  });
});

describe('tier 2', () => {
  let flow: Flow;
  beforeAll(async () => {
    flow = await startFlow();
  });
  afterAll(() => endOfDay(flow));
  afterEach(async () => {
    for (const person of Object.values(flow.people)) await finishes(person);
  });

  test('T2-5 package, findings by several agents, and two causes, in this order', async () => {
    const { tess, lena, ana } = flow.people;
    const ticket = await atTier2(flow);
    await opensInvestigation(tess, ticket);
    expect(tess.formText()).toContain('not pulled yet');
    await tess.fills({
      'Root cause': 'Stored permissions drifted from the roles',
      Finding: written('First'),
    });
    await tess.submits();
    expect(tess.form?.errors['Root cause']).toContain('T2-4');
    await finishes(tess);
    expect((await thread(tess, ticket)).join('\n')).not.toContain('First');

    await recordsPackage(flow, tess, ticket);
    await seesInThread(tess, ticket, 'Diagnostic package (T2-4): generated');
    await finds(lena, ticket, written('Seen by Lena'));
    await opensInvestigation(tess, ticket);
    expect(tess.formText()).toContain('1 finding');
    await tess.fills({ 'Root cause': 'Stored permissions drifted from the roles' });
    await tess.submits();
    expect(tess.form?.errors['Root cause']).toContain('no finding yet at the decision point');
    const tier1 = await answered(
      flow,
      ana,
      async () => ana.clicks('Investigate', { on: await card(ana, ticket) }),
      'may record a finding',
    );
    expect(tier1.text).toContain('AU-3');
  });

  test('T2-4 a package by hand has an address, and a time that can be right', async () => {
    const { tess } = flow.people;
    const ticket = await atTier2(flow);
    const now = Math.floor(flow.clock.now().getTime() / 1000);
    await opensInvestigation(tess, ticket);
    await tess.fills({ 'Generated at': now });
    await tess.submits();
    expect(tess.form?.errors['Diagnostic package']).toContain('web address');
    await tess.fills({ 'Diagnostic package': 'https://logs.example/one', 'Generated at': now + 120 });
    await tess.submits();
    expect(tess.form?.errors['Generated at']).toContain('cannot have been generated in the future');
    await tess.fills({ 'Generated at': now - 3 * 24 * 60 * 60 });
    await tess.submits();
    expect(tess.form?.errors['Generated at']).toContain('more than 2 d before the ticket was taken');
    await tess.fills({ 'Generated at': now + 30 });
    await tess.submits();
    await seesInThread(tess, ticket, 'Diagnostic package (T2-4): generated');
  });

  test('T2-5 what was found is given back when the ticket is somebody else’s by then', async () => {
    const { tess, lena } = flow.people;
    const ticket = await atTier2(flow);
    await recordsPackage(flow, tess, ticket);
    await opensInvestigation(tess, ticket);
    await tess.fills({
      Finding: written('Only the new role'),
      'Proximate cause': written('Two grants deny it'),
    });
    await lena.types(`/ticket transfer ${ticket} @lena ${written('urgent')}`, { in: 'tickets' });
    await seesInThread(lena, ticket, 'Transferred:');
    await tess.submits();
    for (const words of ['belongs to @lena', 'T1-1', 'What you wrote', 'Only the new role', 'Two grants'])
      expect(tess.formText()).toContain(words);
    expect((await thread(tess, ticket)).join('\n')).not.toContain('Only the new role');
  });

  test('T2-5 a finding of ten thousand characters is told whole', async () => {
    const { tess } = flow.people;
    const ticket = await atTier2(flow);
    await opensInvestigation(tess, ticket);
    const full = {
      Finding: 'a'.repeat(3000),
      'Finding, part 2': 'b'.repeat(3000),
      'Finding, part 3': 'c'.repeat(3000),
    };
    await tess.fills({ ...full, 'Finding, part 4': 'd'.repeat(1001) });
    await tess.submits();
    expect(tess.form?.errors.Finding).toContain('at most 10,000 characters');
    await tess.fills({ 'Finding, part 4': 'd'.repeat(1000) });
    await tess.submits();
    await finishes(tess);
    const told = await seesInThread(tess, ticket, 'Finding of @tess');
    const whole = Object.values(full).join('') + 'd'.repeat(1000);
    expect(told.text.replaceAll(/\s*> /g, '')).toContain(whole);
  });

  test('T2-6 the Extended Fix follows from the root cause, and no other is taken', async () => {
    const { tess } = flow.people;
    const early = await atTier2(flow);
    await asks(flow, tess, `/apply-fix ${early} EF-5`, 'No root cause');
    const ticket = await investigated(flow, 'A crashed job left its lock behind');
    await asks(flow, tess, `/apply-fix ${ticket} EF-5`, 'EF-5 is not for the root cause on record');
    await opensFix(tess, ticket);
    expect(tess.form?.fields.find(({ label }) => label === 'Fix')?.options).toEqual([
      'EF-2 · Job Lock Release',
    ]);
    await finishes(tess);
    const none = await investigated(flow, 'The product itself is at fault');
    await seesInThread(tess, none, 'Escalated (ESL-2)');
    await asks(flow, tess, `/apply-fix ${none}`, 'waits for a Team Lead to accept it');
  });

  test('T2-7 the second agent is another, in time, and for the ticket as it is', async () => {
    const { ana, tess, lena, max } = flow.people;
    const ticket = await investigated(flow, 'Stored permissions drifted from the roles');
    const first = await asksSecondAgent(tess, ticket);
    await answered(
      flow,
      tess,
      () => tess.clicks('Confirm', { on: first, confirm: true }),
      'takes another person',
    );
    await answered(flow, ana, () => ana.clicks('Confirm', { on: first, confirm: true }), 'AU-3');
    await lena.clicks('Decline', { on: first });
    await lena.fills({ Reason: written('Export first') });
    await lena.submits();
    await seesInThread(tess, ticket, '@tess: @lena declined EF-5');
    await seesInThread(tess, ticket, 'Declined by @lena, because:');

    const second = await asksSecondAgent(tess, ticket);
    await flow.minutesPass(16);
    await seesInThread(tess, ticket, '@tess: nobody confirmed EF-5 in time');
    await everythingIsDelivered(flow);
    expect(tess.threadOf(await card(tess, ticket)).find(({ ts }) => ts === second.ts)?.buttons).toEqual([]);

    await asksSecondAgent(tess, ticket);
    await tess.types(`/ticket note ${ticket} ${written('more is known')}`, { in: 'tickets' });
    await seesInThread(tess, ticket, 'Void: the ticket changed');

    const third = await asksSecondAgent(tess, ticket);
    await asks(flow, max, '/ops roster remove @tess', '@tess was taken off the roster');
    await answered(
      flow,
      lena,
      () => lena.clicks('Confirm', { on: third, confirm: true }),
      'the request is void. @tess, who asked, may apply no Extended Fix any more',
    );
    await seesInThread(tess, ticket, '@tess, @lena: EF-5 is not begun, though confirmed');
    await asks(flow, max, '/ops roster add @tess tier2', '@tess is on the roster');

    const last = await asksSecondAgent(tess, ticket);
    await lena.clicks('Confirm', { on: last, confirm: true });
    await seesInThread(tess, ticket, '@tess: @lena confirmed EF-5');
    await seesInThread(tess, ticket, 'Fix begun: EF-5 Account Permission Rebuild');
  });

  test('T2-8 it closes with root cause and follow-ups, and its page tells all of it', async () => {
    const { tess, lena } = flow.people;
    const ticket = await investigated(flow, 'A crashed job left its lock behind');
    await applies(tess, ticket);
    await verifies(tess, ticket, 'The job list shows one run after the release');
    await tess.types(`/ticket close ${ticket}`, { in: 'tickets' });
    const { fields } = await tess.seesForm(`Close ${ticket}`);
    expect(fields.find(({ label }) => label === 'Root cause')?.value).toContain('left its lock behind');
    await tess.fills({
      'Resolution code': 'Solved at its root by an Extended Fix',
      Summary: written('Released'),
      'Follow-ups': ['Update the knowledge base'],
    });
    await tess.submits();
    await finishes(tess);
    const closed = await seesInThread(tess, ticket, 'Closed by @tess');
    expect(closed.text).toContain('Root cause: A crashed job left its lock behind');
    expect(closed.text).toContain('Follow-ups: Update the knowledge base');

    await lena.types(`/ticket show ${ticket}`, { in: 'tickets' });
    await lena.seesForm(ticket);
    for (const words of [
      'Classified: @ana',
      'SF-3 Sign-in Cookie Renewal: not applicable',
      'EF-2 Job Lock Release: resolved, verified',
      'Found at 5',
      'Resolution code: root-cause-fixed',
    ])
      expect(lena.formText()).toContain(words);
  });
});

describe('with a diagnostics tool', () => {
  let flow: Flow;
  let status = 500;
  const asked: { genuine: boolean; body: unknown; key: string }[] = [];
  const secret = 'a-diagnostics-secret';
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const header = (name: string) => String(req.headers[name]);
    asked.push({
      genuine: isGenuine(
        secret,
        header('x-handrail-timestamp'),
        header('x-handrail-signature'),
        body,
        flow.clock.now(),
      ),
      body: JSON.parse(body.toString()),
      key: header('idempotency-key'),
    });
    res.writeHead(status);
    res.end(
      JSON.stringify({
        generatedAt: '2026-03-02T08:00:00Z',
        links: [{ part: 'error log', url: 'https://logs.example/e' }],
      }),
    );
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    flow = await startFlow({ env: { DIAGNOSTICS_URL: url, DIAGNOSTICS_SECRET: secret } });
  });
  afterAll(async () => {
    await endOfDay(flow);
    server.close();
  });

  test('T2-4 the package is asked for, signed; a failure is told with a way to try again', async () => {
    const { tess } = flow.people;
    const ticket = await atTier2(flow);
    await opensInvestigation(tess, ticket);
    await tess.fills({ Finding: written('Seen before') });
    await tess.clicks('Pull diagnostics');
    await expect.poll(() => tess.formText(), { timeout: 5000 }).toContain('the tool is putting it together');
    expect(tess.form?.fields.find(({ label }) => label === 'Finding')?.value).toBe(written('Seen before'));
    expect(tess.form?.fields.map(({ label }) => label)).toContain('Diagnostic package');
    await timePassesUntilDelivered(flow);
    const failed = await seesInThread(tess, ticket, 'did not deliver it');
    expect(asked).toHaveLength(5);
    expect(new Set(asked.map(({ key }) => key)).size).toBe(1);
    expect(asked.every(({ genuine }) => genuine)).toBe(true);
    expect(asked[0]?.body).toMatchObject({ ticket, package: { length: 4 } });
    status = 200;
    await finishes(tess);
    await tess.clicks('Try again', { on: failed });
    const pulled = await seesInThread(tess, ticket, 'Diagnostic package (T2-4): generated');
    expect(pulled.text).toContain('error log');
  });
});
