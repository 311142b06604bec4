import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { replayRecord, verifyRecord } from '../../src/desk/audit.ts';
import { beginUnderPack } from '../../src/desk/begin.ts';
import { commandException } from '../../src/desk/command-exception.ts';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import { executeOnDesk } from '../../src/desk/execute.ts';
import { completeException, logException } from '../../src/desk/log-exception.ts';
import { readExceptionAs, readExceptionFile } from '../../src/desk/read-exception.ts';
import { strikeException } from '../../src/desk/strike-exception.ts';
import { takeNext, takeTicket } from '../../src/desk/take-ticket.ts';
import { watchShiftEnd } from '../../src/desk/watch-exceptions.ts';
import { writtenPack } from '../../src/sop/pack/check.ts';
import { defaultPack } from '../../src/sop/pack/default-pack.ts';
import type { ShiftEvent } from '../../src/sop/shift/events.ts';
import type { ShiftState } from '../../src/sop/shift/state.ts';
import { keepPack } from '../../src/store/desks.ts';
import { readDraftsOf } from '../../src/store/exceptions.ts';
import { statement } from '../sop/exception/support.ts';
import { describeWithPostgres, type TestDatabase, testDatabase } from '../support/database.ts';
import { by, inParallel, open, recordOf, type TestDesk, testDesk } from './support.ts';

const written = { statement, flag: false };
/** Of what happened already. */
const afterwards = { statement: { ...statement, notice: 'after' }, flag: false } as const;
const authorize = { type: 'answer', answer: 'authorized', words: 'It was right' } as const;
const dispute = { type: 'answer', answer: 'disputed', words: 'It could have waited' } as const;

async function begin(held: TestDatabase): Promise<TestDesk> {
  await held.clear();
  const desk = await testDesk(held.database, 'T1');
  const content = writtenPack(defaultPack);
  await keepPack(desk.db, { hash: desk.sop.hash, version: defaultPack.version, content }, desk.clock.now());
  await beginUnderPack(desk);
  return desk;
}

async function logs(desk: TestDesk, who: string, ticket: number | null, key: string | null = null) {
  const outcome = await logException(desk, by(who, key), ticket, written);
  if (outcome.kind !== 'done') throw new Error(`it was not logged: ${outcome.kind}`);
  return outcome.exception.number;
}

const stateOf = async (desk: TestDesk, number: number) => {
  const file = await readExceptionFile(desk, number);
  if (!file) throw new Error(`there is no EXC-${number}`);
  return file.exception;
};

const noticesOf = (desk: TestDesk, stream: string) =>
  desk.db.notice.findMany({ where: { stream }, orderBy: { id: 'asc' } });

/** Neither a hash nor a row is other than the events say. */
async function expectSoundRecord(desk: TestDesk): Promise<void> {
  const reports = [await verifyRecord(desk.db, null), await replayRecord(desk.db, null)];
  expect(reports.flatMap(({ findings }) => findings)).toEqual([]);
}

describe('on one connection', () => {
  let held: TestDatabase;
  let desk: TestDesk;
  beforeAll(async () => {
    held = await testDatabase({ several: false });
  });
  afterAll(() => held.close());
  beforeEach(async () => {
    desk = await begin(held);
  });

  test('EX-3 it stands on the ticket and in the register, and the lead is told at once', async () => {
    const ticket = await open(desk);
    const number = await logs(desk, 'UANA', ticket);
    expect(await stateOf(desk, number)).toMatchObject({
      ticket,
      author: 'UANA',
      authorRole: 'tier1',
      statement,
    });
    const last = (await recordOf(desk, ticket)).at(-1);
    expect(last).toMatchObject({
      type: 'exceptionLogged',
      actor: 'UANA',
      payload: { exception: number, statement },
    });
    const told = await noticesOf(desk, `EXC-${number}`);
    expect(told.map(({ kind, channelId, urgency }) => ({ kind, channelId, urgency }))).toEqual([
      { kind: 'exceptionCard', channelId: 'CLEADS', urgency: 0 },
    ]);
    await expectSoundRecord(desk);
  });

  test('EX-3 without a ticket it stands in the register alone', async () => {
    const number = await logs(desk, 'ULENA', null);
    expect(await stateOf(desk, number)).toMatchObject({ ticket: null, authorRole: 'lead' });
    const told = await noticesOf(desk, `EXC-${number}`);
    expect(told.map(({ destination }) => destination)).toEqual(['channel:leads', 'person:UMAX']);
  });

  test('EX-3 a form that is submitted twice is one entry, and numbers have no gaps', async () => {
    const ticket = await open(desk);
    await logs(desk, 'UANA', ticket, 'one form');
    expect(await logException(desk, by('UANA', 'one form'), ticket, written)).toEqual({ kind: 'repeated' });
    const types = (await recordOf(desk, ticket)).map(({ type }) => type);
    expect(types.filter((type) => type === 'exceptionLogged')).toHaveLength(1);
    expect(await logs(desk, 'UANA', ticket)).toBe(2);
    await expectSoundRecord(desk);
  });

  test('EX-2 the answer stands on the ticket, too, and its author is told', async () => {
    const ticket = await open(desk);
    const number = await logs(desk, 'UANA', ticket);
    await commandException(desk, by('ULENA'), number, dispute);
    expect((await stateOf(desk, number)).answer).toMatchObject({ answer: 'disputed', by: 'ULENA' });
    expect((await recordOf(desk, ticket)).at(-1)).toMatchObject({
      type: 'exceptionAnswered',
      actor: 'ULENA',
      payload: { exception: number, answer: 'disputed', words: dispute.words },
    });
    const told = await noticesOf(desk, `EXC-${number}`);
    expect(told.map(({ kind, destination }) => `${kind} ${destination}`)).toContain(
      'exceptionAnswered person:UANA',
    );
    await expectSoundRecord(desk);
  });

  test('AU-7 an attempt to answer one’s own is refused, and kept', async () => {
    const number = await logs(desk, 'ULENA', null);
    const outcome = await commandException(desk, by('ULENA'), number, authorize);
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { clause: 'AU-7' } });
    const events = await desk.db.event.findMany({
      where: { stream: `EXC-${number}` },
      orderBy: { seq: 'asc' },
    });
    expect(events.map(({ type }) => type)).toEqual(['logged', 'attemptRefused']);
    await expectSoundRecord(desk);
  });

  test('EX-3 nothing is written where there is no such ticket, or nobody who may', async () => {
    expect(await logException(desk, by('UANA'), 99, written)).toEqual({ kind: 'unknownTicket', number: 99 });
    const stranger = await logException(desk, by('UOTTO'), 99, written);
    expect(stranger).toMatchObject({ kind: 'refused', refusal: { clause: 'AU-1' } });
    expect(await desk.db.exception.count()).toBe(0);
    const last = await desk.db.event.findFirst({ where: { stream: 'desk' }, orderBy: { seq: 'desc' } });
    expect(last?.type).toBe('attemptRefused');
  });

  test('EX-3 on a closed ticket it is still logged: the shift ends later than the work', async () => {
    const ticket = await open(desk);
    const redirect = { type: 'redirect', code: 'vendor-escalation', note: 'For the vendor' } as const;
    const closed = await commandTicket(desk, by('ULENA'), ticket, redirect);
    expect(closed.kind === 'done' && closed.ticket.status).toBe('closed');
    expect(await logs(desk, 'UANA', ticket)).toBe(1);
  });

  test('SEC-2 of a restricted ticket leads alone log one, and only they read what was written', async () => {
    const ticket = await open(desk);
    await commandTicket(desk, by('UBEN'), ticket, { type: 'reportSecurity', note: null });
    const refused = await logException(desk, by('UANA'), ticket, written);
    expect(refused).toMatchObject({ kind: 'refused', refusal: { clause: 'SEC-2' } });
    const number = await logs(desk, 'ULENA', ticket);
    expect((await stateOf(desk, number)).restricted).toBe(true);
    const inThread = await desk.db.notice.findMany({
      where: { stream: `T-${ticket}`, kind: 'exceptionLogged' },
    });
    expect(inThread).toEqual([]);
    expect(await readExceptionAs(desk, by('ULENA'), number)).toMatchObject({ kind: 'read', closed: false });
    expect(await readExceptionAs(desk, by('UANA'), number)).toMatchObject({ kind: 'refused' });
    await expectSoundRecord(desk);
  });

  test('EX-3 its author reads it, other agents do not', async () => {
    const number = await logs(desk, 'UANA', null);
    expect(await readExceptionAs(desk, by('UANA'), number)).toMatchObject({ kind: 'read', closed: false });
    expect(await readExceptionAs(desk, by('UBEN'), number)).toMatchObject({
      kind: 'refused',
      refusal: { clause: 'AU-4', action: 'exceptions.review' },
    });
    expect(await readExceptionAs(desk, by('ULENA'), 99)).toEqual({ kind: 'unknownException', number: 99 });
  });

  test('DOC-2 the documents are stamped as they stood, and the SOP’s version', async () => {
    desk.clock.set('2026-06-01T08:00:00.000Z');
    const number = await logs(desk, 'UANA', null);
    const { documents, sopVersion } = await stateOf(desk, number);
    expect(sopVersion).toBe(defaultPack.version);
    expect(documents).toContainEqual({ id: 'POL00001', version: '1.0', stale: true });
  });

  describe('what the software recorded', () => {
    const draftsNow = async (who: string) =>
      (await readDraftsOf(desk.db, desk.id, who)).map(({ number, ticket, deviation }) => ({
        number,
        ticket,
        deviation,
      }));
    const pull = (ticket: number, who = 'UANA') =>
      commandTicket(desk, by(who), ticket, { type: 'requestDiagnostics', tool: true });

    async function taken(): Promise<number> {
      const ticket = await open(desk);
      await takeNext(desk, by('UANA'));
      return ticket;
    }

    test('EX-1 a ticket taken out of order is a draft, written with it; completed, it is in the register', async () => {
      const first = await open(desk);
      const second = await open(desk);
      await takeTicket(desk, by('UANA'), second, 'I know this customer');
      const deviation = { kind: 'outOfOrder', insteadOf: first, reason: 'I know this customer' };
      expect(await draftsNow('UANA')).toEqual([{ number: 1, ticket: second, deviation }]);
      const told = await noticesOf(desk, 'EXC-1');
      expect(told.map(({ kind, destination, urgency }) => [kind, destination, urgency])).toEqual([
        ['exceptionDrafted', 'person:UANA', 2],
      ]);
      const withdrawn = await commandException(desk, by('UANA'), 1, { type: 'withdraw' });
      expect(withdrawn).toMatchObject({ kind: 'refused', refusal: { clause: 'EX-1' } });
      expect((await completeException(desk, by('UBEN'), 1, afterwards)).kind).toBe('refused');
      expect(await completeException(desk, by('UANA', 'first'), 1, written)).toMatchObject({
        kind: 'refused',
        refusal: { clause: 'EX-2' },
      });
      const outcome = await completeException(desk, by('UANA', 'once'), 1, afterwards);
      expect(outcome).toMatchObject({ kind: 'done', exception: { status: 'logged', deviation } });
      expect(await completeException(desk, by('UANA', 'once'), 1, afterwards)).toEqual({ kind: 'repeated' });
      expect((await recordOf(desk, second)).at(-1)?.type).toBe('exceptionLogged');
      expect(await draftsNow('UANA')).toEqual([]);
      await expectSoundRecord(desk);
    });

    test('AU-6 an attempt beyond one’s role is one draft, however often it is made', async () => {
      const ticket = await taken();
      for (let n = 0; n < 4; n += 1) expect((await pull(ticket)).kind).toBe('refused');
      const deviation = { kind: 'attempt', action: 'diagnostics.pull', clause: 'AU-3' };
      expect(await draftsNow('UANA')).toEqual([{ number: 1, ticket, deviation }]);
      expect(await commandException(desk, by('UANA'), 1, { type: 'withdraw' })).toMatchObject({
        kind: 'done',
        exception: { status: 'withdrawn' },
      });
      await pull(ticket);
      expect(await draftsNow('UANA')).toEqual([]);
      await expectSoundRecord(desk);
    });

    test('AU-6 once it is authorized it is no deviation any more', async () => {
      const ticket = await taken();
      await pull(ticket);
      const ask = {
        type: 'askAuthorization',
        action: 'diagnostics.pull',
        refused: 'AU-3',
        reason: 'x',
      } as const;
      const asked = await commandTicket(desk, by('UANA'), ticket, ask);
      if (asked.kind !== 'done') throw new Error('it may be asked for');
      expect(await draftsNow('UANA')).toHaveLength(1);
      const request = asked.ticket.authorizations.at(-1)?.seq ?? 0;
      const grant = { type: 'answerAuthorization', request, granted: true, reason: 'y' } as const;
      await commandTicket(desk, by('ULENA'), ticket, grant);
      expect(await draftsNow('UANA')).toEqual([]);
      expect((await stateOf(desk, 1)).status).toBe('withdrawn');
      await expectSoundRecord(desk);
    });

    test('AU-6 a declined one stays a draft', async () => {
      const ticket = await taken();
      await pull(ticket);
      const ask = {
        type: 'askAuthorization',
        action: 'diagnostics.pull',
        refused: 'AU-3',
        reason: 'x',
      } as const;
      const asked = await commandTicket(desk, by('UANA'), ticket, ask);
      const request = asked.kind === 'done' ? (asked.ticket.authorizations.at(-1)?.seq ?? 0) : 0;
      const decline = { type: 'answerAuthorization', request, granted: false, reason: 'y' } as const;
      await commandTicket(desk, by('ULENA'), ticket, decline);
      expect(await draftsNow('UANA')).toHaveLength(1);
    });

    test('AU-5 an attempt on the desk itself is a draft without a ticket; looking something up is none', async () => {
      await executeOnDesk(desk, by('UANA'), { type: 'attempt', action: 'exceptions.review' });
      expect(await draftsNow('UANA')).toEqual([]);
      for (let n = 0; n < 2; n += 1)
        await executeOnDesk(desk, by('UANA'), { type: 'setMember', userId: 'UOTTO', role: 'tier1' });
      const deviation = { kind: 'attempt', action: 'roster.change', clause: 'AU-5' };
      expect(await draftsNow('UANA')).toEqual([{ number: 1, ticket: null, deviation }]);
      await expectSoundRecord(desk);
    });

    test('EX-3 the clock reminds its author, then tells the leads, each once', async () => {
      const ticket = await taken();
      await pull(ticket);
      const strike = () => strikeException(desk, []);
      expect(await strike()).toEqual({ kind: 'nothingDue' });
      desk.clock.advance(8 * 60 * 60_000);
      expect(await strike()).toMatchObject({ kind: 'struck', stream: 'EXC-1' });
      expect(await strike()).toEqual({ kind: 'nothingDue' });
      desk.clock.advance(30 * 60_000);
      expect(await strike()).toMatchObject({ kind: 'struck', stream: 'EXC-1' });
      expect(await strike()).toEqual({ kind: 'nothingDue' });
      const told = await noticesOf(desk, 'EXC-1');
      expect(told.map(({ kind, destination }) => `${kind} ${destination}`)).toEqual([
        'exceptionDrafted person:UANA',
        'exceptionsReminded person:UANA',
        'exceptionsOverdue channel:leads',
      ]);
      await expectSoundRecord(desk);
    });

    test('EX-3 on a shift the reminder comes at its end, and the leads hear of it 30 minutes later', async () => {
      const ends = new Date(desk.clock.now().getTime() + 60 * 60_000);
      const shift = {
        number: 1,
        personId: 'UANA',
        status: 'on',
        openFor: 'UANA',
        version: 1,
        seq: 0,
        headHash: '',
      };
      const record = { person: 'UANA', status: 'on', endsAt: ends.toISOString() };
      await desk.db.shift.create({
        data: { ...shift, deskId: desk.id, startsAt: desk.clock.now(), endsAt: ends, record },
      });
      await pull(await taken());
      expect(await stateOf(desk, 1)).toMatchObject({
        remindAt: ends.toISOString(),
        dueAt: new Date(ends.getTime() + 30 * 60_000).toISOString(),
      });
    });

    test('EX-3 a shift that ends before its time brings the reminder, and what is due, with it; once', async () => {
      await pull(await taken());
      await pull(await taken());
      await logs(desk, 'UANA', null);
      const [ended, person] = [{ type: 'ended' } as ShiftEvent, { person: 'UANA' } as ShiftState];
      for (let n = 0; n < 2; n += 1)
        await desk.db.$transaction((tx) => watchShiftEnd(desk, tx, person, [ended]));
      await desk.db.$transaction((tx) => watchShiftEnd(desk, tx, { ...person, person: 'UBEN' }, [ended]));
      const told = () => desk.db.notice.findMany({ where: { stream: { startsWith: 'EXC-' } } });
      const count = async (kind: string) => (await told()).filter((one) => one.kind === kind).length;
      expect(await count('exceptionsReminded')).toBe(2);
      desk.clock.advance(30 * 60_000);
      for (let n = 0; n < 2; n += 1)
        expect(await strikeException(desk, [])).toMatchObject({ kind: 'struck' });
      expect(await strikeException(desk, [])).toEqual({ kind: 'nothingDue' });
      expect([await count('exceptionsReminded'), await count('exceptionsOverdue')]).toEqual([2, 2]);
      await expectSoundRecord(desk);
    });

    test('SEC-2 what is about a ticket that is restricted is closed with it; its draft can still be completed', async () => {
      const ticket = await taken();
      await pull(ticket);
      const entered = await logs(desk, 'UANA', ticket);
      await commandTicket(desk, by('UBEN'), ticket, { type: 'reportSecurity', note: null });
      expect((await stateOf(desk, 1)).restricted).toBe(true);
      expect((await stateOf(desk, entered)).restricted).toBe(true);
      const reading = await readExceptionAs(desk, by('UANA'), entered);
      expect(reading).toMatchObject({ kind: 'read', closed: true });
      expect((await completeException(desk, by('UANA'), 1, written)).kind).toBe('done');
      expect((await recordOf(desk, ticket)).at(-1)?.type).toBe('exceptionLogged');
      await expectSoundRecord(desk);
    });
  });

  test('a row that was changed by hand is found', async () => {
    const number = await logs(desk, 'UANA', null);
    await desk.db.exception.updateMany({ where: { number }, data: { flagged: true, clause: 'SC-1' } });
    const { findings } = await replayRecord(desk.db, null);
    expect(findings.map(({ words }) => words)).toEqual([
      'EXC-1: the column clause is not what its events say',
      'EXC-1: the column flagged is not what its events say',
    ]);
    await desk.db.exception.deleteMany({ where: { number } });
    await desk.db.event.deleteMany({ where: { stream: 'EXC-1' } });
    const { findings: gone } = await verifyRecord(desk.db, null);
    expect(gone.map(({ words }) => words)).toEqual(['EXC-1 was dropped whole']);
  });
});

describeWithPostgres('at the same time', () => {
  let held: TestDatabase;
  let desk: TestDesk;
  beforeAll(async () => {
    held = await testDatabase({ several: true });
  });
  afterAll(() => held.close());
  beforeEach(async () => {
    desk = await begin(held);
  });

  test('EX-2 two who answer at once: one answer stands, the other is told so', async () => {
    const ticket = await open(desk);
    const number = await logs(desk, 'UANA', ticket);
    const outcomes = await Promise.all([
      commandException(desk, by('ULENA'), number, authorize),
      commandException(desk, by('UMAX'), number, dispute),
    ]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['done', 'refused']);
    const types = (await recordOf(desk, ticket)).map(({ type }) => type);
    expect(types.filter((type) => type === 'exceptionAnswered')).toHaveLength(1);
    await expectSoundRecord(desk);
  });

  test('EX-3 one form delivered eight times at once, and eight forms at once', async () => {
    const ticket = await open(desk);
    const same = await inParallel(8, () => logException(desk, by('UANA', 'same'), ticket, written));
    expect(same.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    expect(same.filter(({ kind }) => kind === 'repeated')).toHaveLength(7);
    const others = await inParallel(8, (n) =>
      logException(desk, by('UANA', `form ${n}`), n % 2 ? ticket : null, written),
    );
    expect(others.every(({ kind }) => kind === 'done')).toBe(true);
    const numbers = await desk.db.exception.findMany({
      select: { number: true },
      orderBy: { number: 'asc' },
    });
    expect(numbers.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await expectSoundRecord(desk);
  });
});
