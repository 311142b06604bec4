import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { beginUnderPack, beginWithManagers } from '../../src/desk/begin.ts';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import { executeOnDesk } from '../../src/desk/execute.ts';
import { roleOf } from '../../src/desk/read-desk.ts';
import { strikeClock } from '../../src/desk/strike-clock.ts';
import { takeNext } from '../../src/desk/take-ticket.ts';
import { offerTransfer } from '../../src/desk/transfer-ticket.ts';
import type { Actor } from '../../src/sop/actor.ts';
import { defaultPack } from '../../src/sop/pack/default-pack.ts';
import { setPackHash } from '../../src/store/desks.ts';
import { describeWithPostgres, type TestDatabase, testDatabase } from '../support/database.ts';
import { by, dueAt, inParallel, open, recordOf, type TestDesk, testDesk, typesOf } from './support.ts';

/** Strikes until nothing is due; more than `most` times is a loop. */
async function strikeAll(desk: TestDesk, most = 20): Promise<number> {
  for (let struck = 0; struck < most; struck += 1) {
    if ((await strikeClock(desk, [])).kind === 'nothingDue') return struck;
  }
  throw new Error('the clock strikes without end');
}

describe('the clock on the embedded database', () => {
  let held: TestDatabase;
  let desk: TestDesk;
  beforeAll(async () => {
    held = await testDatabase({ several: false });
  });
  afterAll(() => held.close());
  beforeEach(async () => {
    await held.clear();
    desk = await testDesk(held.database, 'T1');
  });

  test('ESL-1 each obligation is done once, at its instant and not a millisecond before', async () => {
    const number = await open(desk);
    await takeNext(desk, by('UANA'));
    expect(await dueAt(desk, number)).toBe('2026-03-02T08:15:00.000Z');

    desk.clock.set('2026-03-02T08:14:59.999Z');
    expect(await strikeAll(desk)).toBe(0);
    desk.clock.set('2026-03-02T08:15:00.000Z');
    expect(await strikeAll(desk)).toBe(1);
    expect(await strikeAll(desk)).toBe(0);
    expect(await typesOf(desk, number)).toEqual(['opened', 'received', 'activeWorkWarned']);
    expect(await dueAt(desk, number)).toBe('2026-03-02T08:20:00.000Z');
  });

  test('T1-4, ESC-1 after a downtime only the breach is told, and the ticket looks ahead again', async () => {
    const number = await open(desk);
    await takeNext(desk, by('UANA'));
    desk.clock.set('2026-03-02T12:00:00.000Z');
    expect(await strikeAll(desk)).toBe(1);
    // Of active work likewise: it moves, and nothing warns of that any more.
    expect(await typesOf(desk, number)).toEqual(['opened', 'received', 'escalated', 'clockBreached']);
    // Nobody has accepted it ten minutes later.
    expect(await dueAt(desk, number)).toBe('2026-03-02T12:10:00.000Z');
  });

  test('T1-1 what an earlier pack owed and this one does not yet is put off, and keeps nobody else waiting', async () => {
    const first = await open(desk);
    const second = await open(desk);
    await takeNext(desk, by('UANA'));
    await offerTransfer(desk, by('UANA'), first, 'UBEN', null);
    desk.clock.advance(1000);
    await takeNext(desk, by('UBEN'));
    await offerTransfer(desk, by('UBEN'), second, 'UANA', null);
    const { limits } = defaultPack;
    const patient: TestDesk = {
      ...desk,
      sop: { pack: { ...defaultPack, limits: { ...limits, reminder: 18 * 60_000 } }, hash: 'other' },
    };
    await setPackHash(desk.db, desk.id, patient.sop.hash);
    patient.clock.set('2026-03-02T08:10:01.000Z');
    expect(await strikeAll(patient)).toBe(2);
    expect(await typesOf(desk, first)).not.toContain('reminded');
    expect(await dueAt(desk, first)).toBe('2026-03-02T08:18:00.000Z');
    patient.clock.set('2026-03-02T08:18:00.000Z');
    expect(await strikeAll(patient)).toBe(1);
    expect(await typesOf(desk, first)).toContain('reminded');
    expect(await typesOf(desk, second)).not.toContain('reminded');
  });

  test('T1-1 a transfer is reminded of once, and not at all when it was answered before', async () => {
    const number = await open(desk);
    await takeNext(desk, by('UANA'));
    await offerTransfer(desk, by('UANA'), number, 'UBEN', null);
    desk.clock.advance(10 * 60_000);
    expect(await strikeAll(desk)).toBe(1);
    expect(await strikeAll(desk)).toBe(0);
    expect((await recordOf(desk, number)).at(-1)).toMatchObject({
      type: 'reminded',
      clause: 'T1-1',
      actor: null,
      role: 'system',
      payload: { of: 'transfer' },
    });
    await commandTicket(desk, by('UBEN'), number, { type: 'declineTransfer', reason: null });
    await offerTransfer(desk, by('UANA'), number, 'UBEN', null);
    await commandTicket(desk, by('UBEN'), number, { type: 'acceptTransfer' });
    desk.clock.set('2026-03-02T08:19:59.000Z');
    expect(await strikeAll(desk)).toBe(0);
  });
});

describeWithPostgres('the clock on several replicas', () => {
  let held: TestDatabase;
  let desk: TestDesk;
  beforeAll(async () => {
    held = await testDatabase({ several: true });
    desk = await testDesk(held.database, 'T1');
  });
  afterAll(() => held.close());

  test('ESL-1 many at once do each obligation of each ticket once', async () => {
    const numbers = [];
    for (let n = 0; n < 12; n += 1) {
      numbers.push(await open(desk));
      await takeNext(desk, by('UANA'));
    }
    desk.clock.advance(25 * 60_000);
    await inParallel(6, () => strikeAll(desk, 40));
    for (const number of numbers)
      expect((await typesOf(desk, number)).toSorted()).toEqual([
        'clockAtRisk',
        'escalated',
        'opened',
        'received',
      ]);
  });
});

describe('what begins with the process', () => {
  let held: TestDatabase;
  let desk: TestDesk;
  beforeAll(async () => {
    held = await testDatabase({ several: false });
  });
  afterAll(() => held.close());
  beforeEach(async () => {
    await held.clear();
    desk = await testDesk(held.database, 'T1');
  });

  test('one ticket whose record is broken is set aside, and the others are struck', async () => {
    const broken = await open(desk);
    const sound = await open(desk);
    await takeNext(desk, by('UANA'));
    await takeNext(desk, by('UBEN'));
    await desk.db
      .$executeRaw`UPDATE "Ticket" SET "record" = '{"number": 1, "clocks": null}' WHERE "number" = ${broken}`;
    desk.clock.set('2026-03-02T08:25:00.000Z');
    expect(await strikeClock(desk, [])).toMatchObject({ kind: 'failed', stream: `T-${broken}` });
    expect(await strikeClock(desk, [`T-${broken}`])).toMatchObject({ kind: 'struck', stream: `T-${sound}` });
    expect(await strikeClock(desk, [`T-${broken}`])).toEqual({ kind: 'nothingDue' });
  });

  test('DOC-2 a pack that owes earlier is heeded by the tickets that are open already', async () => {
    await beginUnderPack(desk);
    const number = await open(desk);
    await takeNext(desk, by('UANA'));
    await offerTransfer(desk, by('UANA'), number, 'UBEN', null);
    expect(await dueAt(desk, number)).toBe('2026-03-02T08:10:00.000Z');
    const pack = { ...defaultPack, limits: { ...defaultPack.limits, reminder: 60_000 } };
    await beginUnderPack({ ...desk, sop: { pack, hash: 'another' } });
    expect(await dueAt(desk, number)).toBe('2026-03-02T08:01:00.000Z');
  });

  test('AU-1 a manager of the settings who was taken off the roster is not put back by a restart', async () => {
    await executeOnDesk(desk, by('UMAX'), { type: 'setMember', userId: 'ULENA', role: 'manager' });
    const lena: Actor = { kind: 'person', id: 'ULENA', role: 'manager', standing: 'member' };
    await executeOnDesk(desk, by(lena), { type: 'removeMember', userId: 'UMAX' });
    await beginWithManagers(desk, ['UMAX', 'UNEW']);
    expect(await roleOf(desk, 'UMAX')).toBeNull();
    expect(await roleOf(desk, 'UNEW')).toBe('manager');
  });
});
