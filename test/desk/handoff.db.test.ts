import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { acknowledgeHandoff } from '../../src/desk/acknowledge-handoff.ts';
import { replayRecord, verifyRecord } from '../../src/desk/audit.ts';
import { comeOn } from '../../src/desk/come-on.ts';
import { commandShift, commandShiftNumber } from '../../src/desk/command-shift.ts';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import { executeOnDesk } from '../../src/desk/execute.ts';
import { followPlan } from '../../src/desk/follow-plan.ts';
import { overridePriority } from '../../src/desk/override-priority.ts';
import { type HandoffFile, readHandoffFile, readOwnHandoffAs } from '../../src/desk/read-handoff.ts';
import { reopenTicket } from '../../src/desk/reopen-ticket.ts';
import { readShiftFacts } from '../../src/desk/shift-facts.ts';
import { strikeShift } from '../../src/desk/strike-shift.ts';
import { takeNext, takeTicket } from '../../src/desk/take-ticket.ts';
import { offerTransfer } from '../../src/desk/transfer-ticket.ts';
import { writtenPack } from '../../src/sop/pack/check.ts';
import { defaultPack } from '../../src/sop/pack/default-pack.ts';
import { lookAt } from '../../src/sop/shift/checklist/sights.ts';
import type { ShiftCommand } from '../../src/sop/shift/decide.ts';
import type { ShiftPattern } from '../../src/sop/shift/plan.ts';
import type { ShiftState } from '../../src/sop/shift/state.ts';
import { keepPack } from '../../src/store/desks.ts';
import { readTakenOn } from '../../src/store/events.ts';
import { readOpenShifts, readShift } from '../../src/store/shifts.ts';
import { readOwned, readTicket } from '../../src/store/tickets.ts';
import { classify } from '../sop/ticket/support.ts';
import { describeWithPostgres, type TestDatabase, testDatabase } from '../support/database.ts';
import { by, inParallel, member, open, type TestDesk, testDesk, typesOf } from './support.ts';

let database: TestDatabase;
let desk: TestDesk;
let desks = 0;

const day: ShiftPattern = {
  name: 'Day',
  days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
  start: '10:00',
  end: '18:00',
  timeZone: 'Europe/Berlin',
  members: ['UANA'],
  positions: ['tier1'],
  channel: null,
};
const late: ShiftPattern = { ...day, name: 'Late', start: '18:00', end: '23:00', members: ['UBEN', 'UTESS'] };

const refund = defaultPack.outOfScope[0]?.code ?? '';

const setUp = async () => {
  desks += 1;
  desk = await testDesk(database.database, `THANDOFF${desks}`);
  const { pack, hash } = desk.sop;
  await keepPack(desk.db, { hash, version: pack.version, content: writtenPack(pack) }, desk.clock.now());
  await executeOnDesk(desk, by('ULENA'), { type: 'setShiftPattern', pattern: day });
  await executeOnDesk(desk, by('ULENA'), { type: 'setShiftPattern', pattern: late });
};

const tick = async () => {
  while (await followPlan(desk));
  while ((await strikeShift(desk, [])).kind === 'struck');
};

async function at(time: string): Promise<void> {
  desk.clock.set(`2026-03-02T${time}:00.000Z`);
  await tick();
}

async function on(id: string): Promise<ShiftState> {
  const actor = member(id);
  if (actor.kind !== 'person') throw new Error(`${id} is no person`);
  const outcome = await comeOn(desk, { ...by(id), actor }, null);
  if (outcome.kind !== 'done') throw new Error(`${id} did not come on: ${JSON.stringify(outcome)}`);
  return outcome.shift;
}

const asks = (id: string, command: ShiftCommand) => commandShift(desk, by(id), id, command);
const asksOf = (id: string, shift: number, command: ShiftCommand) =>
  commandShiftNumber(desk, by(id), shift, command);
const writes = (id: string, ticket: number, watch: string | null = null) =>
  asks(id, { type: 'writeEntry', ticket, nextAction: 'Ring them back', waitingOn: 'Nothing', watch });
const delivers = (id: string) => asks(id, { type: 'deliverHandoff' });
const acknowledges = (id: string, shift: number) => acknowledgeHandoff(desk, by(id), shift);
const ownerOf = async (ticket: number) => (await readTicket(desk.db, desk.id, ticket))?.owner;

async function noticesOf(shift: number): Promise<readonly string[]> {
  const rows = await desk.db.notice.findMany({
    where: { deskId: desk.id, stream: `SHIFT-${shift}` },
    orderBy: { id: 'asc' },
  });
  // The checklist is told with everything that happens.
  return rows
    .filter(({ kind }) => !kind.startsWith('checklist'))
    .map(({ kind, destination }) => `${kind} ${destination}`);
}

async function expectSoundRecord(): Promise<void> {
  expect((await verifyRecord(desk.db, desk.id)).findings).toEqual([]);
  expect((await replayRecord(desk.db, desk.id)).findings).toEqual([]);
}

/** Ana is on shift with so many tickets. */
async function anaHas(count: number): Promise<{ shift: number; tickets: readonly number[] }> {
  await at('09:00');
  const { number } = await on('UANA');
  const tickets: number[] = [];
  for (let index = 0; index < count; index += 1) {
    await open(desk);
    const taken = await takeNext(desk, by('UANA'));
    if (taken.kind !== 'done') throw new Error(`not taken: ${taken.kind}`);
    tickets.push(taken.ticket.number);
  }
  return { shift: number, tickets };
}

async function anaHasDelivered(count: number) {
  const given = await anaHas(count);
  await at('16:41');
  for (const ticket of given.tickets) await writes('UANA', ticket);
  const outcome = await delivers('UANA');
  if (outcome.kind !== 'done') throw new Error(`not delivered: ${JSON.stringify(outcome)}`);
  await at('17:00');
  return given;
}

function tests(several: boolean): void {
  beforeAll(async () => {
    database = await testDatabase({ several });
  });
  afterAll(() => database.close());
  beforeEach(setUp);

  describe('preparation', () => {
    test('HO-1: 20 minutes before the end the person and the shift channel are told, once', async () => {
      const { shift } = await anaHas(1);
      await at('16:39');
      expect(await noticesOf(shift)).toEqual([]);
      await at('16:40');
      await at('16:45');
      expect(await noticesOf(shift)).toEqual([
        'preparationDue person:UANA',
        'preparationDueInChannel channel:shift',
      ]);
      await expectSoundRecord();
    });

    test('HO-1: an end that moves later lets new tickets be taken again, and what was written stays', async () => {
      const { shift, tickets } = await anaHas(1);
      await at('16:41');
      await writes('UANA', tickets[0] ?? 0);
      await open(desk);
      expect(await takeNext(desk, by('UANA'))).toMatchObject({
        kind: 'refused',
        refusal: { clause: 'HO-1' },
      });
      await asks('UANA', { type: 'leaveAt', endsAt: '2026-03-02T19:00:00.000Z' });
      expect(await takeNext(desk, by('UANA'))).toMatchObject({ kind: 'done' });
      const state = await readShift(desk.db, desk.id, shift);
      expect(state?.handoff).toMatchObject({
        since: null,
        entries: { [tickets[0] ?? 0]: { watched: false } },
      });
      await at('18:40');
      expect((await noticesOf(shift)).filter((one) => one.startsWith('preparationDue '))).toHaveLength(2);
      await expectSoundRecord();
    });

    test('HO-1: one that moves later after the acknowledgement leaves a shift like any other', async () => {
      const { shift, tickets } = await anaHas(1);
      await at('16:41');
      await writes('UANA', tickets[0] ?? 0);
      await delivers('UANA');
      const ben = await on('UBEN');
      await acknowledges('UBEN', shift);
      await asks('UANA', { type: 'leaveAt', endsAt: '2026-03-02T19:00:00.000Z' });
      await open(desk);
      const taken = await takeNext(desk, by('UANA'));
      if (taken.kind !== 'done') throw new Error(JSON.stringify(taken));
      // Ben may hand over to her, who stays.
      await writes('UBEN', tickets[0] ?? 0);
      await delivers('UBEN');
      expect((await readHandoffFile(desk, ben.number))?.incoming).toEqual(['UANA']);
      expect(await acknowledges('UANA', ben.number)).toMatchObject({ kind: 'done' });
      await at('18:40');
      expect((await noticesOf(shift)).filter((one) => one.startsWith('preparationDue '))).toHaveLength(2);
      await expectSoundRecord();
    });

    test('CK-2: what is taken on since then is seen, however old the ticket is', async () => {
      await anaHas(1);
      await on('UBEN');
      const number = await open(desk);
      await takeNext(desk, by('UBEN'));
      await offerTransfer(desk, by('UBEN'), number, 'UANA', 'knows them');
      await at('16:41');
      const since = new Date(desk.clock.now().getTime() - 60_000);
      expect(await readTakenOn(desk.db, desk.id, 'UANA', since)).toEqual([]);
      await executeOnDesk(desk, by('ULENA'), { type: 'removeShiftPattern', name: 'Late' });
      await asks('UBEN', { type: 'leaveAt', endsAt: '2026-03-02T16:42:00.000Z' });
      const accepted = await commandTicket(desk, by('UANA'), number, { type: 'acceptTransfer' });
      expect(accepted).toMatchObject({ kind: 'done' });
      expect(await readTakenOn(desk.db, desk.id, 'UANA', since)).toEqual([number]);
      expect(await readTakenOn(desk.db, desk.id, 'UBEN', since)).toEqual([]);
    });

    test('HO-2: what is incomplete is not delivered, and says what is missing', async () => {
      const { tickets } = await anaHas(2);
      const [first, second] = tickets;
      await at('16:41');
      await writes('UANA', first ?? 0);
      expect(await delivers('UANA')).toMatchObject({
        kind: 'refused',
        refusal: {
          clause: 'HO-2',
          reason: `The record covers every open ticket. Not written yet: T-${second}.`,
          nextStep: { step: 'handoffEntry', ticket: second },
        },
      });
      await writes('UANA', second ?? 0);
      expect(await delivers('UANA')).toMatchObject({ kind: 'done' });
      await expectSoundRecord();
    });

    test('HO-2: a ticket that changes is shown as it is, marked as changed', async () => {
      const { shift, tickets } = await anaHas(1);
      const ticket = tickets[0] ?? 0;
      await writes('UANA', ticket);
      await commandTicket(desk, by('UANA'), ticket, { type: 'addNote', text: 'They rang.' });
      const file = await readHandoffFile(desk, shift);
      expect(file?.tickets).toMatchObject([{ changed: true, here: true, lastAction: { type: 'noteAdded' } }]);
    });
  });

  describe('acknowledgement', () => {
    test('HO-4: every ticket changes hands at once, and the outgoing person goes off', async () => {
      const { shift, tickets } = await anaHasDelivered(3);
      expect(await asks('UANA', { type: 'goOff' })).toMatchObject({
        kind: 'refused',
        refusal: { clause: 'HO-3', nextStep: { step: 'handoff' } },
      });
      expect(await acknowledges('UBEN', shift)).toMatchObject({
        kind: 'refused',
        refusal: { clause: 'HO-4', nextStep: { step: 'shiftOn' } },
      });
      const ben = await on('UBEN');
      expect(await acknowledges('UBEN', shift)).toMatchObject({
        kind: 'done',
        shift: { status: 'ended', outcome: 'handedOver' },
      });
      for (const ticket of tickets) {
        expect(await ownerOf(ticket)).toBe('UBEN');
        expect((await typesOf(desk, ticket)).at(-1)).toBe('handedOver');
      }
      expect(await readShift(desk.db, desk.id, ben.number)).toMatchObject({
        received: [{ shift, from: 'UANA' }],
      });
      expect(await noticesOf(ben.number)).toContain('handoffQueue person:UBEN');
      expect(await acknowledges('UTESS', shift)).toMatchObject({
        kind: 'refused',
        refusal: { reason: '<@UBEN> has acknowledged it already, and has the tickets.' },
      });
      await expectSoundRecord();
    });

    test('HO-4: of two who acknowledge at the same instant one has everything, the other nothing', async () => {
      const { shift, tickets } = await anaHasDelivered(6);
      await on('UBEN');
      await on('UTESS');
      const people = ['UBEN', 'UTESS', 'UBEN', 'UTESS'];
      const outcomes = await inParallel(4, (index) => acknowledges(people[index] ?? '', shift));
      const winner = (await readShift(desk.db, desk.id, shift))?.handoff?.acknowledged?.by ?? '';
      expect(['UBEN', 'UTESS']).toContain(winner);
      expect(outcomes.map(({ kind }, index) => [people[index] === winner, kind])).toEqual(
        people.map((person) => [person === winner, person === winner ? 'done' : 'refused']),
      );
      const owned = await readOwned(desk.db, desk.id, winner);
      expect(owned.map(({ number }) => number).sort((a, b) => a - b)).toEqual(tickets);
      for (const ticket of tickets)
        expect((await typesOf(desk, ticket)).filter((type) => type === 'handedOver')).toHaveLength(1);
      await expectSoundRecord();
    });

    test('HO-4: tickets that change meanwhile are neither left behind nor taken twice', async () => {
      const { shift, tickets } = await anaHasDelivered(8);
      await on('UBEN');
      const act = (index: number) => {
        const ticket = tickets[index % tickets.length] ?? 0;
        switch (index % 4) {
          case 0:
            return offerTransfer(desk, by('UANA'), ticket, 'UTESS', null);
          case 1:
            return commandTicket(desk, by('UANA'), ticket, {
              type: 'redirect',
              code: refund,
              note: 'It is about their invoice',
            });
          case 2:
            return commandTicket(desk, by('UANA'), ticket, { type: 'addNote', text: 'More.' });
          default:
            return commandTicket(desk, by('UANA'), ticket, { type: 'startWait', on: 'the customer' });
        }
      };
      const work = Array.from({ length: 16 }, (_, index) => act(index));
      const [outcome] = await Promise.all([acknowledges('UBEN', shift), ...work]);
      expect(outcome).toMatchObject({ kind: 'done' });
      for (const ticket of tickets) {
        const state = await readTicket(desk.db, desk.id, ticket);
        if (state?.status !== 'closed') expect(state?.owner).toBe('UBEN');
      }
      await expectSoundRecord();
    });

    test.each([1, 2, 3, 4, 5])(
      'HO-3: whatever happens at once, each ticket has one owner, and that owner is on shift (%i)',
      async (round) => {
        const { shift, tickets } = await anaHasDelivered(4);
        await on('UBEN');
        await on('UTESS');
        for (let more = 0; more < 3; more += 1) await open(desk);
        const acts: readonly (() => Promise<unknown>)[] = [
          () => acknowledges('UBEN', shift),
          () => acknowledges('UTESS', shift),
          () => asks('UANA', { type: 'goOff' }),
          () => takeNext(desk, by('UANA')),
          () => takeNext(desk, by('UBEN')),
          () => asks('UBEN', { type: 'goOff' }),
          () => offerTransfer(desk, by('UANA'), tickets[0] ?? 0, 'UTESS', null),
          () => commandTicket(desk, by('UTESS'), tickets[0] ?? 0, { type: 'acceptTransfer' }),
          tick,
        ];
        // Another order each round; what waits for whom is the database's to say.
        const shuffled = acts.map((act, index) => ({ act, key: (index * 7 + round * 5) % 9 }));
        await Promise.all(shuffled.sort((a, b) => a.key - b.key).map(({ act }) => act()));
        const onShift = new Set(
          (await readOpenShifts(desk.db, desk.id)).flatMap(({ status, person }) =>
            status === 'on' ? [person] : [],
          ),
        );
        const rows = await desk.db.ticket.findMany({ where: { deskId: desk.id, ownerId: { not: null } } });
        for (const { ownerId } of rows) expect(onShift).toContain(ownerId);
        const successor = (await readShift(desk.db, desk.id, shift))?.handoff?.acknowledged?.by;
        if (successor) expect(rows.filter(({ ownerId }) => ownerId === 'UANA')).toEqual([]);
        await expectSoundRecord();
      },
    );

    test('HO-4: a write that fails in the middle leaves everything as it was', async () => {
      const { shift, tickets } = await anaHasDelivered(5);
      const ben = await on('UBEN');
      // The last ticket cannot be written: the process might as well have died there.
      await desk.db.$executeRawUnsafe(`
      CREATE FUNCTION refuse_one() RETURNS trigger AS $$ BEGIN
        IF NEW."deskId" = ${desk.id} AND NEW."number" = ${tickets.at(-1)} THEN RAISE EXCEPTION 'power is out'; END IF;
        RETURN NEW; END $$ LANGUAGE plpgsql`);
      await desk.db.$executeRawUnsafe(
        'CREATE TRIGGER refuse_one BEFORE UPDATE ON "Ticket" FOR EACH ROW EXECUTE FUNCTION refuse_one()',
      );
      try {
        await expect(acknowledges('UBEN', shift)).rejects.toThrow();
      } finally {
        await desk.db.$executeRawUnsafe('DROP TRIGGER refuse_one ON "Ticket"');
        await desk.db.$executeRawUnsafe('DROP FUNCTION refuse_one()');
      }
      for (const ticket of tickets) expect(await ownerOf(ticket)).toBe('UANA');
      expect((await readShift(desk.db, desk.id, shift))?.handoff?.acknowledged).toBeNull();
      expect((await readShift(desk.db, desk.id, ben.number))?.received).toEqual([]);
      expect(await acknowledges('UBEN', shift)).toMatchObject({ kind: 'done' });
      for (const ticket of tickets) expect(await ownerOf(ticket)).toBe('UBEN');
      await expectSoundRecord();
    });

    test('HO-4: a double click acknowledges once', async () => {
      const { shift, tickets } = await anaHasDelivered(2);
      await on('UBEN');
      const click = () => acknowledgeHandoff(desk, by('UBEN', 'click-1'), shift);
      const kinds = (await Promise.all([click(), click()])).map(({ kind }) => kind);
      expect(kinds).toContain('done');
      for (const ticket of tickets)
        expect((await typesOf(desk, ticket)).filter((type) => type === 'handedOver')).toHaveLength(1);
      await expectSoundRecord();
    });

    test('HO-4: what is flagged is answered before it completes', async () => {
      const { shift, tickets } = await anaHasDelivered(2);
      const ticket = tickets[0] ?? 0;
      await on('UBEN');
      const flagged = await asksOf('UBEN', shift, { type: 'flagTicket', ticket, words: 'Ring whom?' });
      expect(flagged).toMatchObject({ kind: 'done' });
      expect(await acknowledges('UBEN', shift)).toMatchObject({
        kind: 'refused',
        refusal: { clause: 'HO-4', whoMay: { kind: 'people', ids: ['UANA'] } },
      });
      const flag = flagged.kind === 'done' ? (flagged.shift.handoff?.flags[0]?.seq ?? 0) : 0;
      const answer = { type: 'answerFlag', flag, words: 'Their office.' } as const;
      expect(await asksOf('UTESS', shift, answer)).toMatchObject({ kind: 'refused' });
      expect(await asksOf('UANA', shift, answer)).toMatchObject({ kind: 'done' });
      expect(await acknowledges('UBEN', shift)).toMatchObject({ kind: 'done' });
      await expectSoundRecord();
    });

    test('HO-2: a ticket that joins after the delivery is written first, and both are told', async () => {
      const { shift, tickets } = await anaHas(2);
      const [first = 0, other = 0] = tickets;
      await at('16:41');
      const redirect = { type: 'redirect', code: 'refund-authorization', note: 'A refund.' } as const;
      await commandTicket(desk, by('UANA'), other, redirect);
      await writes('UANA', first);
      expect(await delivers('UANA')).toMatchObject({ kind: 'done' });
      await on('UBEN');
      await reopenTicket(desk, by('UANA'), other, 'It is ours after all');
      expect(await ownerOf(other)).toBe('UANA');
      expect(await acknowledges('UBEN', shift)).toMatchObject({
        kind: 'refused',
        refusal: {
          clause: 'HO-2',
          reason: `The record covers every open ticket. Not written yet: T-${other}.`,
        },
      });
      expect(await noticesOf(shift)).toContain('handoffIncomplete person:UANA');
      await writes('UANA', other);
      expect(await acknowledges('UBEN', shift)).toMatchObject({ kind: 'done' });
      expect(await ownerOf(other)).toBe('UBEN');
      await expectSoundRecord();
    });

    test('HO-1: what others have offered to the outgoing person is offered no more', async () => {
      const { shift } = await anaHasDelivered(1);
      await on('UBEN');
      const other = await open(desk);
      await takeNext(desk, by('UBEN'));
      await offerTransfer(desk, by('UBEN'), other, 'UANA', null);
      await acknowledges('UBEN', shift);
      const ticket = await readTicket(desk.db, desk.id, other);
      expect(ticket).toMatchObject({ owner: 'UBEN', transfer: null });
      expect((await typesOf(desk, other)).at(-1)).toBe('offerLapsed');
      await expectSoundRecord();
    });

    test('HO-5: what was late and not pointed out is told to the leads, once', async () => {
      const { shift, tickets } = await anaHas(2);
      const [flagged = 0, silent = 0] = tickets;
      await at('16:41');
      await writes('UANA', flagged, 'The response is late.');
      await writes('UANA', silent);
      await delivers('UANA');
      await at('17:00');
      await on('UBEN');
      const outcome = await acknowledges('UBEN', shift);
      const told =
        outcome.kind === 'done' && outcome.events.find(({ type }) => type === 'handoffAcknowledged');
      expect(told).toMatchObject({ payload: { breached: [silent] } });
      expect((await noticesOf(shift)).filter((one) => one.startsWith('breachesNotFlagged'))).toEqual([
        'breachesNotFlagged channel:leads',
      ]);
    });
  });

  test('EX-3: a draft is due by the end that its author’s shift has now', async () => {
    await anaHas(1);
    await open(desk);
    await takeTicket(desk, by('UANA'), await open(desk), 'They are on the phone.');
    await asks('UANA', { type: 'leaveAt', endsAt: '2026-03-02T19:00:00.000Z' });
    const [row] = await desk.db.exception.findMany({ where: { deskId: desk.id } });
    expect(row?.record).toMatchObject({
      remindAt: '2026-03-02T19:00:00.000Z',
      dueAt: '2026-03-02T19:30:00.000Z',
    });
    await expectSoundRecord();
  });

  test('HO-3: what comes back to somebody after the acknowledgement is in their record, and handed over, too', async () => {
    const { shift, tickets } = await anaHas(2);
    const [first = 0, second = 0] = tickets;
    await commandTicket(desk, by('UANA'), second, { type: 'redirect', code: refund, note: 'An invoice' });
    await at('16:41');
    await writes('UANA', first);
    await delivers('UANA');
    await on('UBEN');
    expect(await acknowledges('UBEN', shift)).toMatchObject({ kind: 'done' });
    await reopenTicket(desk, by('UANA'), second, 'It came back.');
    const own = await readOwnHandoffAs(desk, by('UANA'));
    expect(own).toMatchObject({ value: { missing: [second] } });
    const about = (round: HandoffFile | null) =>
      round?.tickets.filter(({ here }) => here).map(({ ticket }) => ticket.number);
    expect(about(own.kind === 'read' ? own.value : null)).toEqual([second]);
    expect(about(await readHandoffFile(desk, shift))).toEqual([]);
    await writes('UANA', second);
    expect(await delivers('UANA')).toMatchObject({ kind: 'done' });
    expect(await acknowledges('UBEN', shift)).toMatchObject({ kind: 'done' });
    expect(await ownerOf(second)).toBe('UBEN');
    await expectSoundRecord();
  });

  describe('a record that is acknowledged after its shift', () => {
    const tuesday = async (time: string) => {
      desk.clock.set(`2026-03-03T${time}:00.000Z`);
      await tick();
    };
    /** Ana has delivered one ticket, which is redirected then; she goes off, and nobody was there to read it. */
    async function anaLeftNothing() {
      const given = await anaHas(1);
      const ticket = given.tickets[0] ?? 0;
      await at('16:41');
      await writes('UANA', ticket);
      await delivers('UANA');
      await commandTicket(desk, by('UANA'), ticket, { type: 'redirect', code: refund, note: 'An invoice' });
      // Whoever is planned next could have read it until a while after their start.
      await at('17:20');
      expect(await readShift(desk.db, desk.id, given.shift)).toMatchObject({ status: 'ended' });
      await tuesday('09:00');
      await on('UANA');
      await on('UBEN');
      return { shift: given.shift, ticket };
    }

    test('HO-4: it moves nothing that its person has on another shift', async () => {
      const { shift, ticket } = await anaLeftNothing();
      await open(desk);
      const taken = await takeNext(desk, by('UANA'));
      if (taken.kind !== 'done') throw new Error(taken.kind);
      await reopenTicket(desk, by('UANA'), ticket, 'It came back.');
      const file = await readHandoffFile(desk, shift);
      expect(file).toMatchObject({ missing: [], tickets: [{ ticket: { number: ticket }, here: false }] });
      expect(await acknowledges('UBEN', shift)).toMatchObject({ kind: 'done' });
      for (const number of [ticket, taken.ticket.number]) expect(await ownerOf(number)).toBe('UANA');
      const state = await readShift(desk.db, desk.id, shift);
      expect(state).toMatchObject({
        endedAt: '2026-03-02T17:20:00.000Z',
        handoff: { acknowledged: { by: 'UBEN' } },
      });
      expect((await noticesOf(shift)).filter((one) => one.startsWith('breaches'))).toEqual([]);
      await expectSoundRecord();
    });

    test('EX-3: it ends nothing, so nobody is reminded of drafts by it', async () => {
      const { shift } = await anaLeftNothing();
      await open(desk);
      const second = await open(desk);
      await takeTicket(desk, by('UANA'), second, 'They are on the phone.');
      await acknowledges('UBEN', shift);
      const [row] = await desk.db.exception.findMany({ where: { deskId: desk.id } });
      expect(row?.record).toMatchObject({ status: 'draft', remindedAt: null });
    });
  });

  describe('a ticket that becomes restricted', () => {
    test('SEC-2: what the briefing told of it is shown anew, also after the handoff', async () => {
      const { shift, tickets } = await anaHasDelivered(6);
      const delivered = async () => {
        await desk.db.notice.updateMany({
          where: { deskId: desk.id },
          data: { state: 'sent', pendingSurface: null },
        });
      };
      const waiting = async () => {
        const rows = await desk.db.notice.findMany({
          where: { deskId: desk.id, stream: `SHIFT-${shift}`, state: 'pending' },
          orderBy: { id: 'asc' },
        });
        return rows
          .filter(({ kind }) => kind !== 'checklist')
          .map(({ surface }) => surface?.replace(/:\d+:/, ':'));
      };
      await delivered();
      await commandTicket(desk, by('UANA'), tickets[0] ?? 0, { type: 'addNote', text: 'They rang.' });
      expect(await waiting()).toHaveLength(2);
      await on('UBEN');
      await acknowledges('UBEN', shift);
      await delivered();
      await commandTicket(desk, by('UBEN'), tickets[0] ?? 0, { type: 'addNote', text: 'They rang again.' });
      expect(await waiting()).toEqual([]);
      const report = { type: 'reportSecurity', note: 'Somebody else was signed in' } as const;
      expect(await commandTicket(desk, by('UBEN'), tickets[0] ?? 0, report)).toMatchObject({
        kind: 'done',
      });
      expect(await waiting()).toEqual([`SHIFT-${shift}/card`, expect.stringMatching(/\/tickets:/)]);
      const file = await readHandoffFile(desk, shift);
      expect(file?.tickets.some(({ ticket }) => ticket.security !== null)).toBe(true);
    });

    test('SEC-2: so is what a round told that is over, where the shift ended later', async () => {
      const { shift, tickets } = await anaHas(1);
      const ticket = tickets[0] ?? 0;
      await at('16:41');
      await writes('UANA', ticket);
      await delivers('UANA');
      await on('UBEN');
      await acknowledges('UBEN', shift);
      await asks('UANA', { type: 'leaveAt', endsAt: '2026-03-02T19:00:00.000Z' });
      const told = async () =>
        (
          await desk.db.notice.findMany({
            where: { deskId: desk.id, stream: `SHIFT-${shift}`, state: 'pending', kind: 'briefingTickets' },
          })
        ).length;
      await desk.db.notice.updateMany({
        where: { deskId: desk.id },
        data: { state: 'sent', pendingSurface: null },
      });
      const report = { type: 'reportSecurity', note: 'Somebody else was signed in' } as const;
      await commandTicket(desk, by('UBEN'), ticket, report);
      expect(await told()).toBe(1);
    });
  });

  describe('between leads', () => {
    test('HO-6: what a lead owns and looks in on passes to whoever leads next, overrides and all', async () => {
      const { tickets } = await anaHas(1);
      const ticket = tickets[0] ?? 0;
      const escalation = async () => (await readTicket(desk.db, desk.id, ticket))?.escalation?.seq ?? 0;
      const does = async (id: string, command: Parameters<typeof commandTicket>[3]) =>
        expect(await commandTicket(desk, by(id), ticket, command)).toMatchObject({ kind: 'done' });
      for (const id of ['UTESS', 'ULENA', 'UMAX']) await on(id);
      await does('UANA', classify);
      await does('UANA', { type: 'escalate', trigger: 'ESC-4', reason: 'needs more' });
      await does('UTESS', { type: 'acceptEscalation', escalation: await escalation(), read: true });
      await does('UTESS', { type: 'escalate', trigger: 'ESL-5', reason: 'beyond us' });
      await does('ULENA', { type: 'acceptEscalation', escalation: await escalation(), read: true });
      const raise = { priority: 'P1', criterion: 'wider-impact', impact: 'Ten sites' } as const;
      expect(await overridePriority(desk, by('ULENA'), ticket, raise)).toMatchObject({ kind: 'done' });
      // CK-3: whoever comes on looks at what is overridden and monitored on the desk, not at their own alone.
      const looking = { person: 'UMAX', role: 'manager', number: 0, handoff: null, status: 'on' } as const;
      const seen = await readShiftFacts(desk, desk.db, looking);
      expect(seen).toMatchObject({ owned: [], watched: [] });
      expect(seen.overridden.map(({ number }) => number)).toEqual([ticket]);
      expect(seen.monitored.map(({ number }) => number)).toEqual([ticket]);
      await writes('ULENA', ticket);
      expect(await delivers('ULENA')).toMatchObject({ kind: 'refused', refusal: { clause: 'HO-6' } });
      await asks('ULENA', {
        type: 'writeAnomalies',
        patterns: null,
        notInWriting: null,
        managerReachable: true,
      });
      const delivered = await delivers('ULENA');
      if (delivered.kind !== 'done') throw new Error('it was delivered');
      const { number } = delivered.shift;
      expect(delivered.shift.handoff?.delivered?.incoming).toEqual(['UMAX']);
      expect(await acknowledges('UTESS', number)).toMatchObject({
        kind: 'refused',
        refusal: { clause: 'AU-4' },
      });
      const before = await readTicket(desk.db, desk.id, ticket);
      expect(await acknowledges('UMAX', number)).toMatchObject({ kind: 'done' });
      const after = await readTicket(desk.db, desk.id, ticket);
      expect(after).toMatchObject({
        owner: 'UMAX',
        tier: 'lead',
        watch: { lead: 'UMAX' },
        clocks: before?.clocks,
        escalation: before?.escalation,
      });
      await expectSoundRecord();
    });
  });

  describe('nobody acknowledges', () => {
    test('HO-3: both are reminded once, then a lead, who names somebody', async () => {
      const { shift } = await anaHasDelivered(1);
      await at('17:04');
      await at('17:05');
      await at('17:06');
      await at('17:30');
      const told = (await noticesOf(shift)).filter((one) => /handoffWaits|ToAcknowledge|NeedsLead/.test(one));
      expect(told).toEqual([
        'handoffWaits person:UANA',
        'handoffToAcknowledge person:UBEN',
        'handoffToAcknowledge person:UTESS',
        'handoffNeedsLead channel:leads',
      ]);
      expect(await asksOf('UBEN', shift, { type: 'nameIncoming', person: 'UBEN' })).toMatchObject({
        kind: 'refused',
      });
      expect(await asksOf('ULENA', shift, { type: 'nameIncoming', person: 'UTESS' })).toMatchObject({
        kind: 'done',
      });
      await on('UBEN');
      expect(await acknowledges('UBEN', shift)).toMatchObject({
        kind: 'refused',
        refusal: { clause: 'HO-3', whoMay: { kind: 'people', ids: ['UTESS'] } },
      });
      await on('ULENA');
      expect(await acknowledges('ULENA', shift)).toMatchObject({ kind: 'done' });
      await expectSoundRecord();
    });

    test('HO-3: an undelivered record keeps its person on shift, who is reminded once', async () => {
      const { shift } = await anaHas(1);
      await at('17:00');
      await at('17:02');
      await at('17:11');
      expect((await noticesOf(shift)).filter((one) => /Undelivered|NeedsLead/.test(one))).toEqual([
        'handoffUndelivered person:UANA',
        'handoffNeedsLead channel:leads',
      ]);
      expect((await readShift(desk.db, desk.id, shift))?.status).toBe('on');
      await expectSoundRecord();
    });

    test('HO-3, CK-1: a record without a ticket that nobody came for in time waits for whoever comes on', async () => {
      await at('09:00');
      const { number: shift } = await on('UANA');
      await asks('UANA', {
        type: 'writeAnomalies',
        patterns: 'Many exports fail',
        notInWriting: null,
        managerReachable: null,
      });
      await at('16:41');
      await delivers('UANA');
      await at('17:00');
      await at('17:10');
      expect((await readShift(desk.db, desk.id, shift))?.status).toBe('on');
      expect(await noticesOf(shift)).toContain('handoffToAcknowledge person:UBEN');
      await at('17:15');
      expect((await readShift(desk.db, desk.id, shift))?.status).toBe('ended');
      const ben = await on('UBEN');
      const unread = async () =>
        (await readShiftFacts(desk, desk.db, ben)).unread.map(({ number }) => number);
      expect(await unread()).toEqual([shift]);
      desk.clock.set('2026-03-09T17:15:00.001Z');
      expect(await unread()).toEqual([]);
      desk.clock.set('2026-03-02T17:16:00.000Z');
      await acknowledges('UBEN', shift);
      expect(await unread()).toEqual([]);
    });

    test('CK-1: whoever relieves is shown a record as acknowledged only once it is', async () => {
      const { shift, tickets } = await anaHas(1);
      await at('17:01');
      const { number } = await on('UBEN');
      const received = async () => {
        const ben = await readShift(desk.db, desk.id, number);
        if (!ben) throw new Error('he is on shift');
        const facts = await readShiftFacts(desk, desk.db, ben);
        const { pack } = desk.sop;
        return lookAt(
          'received',
          ben,
          { facts, pack, now: desk.clock.now(), actor: member('UBEN') },
          'start',
        );
      };
      const saw = (words: string) => ({ holds: false, saw: expect.stringContaining(words) });
      expect(await received()).toMatchObject(saw('<@UANA> is not delivered yet'));
      await writes('UANA', tickets[0] ?? 0);
      await delivers('UANA');
      expect(await received()).toMatchObject(saw('<@UANA> waits to be acknowledged'));
      await acknowledges('UBEN', shift);
      expect(await received()).toMatchObject({ holds: true });
    });

    test('HO-3: where the desk works in shifts no more, nobody is kept on one', async () => {
      const { shift, tickets } = await anaHas(1);
      await asks('UANA', { type: 'leaveAt', endsAt: '2026-03-02T16:00:00.000Z' });
      await on('UBEN');
      for (const name of ['Day', 'Late'])
        await executeOnDesk(desk, by('ULENA'), { type: 'removeShiftPattern', name });
      await at('17:30');
      await at('18:30');
      expect(await readShift(desk.db, desk.id, shift)).toMatchObject({
        status: 'ended',
        outcome: 'noShifts',
        checklists: { end: null },
      });
      expect((await noticesOf(shift)).filter((one) => one !== 'shiftMoved channel:shift')).toEqual([
        'shiftMoved person:UANA',
      ]);
      // What she has stays hers, and she works on.
      expect(await ownerOf(tickets[0] ?? 0)).toBe('UANA');
      await open(desk);
      expect(await takeNext(desk, by('UBEN'))).toMatchObject({ kind: 'done' });
      await expectSoundRecord();
    });

    test('HO-3: where nobody could take over, the leads are told at the delivery', async () => {
      await executeOnDesk(desk, by('ULENA'), { type: 'removeShiftPattern', name: 'Late' });
      const { shift } = await anaHasDelivered(1);
      expect(await noticesOf(shift)).toContain('handoffNeedsLead channel:leads');
    });
  });

  test('HO-4: sixty tickets pass within the time of one transaction', async () => {
    const { shift, tickets } = await anaHasDelivered(60);
    await on('UBEN');
    const begun = performance.now();
    expect(await acknowledges('UBEN', shift)).toMatchObject({ kind: 'done' });
    expect(performance.now() - begun).toBeLessThan(5000);
    const owned = await readOwned(desk.db, desk.id, 'UBEN');
    expect(owned).toHaveLength(tickets.length);
  }, 60_000);
}

describe('on the embedded database', () => tests(false));
describeWithPostgres('on PostgreSQL, with several connections', () => tests(true));
