import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { replayRecord, verifyRecord } from '../../src/desk/audit.ts';
import { beginUnderPack } from '../../src/desk/begin.ts';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import { readReportAs } from '../../src/desk/read-report.ts';
import { readTicketFile } from '../../src/desk/read-ticket.ts';
import { redirectPart } from '../../src/desk/redirect-part.ts';
import { strikeClock } from '../../src/desk/strike-clock.ts';
import { takeNext } from '../../src/desk/take-ticket.ts';
import { writtenPack } from '../../src/sop/pack/check.ts';
import { defaultPack } from '../../src/sop/pack/default-pack.ts';
import { keepPack } from '../../src/store/desks.ts';
import { describeWithPostgres, type TestDatabase, testDatabase } from '../support/database.ts';
import { by, dueAt, inParallel, open, type TestDesk, testDesk, typesOf } from './support.ts';

const part = {
  code: 'infrastructure',
  note: 'They also want a server.',
  title: 'A new server',
  description: 'Please set up a second server for us.',
};
const redirect = { type: 'redirect', code: 'refund-authorization', note: 'A refund.' } as const;

/** Every hash holds and every row is what its events say. */
async function expectSoundRecord(desk: TestDesk): Promise<void> {
  expect((await verifyRecord(desk.db, desk.id)).findings).toEqual([]);
  expect((await replayRecord(desk.db, desk.id)).findings).toEqual([]);
}

/** As after a start of the bot, so that the record can be replayed. */
async function deskUnderPack(held: TestDatabase): Promise<TestDesk> {
  const desk = await testDesk(held.database, 'T1');
  const content = writtenPack(defaultPack);
  await keepPack(desk.db, { hash: desk.sop.hash, version: defaultPack.version, content }, desk.clock.now());
  await beginUnderPack(desk);
  return desk;
}

async function taken(desk: TestDesk): Promise<number> {
  const number = await open(desk);
  await takeNext(desk, by('UANA'));
  return number;
}

async function stateOf(desk: TestDesk, number: number) {
  const file = await readTicketFile(desk, number);
  if (!file) throw new Error(`there is no T-${number}`);
  return file.ticket;
}

describe('what is out of scope, on the embedded database', () => {
  let held: TestDatabase;
  let desk: TestDesk;
  beforeAll(async () => {
    held = await testDatabase({ several: false });
  });
  afterAll(() => held.close());
  beforeEach(async () => {
    await held.clear();
    desk = await deskUnderPack(held);
  });

  test('SC-2 a part becomes a ticket of its own, and both name each other', async () => {
    const number = await taken(desk);
    const outcome = await redirectPart(desk, by('UANA'), number, part);
    expect(outcome).toMatchObject({ kind: 'done', ticket: { number, status: 'open' } });
    expect(await stateOf(desk, number)).toMatchObject({ split: { into: [number + 1] } });
    expect(await stateOf(desk, number + 1)).toMatchObject({
      status: 'closed',
      split: { from: number },
      title: part.title,
    });
    expect(await typesOf(desk, number + 1)).toEqual(['opened', 'redirected']);
    expect(await dueAt(desk, number + 1)).toBeNull();
    await expectSoundRecord(desk);
  });

  test('SC-2 a part that is refused leaves a refusal and nothing else, not even a gap in the numbers', async () => {
    const number = await taken(desk);
    const before = await typesOf(desk, number);
    expect(await redirectPart(desk, by('UBEN'), number, part)).toMatchObject({
      kind: 'refused',
      refusal: { clause: 'T1-1' },
    });
    expect(
      await redirectPart(desk, by('UANA'), number, { ...part, code: 'security-incident' }),
    ).toMatchObject({ kind: 'refused', refusal: { clause: 'SEC-1' } });
    expect(await typesOf(desk, number)).toEqual([...before, 'attemptRefused', 'attemptRefused']);
    expect(await open(desk)).toBe(number + 1);
    expect(await redirectPart(desk, by('UANA'), 99, part)).toEqual({ kind: 'unknownTicket', number: 99 });
    await expectSoundRecord(desk);
  });

  test('SC-2 the same form sent twice splits once', async () => {
    const number = await taken(desk);
    expect(await redirectPart(desk, by('UANA', 'V1:same'), number, part)).toMatchObject({ kind: 'done' });
    expect(await redirectPart(desk, by('UANA', 'V1:same'), number, part)).toEqual({ kind: 'repeated' });
    expect((await stateOf(desk, number)).split.into).toEqual([number + 1]);
    await expectSoundRecord(desk);
  });

  test('T1-10 redirected is counted like every other code', async () => {
    const number = await taken(desk);
    await redirectPart(desk, by('UANA'), number, part);
    await commandTicket(desk, by('UANA'), number, redirect);
    const report = await readReportAs(desk, by('ULENA'));
    if (report.kind !== 'read') throw new Error('a lead reads the report');
    expect(report.value.closed.find(({ code }) => code === 'redirected')).toMatchObject({
      last: 2,
      before: 0,
    });
    await expectSoundRecord(desk);
  });
});

describeWithPostgres('what is out of scope, with many at once', () => {
  let held: TestDatabase;
  let desk: TestDesk;
  beforeAll(async () => {
    held = await testDatabase({ several: true });
  });
  afterAll(() => held.close());
  beforeEach(async () => {
    await held.clear();
    desk = await deskUnderPack(held);
  });

  test('SC-2 redirected while the clock passes its escalation on: one outcome, and nothing is owed', async () => {
    for (let round = 0; round < 5; round += 1) {
      const number = await taken(desk);
      const escalate = { type: 'escalate', trigger: 'ESC-5', reason: 'It needs a change.' } as const;
      await commandTicket(desk, by('UANA'), number, escalate);
      // The reminder, and then the instant at which the next tier is called.
      for (let struck = 0; struck < 2; struck += 1) {
        const due = await dueAt(desk, number);
        if (due) desk.clock.set(due);
        if (struck === 0) await strikeClock(desk, []);
      }
      const [outcome] = await Promise.all([
        commandTicket(desk, by('UANA'), number, redirect),
        strikeClock(desk, []),
      ]);
      expect(outcome).toMatchObject({ kind: 'done' });
      const types = await typesOf(desk, number);
      expect(types.filter((type) => type === 'redirected')).toHaveLength(1);
      expect(types.filter((type) => type === 'escalationPassedOn').length).toBeLessThanOrEqual(1);
      expect(types.at(-1)).toBe('redirected');
      expect(await stateOf(desk, number)).toMatchObject({ status: 'closed' });
      expect(await dueAt(desk, number)).toBeNull();
    }
    await expectSoundRecord(desk);
  });

  test('SC-2 splitting, opening and redirecting at once: every number once, nobody waits for ever', async () => {
    const number = await taken(desk);
    await Promise.all([
      inParallel(6, () => redirectPart(desk, by('UANA'), number, part)),
      inParallel(6, () => open(desk)),
    ]);
    const { split } = await stateOf(desk, number);
    expect(new Set(split.into).size).toBe(6);
    for (const into of split.into)
      expect(await stateOf(desk, into)).toMatchObject({ split: { from: number }, status: 'closed' });
    await expectSoundRecord(desk);
  });

  test('SC-2 redirected whole while a part is split off: the one after it is refused', async () => {
    const number = await taken(desk);
    const outcomes = await Promise.all([
      commandTicket(desk, by('UANA'), number, redirect),
      redirectPart(desk, by('UANA'), number, part),
    ]);
    expect(outcomes[0].kind).toBe('done');
    const { split, status } = await stateOf(desk, number);
    expect(status).toBe('closed');
    expect(split.into).toHaveLength(outcomes[1].kind === 'done' ? 1 : 0);
    await expectSoundRecord(desk);
  });
});
