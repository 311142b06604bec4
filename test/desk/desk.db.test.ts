import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import { executeOnDesk, executeOnTicket } from '../../src/desk/execute.ts';
import { openTicket } from '../../src/desk/open-ticket.ts';
import { prepareForm } from '../../src/desk/prepare-form.ts';
import { readTicketAs } from '../../src/desk/read-ticket.ts';
import { strikeClock } from '../../src/desk/strike-clock.ts';
import { takeNext, takeNextByButton, takeTicket } from '../../src/desk/take-ticket.ts';
import { offerTransfer } from '../../src/desk/transfer-ticket.ts';
import { system } from '../../src/sop/actor.ts';
import { type DeskEvent, evolveDesk, noSettings } from '../../src/sop/desk-settings.ts';
import { evolveTicket } from '../../src/sop/ticket/evolve.ts';
import { nextDueAt } from '../../src/sop/ticket/obligations.ts';
import { type TicketState, workingPriority } from '../../src/sop/ticket/state.ts';
import { chainHash, chainStart } from '../../src/store/chain.ts';
import { deskStream, readSettings } from '../../src/store/desks.ts';
import { readEvents } from '../../src/store/events.ts';
import { rankOf, rowOf, ticketStream } from '../../src/store/tickets.ts';
import { describeWithPostgres, type TestDatabase, testDatabase } from '../support/database.ts';
import { by, draft, inParallel, open, recordOf, type TestDesk, testDesk, typesOf } from './support.ts';

const numbersOf = (outcomes: readonly { kind: string }[]) =>
  outcomes.flatMap((one) => ('ticket' in one ? [(one as { ticket: TicketState }).ticket.number] : []));

const kindsOf = (outcomes: readonly { kind: string }[]) => outcomes.map(({ kind }) => kind).toSorted();

/** The row of every ticket is what its record says, and the record is chained to the row's head. */
async function expectRowsEqualRecords(desk: TestDesk): Promise<void> {
  const rows = await desk.db.ticket.findMany({ where: { deskId: desk.id } });
  for (const row of rows) {
    const stream = ticketStream(row.number);
    const events = await recordOf(desk, row.number);
    const state = events.reduce<TicketState | null>(evolveTicket, null);
    if (!state) throw new Error(`${stream} has no record`);
    const { pack } = desk.sop;
    const index = { priorityRank: rankOf(workingPriority(state, pack)), nextDueAt: nextDueAt(state, pack) };
    const expected = rowOf(state, index, { seq: events.length, hash: await headOf(desk, stream) });
    expect({
      ...row,
      openedAt: row.openedAt.toISOString(),
      receivedAt: row.receivedAt?.toISOString() ?? null,
      nextDueAt: row.nextDueAt?.toISOString() ?? null,
    }).toStrictEqual({ deskId: desk.id, number: row.number, ...expected });
  }
}

/** The chain's last hash, computed anew from what is stored. */
async function headOf(desk: TestDesk, stream: string): Promise<string> {
  const rows = await desk.db.event.findMany({ where: { deskId: desk.id, stream }, orderBy: { seq: 'asc' } });
  return rows.reduce((previous, { requestKey: _, hash, at, ...event }) => {
    expect(chainHash(previous, { ...event, at: at.toISOString() })).toBe(hash);
    return hash;
  }, chainStart);
}

async function countEverything(desk: TestDesk) {
  const [tickets, events, notices, row] = await Promise.all([
    desk.db.ticket.count(),
    desk.db.event.count(),
    desk.db.notice.count(),
    desk.db.desk.findUniqueOrThrow({ where: { id: desk.id } }),
  ]);
  return { tickets, events, notices, lastTicketNumber: row.lastTicketNumber, head: row.headHash };
}

/** The same tests on both: what holds for one connection holds for many. */
function behavesAsADesk(several: boolean): void {
  let held: TestDatabase;
  let desk: TestDesk;
  beforeAll(async () => {
    held = await testDatabase({ several });
  });
  afterAll(() => held.close());
  beforeEach(async () => {
    await held.clear();
    desk = await testDesk(held.database, 'T1');
  });

  test('SC-1 the same request of another system, twenty times at once, opens one ticket', async () => {
    const from = { ...draft, externalId: 'crm:1', source: 'intake' as const };
    const outcomes = await inParallel(20, () => openTicket(desk, by(system), from));
    expect(new Set(numbersOf(outcomes))).toEqual(new Set([1]));
    expect(outcomes.filter((one) => one.kind === 'done' && one.events.length > 0)).toHaveLength(1);
    expect(await countEverything(desk)).toMatchObject({ tickets: 1, lastTicketNumber: 1 });
    expect(await typesOf(desk, 1)).toEqual(['opened']);
  });

  test('SC-1 many tickets at once get numbers without a gap, also when some are refused', async () => {
    await inParallel(16, (index) => openTicket(desk, by(index % 4 === 0 ? 'UOTTO' : 'UBEN'), draft));
    const rows = await desk.db.ticket.findMany({ select: { number: true }, orderBy: { number: 'asc' } });
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    expect(await open(desk)).toBe(13);
  });

  test('T1-1 ten agents at once get ten different tickets', async () => {
    for (let n = 0; n < 10; n += 1) await open(desk);
    const outcomes = await inParallel(10, () => takeNext(desk, by('UANA')));
    expect(numbersOf(outcomes).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    await expectRowsEqualRecords(desk);
  });

  test('T1-1 two agents at once and one ticket: one gets it, the other hears that nobody waits', async () => {
    await open(desk);
    const outcomes = await Promise.all([takeNext(desk, by('UANA')), takeNext(desk, by('UTESS'))]);
    expect(kindsOf(outcomes)).toEqual(['done', 'queueEmpty']);
    expect(await typesOf(desk, 1)).toEqual(['opened', 'received']);
  });

  test('T1-1 ten people take one ticket by its number: one gets it, nine are refused', async () => {
    await open(desk);
    const outcomes = await inParallel(10, (index) =>
      takeTicket(desk, by(index % 2 ? 'UANA' : 'UTESS'), 1, null),
    );
    expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'refused')).toHaveLength(9);
    expect((await typesOf(desk, 1)).filter((type) => type === 'received')).toHaveLength(1);
    expect((await typesOf(desk, 1)).filter((type) => type === 'attemptRefused')).toHaveLength(9);
    await expectRowsEqualRecords(desk);
  });

  test('T1-1 the queue gives the highest priority first, then the oldest, then the lowest number', async () => {
    await open(desk, { reportedPriority: 'P4' });
    await open(desk, { reportedPriority: null });
    await open(desk, { reportedPriority: 'P3' });
    desk.clock.advance(1000);
    await open(desk, { reportedPriority: 'P1' });
    const order = [];
    for (let n = 0; n < 4; n += 1) order.push(...numbersOf([await takeNext(desk, by('UANA'))]));
    expect(order).toEqual([4, 2, 3, 1]);
    expect((await takeNext(desk, by('UANA'))).kind).toBe('queueEmpty');
  });

  test('the same request twice acts once, and its repetition says so', async () => {
    const [first, second] = [await open(desk), await open(desk)];
    const twice = async (work: () => Promise<{ kind: string }>) => [(await work()).kind, (await work()).kind];
    expect(await twice(() => openTicket(desk, by('UBEN', 'open'), draft))).toEqual(['done', 'repeated']);
    expect(await twice(() => takeNext(desk, by('UANA', 'take')))).toEqual(['done', 'repeated']);
    expect(
      await twice(() => commandTicket(desk, by('UBEN', 'note'), first, { type: 'addNote', text: 'n' })),
    ).toEqual(['done', 'repeated']);
    expect(
      await twice(() =>
        executeOnDesk(desk, by('UMAX', 'member'), { type: 'setMember', userId: 'UNEW', role: 'tier1' }),
      ),
    ).toEqual(['done', 'done']);
    // A refused one is decided anew: what stood in the way may be gone, and then it is carried out.
    expect(await twice(() => takeTicket(desk, by('UOTTO', 'refused'), second, null))).toEqual([
      'refused',
      'refused',
    ]);
    expect(await typesOf(desk, first)).toEqual(['opened', 'received', 'noteAdded']);
    expect(await typesOf(desk, second)).toEqual(['opened', 'attemptRefused', 'attemptRefused']);
    expect(await typesOf(desk, 3)).toEqual(['opened']);
    expect((await countEverything(desk)).lastTicketNumber).toBe(3);
  });

  test('T1-1 a button pressed twice by one hand takes one ticket, pressed again later another', async () => {
    for (let n = 0; n < 3; n += 1) await open(desk);
    const outcomes = await Promise.all([
      takeNextByButton(desk, by('UANA', 'click 1')),
      takeNextByButton(desk, by('UANA', 'click 2')),
    ]);
    expect(kindsOf(outcomes)).toEqual(['done', 'repeated']);
    expect((await takeNextByButton(desk, by('UBEN', 'click 3'))).kind).toBe('done');
    desk.clock.advance(2000);
    expect((await takeNextByButton(desk, by('UANA', 'click 4'))).kind).toBe('done');
  });

  test('what is refused only because it was done already is repeated, and no attempt', async () => {
    const number = await open(desk);
    const take = () => takeTicket(desk, by('UANA', 'take'), number, null);
    expect(kindsOf([await take(), await take()])).toEqual(['done', 'repeated']);
    expect((await takeTicket(desk, by('UANA', 'another'), number, null)).kind).toBe('refused');
    expect(await typesOf(desk, number)).toEqual(['opened', 'received', 'attemptRefused']);
    const next = () => takeNext(desk, by('UBEN', 'next'));
    await open(desk);
    expect(kindsOf([await next(), await next()])).toEqual(['done', 'repeated']);
    expect(await desk.db.ticket.count({ where: { status: 'open' } })).toBe(2);
  });

  test('a request repeated while it is still under way acts once', async () => {
    for (let n = 0; n < 5; n += 1) await open(desk);
    const outcomes = await inParallel(5, () => takeNext(desk, by('UANA', 'click')));
    expect(kindsOf(outcomes)).toEqual(['done', ...Array(4).fill('repeated')]);
    expect(await desk.db.ticket.count({ where: { status: 'open' } })).toBe(1);
  });

  test('AU-6 what is refused is kept: on the ticket where there is one, else on the desk', async () => {
    const number = await open(desk);
    await commandTicket(desk, by('UOTTO'), number, { type: 'addNote', text: 'n' });
    await prepareForm(desk, by('UANA'), number, 'classify');
    expect(await typesOf(desk, number)).toEqual(['opened', 'attemptRefused', 'attemptRefused']);

    const before = await readEvents<DeskEvent>(desk.db, desk.id, deskStream);
    expect((await openTicket(desk, by('UOTTO'), draft)).kind).toBe('refused');
    expect((await takeTicket(desk, by('UOTTO'), 99, null)).kind).toBe('refused');
    expect((await readTicketAs(desk, by('UOTTO'), number)).kind).toBe('refused');
    await takeNext(desk, by('UANA'));
    expect((await takeNext(desk, by('UOTTO'))).kind).toBe('refused');
    expect(
      (await executeOnDesk(desk, by('ULENA'), { type: 'setMember', userId: 'U1', role: 'lead' })).kind,
    ).toBe('refused');
    const kept = (await readEvents<DeskEvent>(desk.db, desk.id, deskStream)).slice(before.length);
    expect(
      kept.map(({ type, actor, role, payload }) => [
        type,
        actor,
        role,
        'refusal' in payload && payload.refusal.action,
      ]),
    ).toEqual([
      ['attemptRefused', 'UOTTO', 'member', 'ticket.open'],
      ['attemptRefused', 'UOTTO', 'member', 'ticket.read'],
      ['attemptRefused', 'UOTTO', 'member', 'ticket.read'],
      ['attemptRefused', 'UOTTO', 'member', 'ticket.take'],
      ['attemptRefused', 'ULENA', 'lead', 'roster.change'],
    ]);
    await headOf(desk, deskStream);
  });

  test('AU-1 whoever belongs to the desk hears which numbers do not exist', async () => {
    expect(await takeTicket(desk, by('UANA'), 99, null)).toEqual({ kind: 'unknownTicket', number: 99 });
  });

  test('a fault in the middle leaves nothing behind', async () => {
    const number = await open(desk);
    const before = await countEverything(desk);
    const broken = new Error('the process died here');
    await expect(
      executeOnTicket(desk, number, by('UANA'), () => {
        throw broken;
      }),
    ).rejects.toBe(broken);
    await expect(
      executeOnDesk(desk, by('UMAX'), { type: 'setChannels', channels: { tickets: 'CNEW' } }, async () => {
        throw broken;
      }),
    ).rejects.toBe(broken);
    // The notices are written last: what stands in their way takes the whole transaction with it.
    await desk.db
      .$executeRaw`ALTER TABLE "Notice" ADD CONSTRAINT "broken" CHECK ("kind" <> 'noteAdded') NOT VALID`;
    await expect(commandTicket(desk, by('UANA'), number, { type: 'addNote', text: 'n' })).rejects.toThrow();
    await desk.db.$executeRaw`ALTER TABLE "Notice" DROP CONSTRAINT "broken"`;
    expect(await countEverything(desk)).toEqual(before);
    expect(await open(desk)).toBe(number + 1);
    await expectRowsEqualRecords(desk);
  });

  test('T1-1 a transfer answered twice at once passes or stays, never both', async () => {
    for (let round = 0; round < 5; round += 1) {
      const number = await open(desk);
      await takeTicket(desk, by('UANA'), number, null);
      await offerTransfer(desk, by('UANA'), number, 'UBEN', null);
      const outcomes = await Promise.all([
        commandTicket(desk, by('UBEN'), number, { type: 'acceptTransfer' }),
        commandTicket(desk, by('UBEN'), number, { type: 'declineTransfer', reason: null }),
        commandTicket(desk, by('UANA'), number, { type: 'declineTransfer', reason: null }),
      ]);
      expect(kindsOf(outcomes)).toEqual(['done', 'refused', 'refused']);
      const types = await typesOf(desk, number);
      const passed = types.includes('transferred');
      const row = await desk.db.ticket.findUniqueOrThrow({
        where: { deskId_number: { deskId: desk.id, number } },
      });
      expect(row.ownerId).toBe(passed ? 'UBEN' : 'UANA');
    }
    await expectRowsEqualRecords(desk);
  });

  test('the roster and the channels are what the desk’s record says', async () => {
    await inParallel(8, (index) =>
      executeOnDesk(desk, by('UMAX'), { type: 'setMember', userId: `UNEW${index}`, role: 'tier1' }),
    );
    await executeOnDesk(desk, by('UMAX'), { type: 'removeMember', userId: 'UNEW3' });
    await executeOnDesk(desk, by(system), {
      type: 'channelState',
      role: 'tickets',
      channelId: 'CLEADS',
      error: 'is_archived',
    });
    const events = await readEvents<DeskEvent>(desk.db, desk.id, deskStream);
    const row = await desk.db.desk.findUniqueOrThrow({ where: { id: desk.id } });
    expect(events.reduce(evolveDesk, noSettings)).toEqual(await readSettings(desk.db, desk.id));
    expect(row.seq).toBe(events.length);
    expect(row.headHash).toBe(await headOf(desk, deskStream));
  });

  test('AU-1 of two managers who remove each other at once, one stays', async () => {
    await executeOnDesk(desk, by('UMAX'), { type: 'setMember', userId: 'ULENA', role: 'manager' });
    const lena = { kind: 'person', id: 'ULENA', role: 'manager', standing: 'member' } as const;
    const outcomes = await Promise.all([
      executeOnDesk(desk, by(lena), { type: 'removeMember', userId: 'UMAX' }),
      executeOnDesk(desk, by('UMAX'), { type: 'removeMember', userId: 'ULENA' }),
    ]);
    expect(kindsOf(outcomes)).toEqual(['done', 'refused']);
    const { members } = await readSettings(desk.db, desk.id);
    expect(Object.values(members).filter((role) => role === 'manager')).toHaveLength(1);
  });

  test('every row equals its record after whatever people do', async () => {
    const someone = fc.constantFrom('UANA', 'UBEN', 'UTESS', 'ULENA', 'UOTTO');
    const number = fc.integer({ min: 1, max: 4 });
    const command = fc.constantFrom<Parameters<typeof commandTicket>[3]>(
      { type: 'classify', category: 'AUTH', symptom: 'cannot-sign-in', priority: 'P1', readWhole: true },
      { type: 'classify', category: 'UI', symptom: 'blank-page', priority: 'P3', readWhole: true },
      { type: 'confirmAcknowledgementSent' },
      { type: 'acceptTransfer' },
      { type: 'declineTransfer', reason: null },
      { type: 'addNote', text: 'e\u0301 \u{1F600} “quoted” \\ \u2028' },
      { type: 'linkAccount', account: 'BETA' },
      { type: 'startWait', on: 'them' },
      { type: 'endWait' },
    );
    const step = fc.oneof(
      fc.tuple(someone, number, command).map(
        ([who, n, one]) =>
          () =>
            commandTicket(desk, by(who), n, one),
      ),
      someone.map((who) => () => takeNext(desk, by(who))),
      fc.tuple(someone, number).map(
        ([who, n]) =>
          () =>
            takeTicket(desk, by(who), n, 'it fits'),
      ),
      fc.tuple(someone, someone, number).map(
        ([who, to, n]) =>
          () =>
            offerTransfer(desk, by(who), n, to, 'away'),
      ),
      fc.integer({ min: 0, max: 40 }).map((minutes) => async () => {
        desk.clock.advance(minutes * 60_000);
        return strikeClock(desk, []);
      }),
      someone.map((who) => () => openTicket(desk, by(who), draft)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25 }), async (steps) => {
        await open(desk);
        for (const one of steps) await one();
        await expectRowsEqualRecords(desk);
      }),
      { numRuns: 4 },
    );
  });
}

describe('a desk on the embedded database', () => behavesAsADesk(false));

describeWithPostgres('a desk on PostgreSQL', () => behavesAsADesk(true));
