import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { replayRecord, verifyRecord } from '../../src/desk/audit.ts';
import { beginUnderPack } from '../../src/desk/begin.ts';
import { commandIncident } from '../../src/desk/command-incident.ts';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import { executeOnTicket } from '../../src/desk/execute.ts';
import { readIncidentAs, readIncidentFile, readIncidentsAs } from '../../src/desk/read-incident.ts';
import { settleIncident } from '../../src/desk/settle-incidents.ts';
import { takeNext } from '../../src/desk/take-ticket.ts';
import type { IncidentStep } from '../../src/sop/incident/decide.ts';
import { type IncidentState, isOpen } from '../../src/sop/incident/state.ts';
import { writtenPack } from '../../src/sop/pack/check.ts';
import { defaultPack } from '../../src/sop/pack/default-pack.ts';
import type { CategoryCode } from '../../src/sop/pack/schema.ts';
import type { TicketState } from '../../src/sop/ticket/state.ts';
import { lockTicket } from '../../src/store/claims.ts';
import { keepPack } from '../../src/store/desks.ts';
import { readTicket } from '../../src/store/tickets.ts';
import { describeWithPostgres, type TestDatabase, testDatabase } from '../support/database.ts';
import { by, inParallel, open, recordOf, type TestDesk, testDesk, typesOf } from './support.ts';

const minute = 60_000;
const signIn = ['AUTH', 'cannot-sign-in'] as const;
const exports = ['DATA', 'export-incomplete'] as const;

const classification = ([category, symptom]: readonly [CategoryCode, string]) =>
  ({ type: 'classify', category, symptom, priority: 'P2', readWhole: true }) as const;

/** So many tickets in Ana's hands, opened one minute after the other. */
async function taken(desk: TestDesk, count: number): Promise<readonly number[]> {
  const numbers: number[] = [];
  for (let n = 0; n < count; n += 1) {
    numbers.push(await open(desk, { customerAccount: `ACME-${n}` }));
    await takeNext(desk, by('UANA'));
    desk.clock.advance(minute);
  }
  return numbers;
}

const classify = (
  desk: TestDesk,
  number: number,
  issue: readonly [CategoryCode, string] = signIn,
  who = 'UANA',
) => commandTicket(desk, by(who), number, classification(issue));

/** Tess accepts what was escalated; from then on she classifies. */
async function accept(desk: TestDesk, number: number): Promise<void> {
  const escalation = (await ticketOf(desk, number)).escalation?.seq ?? 0;
  const command = { type: 'acceptEscalation', escalation, read: true } as const;
  const { kind } = await commandTicket(desk, by('UTESS'), number, command);
  expect(kind).toBe('done');
}

const step = (desk: TestDesk, number: number, who: string, name: IncidentStep) =>
  commandIncident(desk, by(who), number, { type: 'step', step: name, words: `${name}: looked into` });

/** Settles until nothing is owed; more than `most` times is a loop. */
async function settleAll(desk: TestDesk, most = 200): Promise<number> {
  for (let done = 0; done < most; done += 1) {
    const settling = await settleIncident(desk, []);
    if (settling.kind === 'failed') throw settling.error;
    if (settling.kind === 'nothingDue') return done;
  }
  throw new Error('incidents are settled without end');
}

async function incidentsOf(desk: TestDesk): Promise<readonly IncidentState[]> {
  const rows = await desk.db.incident.findMany({ where: { deskId: desk.id }, orderBy: { number: 'asc' } });
  return rows.map(({ record }) => record as unknown as IncidentState);
}

const openOnes = async (desk: TestDesk) => (await incidentsOf(desk)).filter(isOpen);
const numbersIn = ({ tickets }: IncidentState) => tickets.map(({ number }) => number).sort((a, b) => a - b);

async function ticketOf(desk: TestDesk, number: number): Promise<TicketState> {
  const found = await readTicket(desk.db, desk.id, number);
  if (!found) throw new Error(`there is no T-${number}`);
  return found;
}

/** Every ticket's own record says what the incidents say of it. */
async function expectAgreement(desk: TestDesk, numbers: readonly number[]): Promise<void> {
  const incidents = await openOnes(desk);
  for (const number of numbers) {
    const holding = incidents.filter((one) => numbersIn(one).includes(number));
    expect(holding.length).toBeLessThanOrEqual(1);
    expect((await ticketOf(desk, number)).incident).toBe(holding[0]?.number ?? null);
  }
}

async function withPack(desk: TestDesk): Promise<TestDesk> {
  const content = writtenPack(defaultPack);
  await keepPack(desk.db, { hash: desk.sop.hash, version: defaultPack.version, content }, desk.clock.now());
  await beginUnderPack(desk);
  return desk;
}

async function findings(desk: TestDesk): Promise<readonly string[]> {
  const reports = [await verifyRecord(desk.db, null), await replayRecord(desk.db, null)];
  return reports.flatMap((report) => report.findings.map(({ words }) => words));
}

describe('incidents on the embedded database', () => {
  let held: TestDatabase;
  let desk: TestDesk;
  beforeAll(async () => {
    held = await testDatabase({ several: false });
  });
  afterAll(() => held.close());
  beforeEach(async () => {
    await held.clear();
    desk = await withPack(await testDesk(held.database, 'T1'));
  });

  test('ESC-6 the third drafts an incident, and all three are linked and escalated before it is answered', async () => {
    const numbers = await taken(desk, 3);
    for (const number of numbers.slice(0, 2)) await classify(desk, number);
    expect(await incidentsOf(desk)).toEqual([]);
    const outcome = await classify(desk, 3);
    expect(outcome).toMatchObject({ kind: 'done', ticket: { tier: 'tier2', incident: 1 } });
    const [incident] = await openOnes(desk);
    expect(incident).toMatchObject({ number: 1, status: 'draft', owed: [] });
    for (const number of numbers) {
      const types = await typesOf(desk, number);
      expect(types.slice(-3)).toEqual(['classified', 'incidentLinked', 'escalated']);
      expect(await ticketOf(desk, number)).toMatchObject({ tier: 'tier2', owner: 'UANA' });
    }
    expect(await settleAll(desk)).toBe(0);
    const cards = await desk.db.notice.findMany({ where: { kind: 'incidentCard' } });
    expect(cards).toMatchObject([{ channelId: 'CLEADS', urgency: 0, surface: 'INC-1/card' }]);
    expect(await findings(desk)).toEqual([]);
  });

  test('ESC-6 a crash after the commit loses nothing, and what is repeated changes nothing', async () => {
    await taken(desk, 3);
    // As `classify`, but the process dies before it settles anything.
    for (const number of [1, 2, 3])
      await executeOnTicket(desk, number, by('UANA'), () => classification(signIn));
    expect((await ticketOf(desk, 1)).tier).toBe('tier1');
    expect(await settleAll(desk)).toBe(3);
    expect(await settleAll(desk)).toBe(0);
    for (const number of [1, 2, 3]) {
      const types = await typesOf(desk, number);
      expect(types.filter((type) => type === 'incidentLinked')).toHaveLength(1);
      expect(types.filter((type) => type === 'escalated')).toHaveLength(1);
    }
  });

  test('SEC-2 what has ended forgets a ticket that is restricted later, and its accounts', async () => {
    const numbers = await taken(desk, 3);
    for (const number of numbers) await classify(desk, number);
    await step(desk, 1, 'ULENA', 'review');
    await step(desk, 1, 'UMAX', 'dismiss');
    await settleAll(desk);
    const listed = async () => JSON.stringify(await readIncidentsAs(desk, by('UBEN'), 10));
    expect(await listed()).toContain('ACME-1');
    await commandTicket(desk, by('UANA'), 2, { type: 'reportSecurity', note: null });
    expect(await listed()).not.toContain('ACME-1');
    expect(await listed()).toContain('ACME-2');
    await settleAll(desk);
    expect((await ticketOf(desk, 2)).incident).toBeNull();
    expect((await incidentsOf(desk)).map(numbersIn)).toEqual([[1, 3]]);
    const cards = await desk.db.notice.findMany({ where: { kind: 'incidentCard', state: 'pending' } });
    expect(cards).toHaveLength(1);
    expect(await findings(desk)).toEqual([]);
  });

  test('AU-5 news is in every linked ticket’s record exactly once, and in the outbox for its thread', async () => {
    await taken(desk, 3);
    for (const number of [1, 2, 3]) await classify(desk, number);
    await step(desk, 1, 'ULENA', 'review');
    await step(desk, 1, 'UMAX', 'declare');
    await step(desk, 1, 'ULENA', 'update');
    await step(desk, 1, 'UMAX', 'close');
    expect(await settleAll(desk)).toBe(9);
    for (const number of [1, 2, 3]) {
      const news = (await recordOf(desk, number)).flatMap((event) =>
        event.type === 'incidentNews' ? [event.payload] : [],
      );
      expect(news).toEqual(
        (['declared', 'updated', 'closed'] as const).map((kind, index) => ({
          incident: 1,
          news: kind,
          words: `${['declare', 'update', 'close'][index]}: looked into`,
        })),
      );
      const told = await desk.db.notice.count({
        where: { kind: 'incidentNews', destination: `thread:T-${number}` },
      });
      expect(told).toBe(3);
    }
    const asked = await desk.db.notice.findMany({ where: { kind: 'incidentReviewed' } });
    expect(asked).toMatchObject([{ destination: 'person:UMAX' }]);
    const published = await desk.db.notice.findMany({ where: { kind: 'incidentPublished' } });
    expect(published.map(({ destination }) => destination)).toEqual(Array(3).fill('channel:stakeholders'));
    expect(await findings(desk)).toEqual([]);
  });

  test('AU-5 a lead may not declare: refused, kept in the incident’s record, and nothing changed', async () => {
    await taken(desk, 3);
    for (const number of [1, 2, 3]) await classify(desk, number);
    await step(desk, 1, 'ULENA', 'review');
    expect(await step(desk, 1, 'ULENA', 'declare')).toMatchObject({
      kind: 'refused',
      refusal: { clause: 'AU-5', whoMay: { atLeast: 'manager' } },
    });
    const file = await readIncidentFile(desk, 1);
    expect(file?.incident.status).toBe('reviewed');
    expect(file?.events.at(-1)).toMatchObject({ type: 'attemptRefused', actor: 'ULENA' });
    expect(await findings(desk)).toEqual([]);
  });

  test('AU-5 the same request twice acts once', async () => {
    await taken(desk, 3);
    for (const number of [1, 2, 3]) await classify(desk, number);
    const review = { type: 'step', step: 'review', words: 'it is one cause' } as const;
    expect((await commandIncident(desk, by('ULENA', 'r1'), 1, review)).kind).toBe('done');
    expect((await commandIncident(desk, by('ULENA', 'r1'), 1, review)).kind).toBe('repeated');
    expect(await commandIncident(desk, by('ULENA'), 9, review)).toEqual({
      kind: 'unknownIncident',
      number: 9,
    });
  });

  test('ESC-6 classified again it leaves the draft, is let go, and stays escalated', async () => {
    const numbers = await taken(desk, 3);
    for (const number of numbers) await classify(desk, number);
    await accept(desk, 2);
    await classify(desk, 2, exports, 'UTESS');
    const [incident] = await openOnes(desk);
    expect(incident && numbersIn(incident)).toEqual([1, 3]);
    expect(await ticketOf(desk, 2)).toMatchObject({ incident: null, tier: 'tier2' });
    await expectAgreement(desk, numbers);
    expect(await findings(desk)).toEqual([]);
  });

  test('SEC-2 reported, a ticket leaves its incident, and nothing of it is held or read there', async () => {
    const numbers = await taken(desk, 3);
    for (const number of numbers) await classify(desk, number);
    await commandTicket(desk, by('UANA'), 2, { type: 'reportSecurity', note: null });
    await settleAll(desk);
    const reading = await readIncidentAs(desk, by('ULENA'), 1);
    if (reading.kind !== 'read') throw new Error(reading.kind);
    expect(numbersIn(reading.file.incident)).toEqual([1, 3]);
    expect(JSON.stringify([reading.file.incident, reading.tickets])).not.toContain('ACME-1');
    await expectAgreement(desk, numbers);
    await step(desk, 1, 'ULENA', 'review');
    await step(desk, 1, 'UMAX', 'declare');
    await settleAll(desk);
    expect(await typesOf(desk, 2)).not.toContain('incidentNews');
    expect(await findings(desk)).toEqual([]);
  });

  test('ESL-3 a second account at tier 2 goes to the lead with a draft of ticket and accounts', async () => {
    await taken(desk, 1);
    await classify(desk, 1);
    await commandTicket(desk, by('UANA'), 1, { type: 'escalate', trigger: 'ESC-4', reason: 'more data' });
    await accept(desk, 1);
    await commandTicket(desk, by('UTESS'), 1, { type: 'linkAccount', account: 'BETA-1' });
    expect(await ticketOf(desk, 1)).toMatchObject({ tier: 'lead', incident: 1 });
    expect(await openOnes(desk)).toMatchObject([
      { trigger: 'ESL-3', tickets: [{ number: 1, accounts: ['ACME-0', 'BETA-1'] }] },
    ]);
  });

  test('AU-1 who is on the desk reads incidents, others do not', async () => {
    await taken(desk, 3);
    for (const number of [1, 2, 3]) await classify(desk, number);
    expect(await readIncidentsAs(desk, by('UANA'), 10)).toMatchObject({
      kind: 'read',
      list: { incidents: [{ number: 1 }], open: 1, ended: 0 },
    });
    expect(await readIncidentAs(desk, by('UANA'), 1)).toMatchObject({
      kind: 'read',
      tickets: [{ number: 1 }, { number: 2 }, { number: 3 }],
    });
    expect((await readIncidentAs(desk, by('UOTTO'), 1)).kind).toBe('refused');
    await step(desk, 1, 'ULENA', 'review');
    await step(desk, 1, 'UMAX', 'dismiss');
    desk.clock.advance(7 * 24 * 60 * minute);
    expect(await readIncidentsAs(desk, by('UANA'), 10)).toMatchObject({
      list: { incidents: [{ number: 1 }], open: 0, ended: 1 },
    });
    desk.clock.advance(1);
    expect(await readIncidentsAs(desk, by('UANA'), 10)).toMatchObject({
      list: { incidents: [], open: 0, ended: 0 },
    });
  });

  test.each<[string, string, string]>([
    [
      'an event',
      `UPDATE "Event" SET "payload" = '{"words":"else"}' WHERE "stream" = 'INC-1' AND "type" = 'reviewed'`,
      'INC-1 event 5 (reviewed) was changed',
    ],
    [
      'a column',
      `UPDATE "Incident" SET "status" = 'declared'`,
      'INC-1: the column status is not what its events say',
    ],
    [
      'what it owes',
      `UPDATE "Incident" SET "nextDueAt" = now()`,
      'INC-1: the column nextDueAt is not what its events say',
    ],
    ['the whole of it', `DELETE FROM "Incident"`, 'INC-1 was dropped whole'],
  ])('%s that was tampered with is found and named', async (_, tampering, finding) => {
    await taken(desk, 3);
    for (const number of [1, 2, 3]) await classify(desk, number);
    await step(desk, 1, 'ULENA', 'review');
    await desk.db.$executeRawUnsafe(tampering);
    expect(await findings(desk)).toContain(finding);
  });
});

describeWithPostgres('incidents where several are at it', () => {
  let held: TestDatabase;
  let desk: TestDesk;
  beforeAll(async () => {
    held = await testDatabase({ several: true });
  });
  afterAll(() => held.close());
  beforeEach(async () => {
    await held.clear();
    desk = await withPack(await testDesk(held.database, 'T1'));
  });

  test('ESC-6 the second and the third at the same instant make exactly one draft', async () => {
    for (let round = 0; round < 6; round += 1) {
      const [first, second, third] = (await taken(desk, 3)) as [number, number, number];
      await classify(desk, first);
      await Promise.all([classify(desk, second), classify(desk, third)]);
      const holding = (await openOnes(desk)).filter((one) => numbersIn(one).includes(first));
      expect(holding.map(numbersIn)).toEqual([[first, second, third]]);
      await settleAll(desk);
      await expectAgreement(desk, [first, second, third]);
      desk.clock.advance(120 * minute);
    }
    expect(await openOnes(desk)).toHaveLength(6);
  });

  test('ESC-6 a dozen at once, with replicas at work: one incident, each linked and escalated once', async () => {
    const numbers = await taken(desk, 12);
    await Promise.all([
      ...numbers.map((number) => classify(desk, number)),
      ...[1, 2, 3].map(async () => {
        for (let tick = 0; tick < 10; tick += 1) await settleIncident(desk, []);
      }),
    ]);
    await settleAll(desk);
    expect((await openOnes(desk)).map(numbersIn)).toEqual([numbers]);
    for (const number of numbers) {
      const types = await typesOf(desk, number);
      expect(types.filter((type) => type === 'incidentLinked')).toHaveLength(1);
      expect(types.filter((type) => type === 'escalated')).toHaveLength(1);
    }
    expect(await findings(desk)).toEqual([]);
  });

  test('ESC-6 classified anew while the draft is made: it is in it or not, and both records say the same', async () => {
    for (let round = 0; round < 5; round += 1) {
      await held.clear();
      desk = await withPack(await testDesk(held.database, 'T1'));
      const numbers = await taken(desk, 4);
      for (const number of [1, 2, 4]) await classify(desk, number, number === 4 ? exports : signIn);
      await Promise.all([classify(desk, 3), classify(desk, 1, exports), settleIncident(desk, [])]);
      await settleAll(desk);
      for (const incident of await openOnes(desk)) expect(numbersIn(incident)).not.toContain(1);
      expect((await ticketOf(desk, 1)).incident).toBeNull();
      await expectAgreement(desk, numbers);
    }
  });

  test('SEC-2 reported while the draft is made, it is in none', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [first, second, third] = (await taken(desk, 3)) as [number, number, number];
      await classify(desk, first);
      await classify(desk, second);
      await Promise.all([
        classify(desk, third),
        commandTicket(desk, by('UANA'), first, { type: 'reportSecurity', note: null }),
        settleIncident(desk, []),
      ]);
      await settleAll(desk);
      for (const incident of await openOnes(desk)) expect(numbersIn(incident)).not.toContain(first);
      await expectAgreement(desk, [first, second, third]);
      desk.clock.advance(120 * minute);
    }
    expect(await findings(desk)).toEqual([]);
  });

  test('ESC-6 tickets that change places between two patterns keep nobody waiting for each other', async () => {
    const numbers = await taken(desk, 8);
    await inParallel(8, (n) => classify(desk, n + 1, n % 2 ? exports : signIn));
    await settleAll(desk);
    for (const number of numbers) await accept(desk, number);
    for (let round = 0; round < 4; round += 1) {
      const outcomes = await inParallel(8, (n) =>
        classify(desk, n + 1, (n + round) % 2 ? signIn : exports, 'UTESS'),
      );
      expect(outcomes.map(({ kind }) => kind)).toEqual(Array(8).fill('done'));
    }
    await settleAll(desk);
    await expectAgreement(desk, numbers);
    for (const number of numbers) {
      const { category } = (await ticketOf(desk, number)).classification ?? {};
      const holding = (await openOnes(desk)).find((one) => numbersIn(one).includes(number));
      expect(holding?.pattern?.category).toBe(category);
    }
    expect(await findings(desk)).toEqual([]);
  });

  test('AU-5 replicas that settle at once tell each ticket once; a ticket in somebody’s hands waits', async () => {
    const numbers = await taken(desk, 6);
    for (const number of numbers) await classify(desk, number);
    await step(desk, 1, 'ULENA', 'review');
    await step(desk, 1, 'UMAX', 'declare');
    await desk.db.$transaction(async (tx) => {
      await lockTicket(tx, desk.id, 1);
      await inParallel(4, async () => {
        for (let tick = 0; tick < 5; tick += 1) await settleIncident(desk, []);
      });
      let last = await settleIncident(desk, []);
      while (last.kind === 'struck') last = await settleIncident(desk, []);
      expect(last).toEqual({ kind: 'busy', stream: 'INC-1' });
      expect((await incidentsOf(desk))[0]?.owed.map(({ ticket }) => ticket)).toEqual([1]);
    });
    await settleAll(desk);
    for (const number of numbers)
      expect((await typesOf(desk, number)).filter((type) => type === 'incidentNews')).toHaveLength(1);
  });

  test('AU-5 two managers: one declares, the other is told how it stands', async () => {
    await taken(desk, 3);
    for (const number of [1, 2, 3]) await classify(desk, number);
    await step(desk, 1, 'ULENA', 'review');
    const outcomes = await Promise.all([step(desk, 1, 'UMAX', 'declare'), step(desk, 1, 'UMAX', 'dismiss')]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['done', 'refused']);
  });
});
