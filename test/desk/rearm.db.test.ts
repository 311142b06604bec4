import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { beginUnderPack } from '../../src/desk/begin.ts';
import { comeOn } from '../../src/desk/come-on.ts';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import { executeOnDesk } from '../../src/desk/execute.ts';
import { followPlan } from '../../src/desk/follow-plan.ts';
import { claimRearming, isUnderOtherPack, keepArmed, rearmAll } from '../../src/desk/rearm.ts';
import { strikeClock } from '../../src/desk/strike-clock.ts';
import { strikeShift } from '../../src/desk/strike-shift.ts';
import { takeNext } from '../../src/desk/take-ticket.ts';
import { offerTransfer } from '../../src/desk/transfer-ticket.ts';
import { startRearming } from '../../src/jobs/rearm.ts';
import { writtenPack } from '../../src/sop/pack/check.ts';
import { defaultPack } from '../../src/sop/pack/default-pack.ts';
import type { ShiftPattern } from '../../src/sop/shift/plan.ts';
import { keepPack, readSettings } from '../../src/store/desks.ts';
import { describeWithPostgres, type TestDatabase, testDatabase } from '../support/database.ts';
import { by, dueAt, inParallel, open, type TestDesk, testDesk, typesOf } from './support.ts';

const ana = { kind: 'person', id: 'UANA', role: 'tier1', standing: 'member' } as const;

let held: TestDatabase;
let desk: TestDesk;

/** The same desk under a pack that reminds after so many minutes. */
function under(minutes: number): TestDesk {
  const pack = { ...defaultPack, limits: { ...defaultPack.limits, reminder: minutes * 60_000 } };
  return { ...desk, sop: { pack, hash: `reminds after ${minutes}` } };
}

/** A ticket whose transfer is to be reminded of, after ten minutes under the shipped pack. */
async function offered(): Promise<number> {
  const number = await open(desk);
  await takeNext(desk, by('UANA'));
  await offerTransfer(desk, by('UANA'), number, 'UBEN', null);
  return number;
}

/** Under this one a shift is prepared for its end an hour before it (HO-1). */
function preparing(): TestDesk {
  const shifts = { ...defaultPack.shifts, preparation: 60 * 60_000 };
  return { ...desk, sop: { pack: { ...defaultPack, shifts }, hash: 'prepares for an hour' } };
}

/** Ana on shift with a ticket until five, at noon: next, her shift is to be prepared for its end. */
async function onShift(): Promise<void> {
  const pattern: ShiftPattern = {
    name: 'Day',
    days: ['monday'],
    start: '10:00',
    end: '18:00',
    timeZone: 'Europe/Berlin',
    members: ['UANA'],
    positions: ['tier1'],
    channel: null,
  };
  await executeOnDesk(desk, by('ULENA'), { type: 'setShiftPattern', pattern });
  desk.clock.set('2026-03-02T09:00:00.000Z');
  while (await followPlan(desk));
  await comeOn(desk, { actor: ana, requestKey: null }, null);
  await open(desk);
  await takeNext(desk, by('UANA'));
  desk.clock.set('2026-03-02T12:00:00.000Z');
  while ((await strikeShift(desk, [])).kind === 'struck');
}

async function shiftDue(): Promise<string | null> {
  const [shift] = await desk.db.shift.findMany({ select: { nextDueAt: true } });
  return shift?.nextDueAt?.toISOString() ?? null;
}

async function rearm(to: TestDesk): Promise<void> {
  expect(await claimRearming(to)).toBe(true);
  expect(await rearmAll(to, async () => true)).toBe('done');
}

/** As a running replica looks each minute. */
function look(as: TestDesk): Promise<boolean> {
  return keepArmed(as, async () => true);
}

describe('a change of pack', () => {
  beforeAll(async () => {
    held = await testDatabase({ several: false });
  });
  afterAll(() => held.close());
  beforeEach(async () => {
    await held.clear();
    desk = await testDesk(held.database, 'T1');
    await rearm(desk);
    desk.clock.advance(60_000);
  });

  test('DOC-2 one that stops half way, as in a crash, is done whole at the next start', async () => {
    const number = await offered();
    const next = under(1);
    expect(await claimRearming(next)).toBe(true);
    expect(await rearmAll(next, async () => false)).toBe('stopped');
    expect(await isUnderOtherPack(next)).toBe(true);
    // Whoever stopped may be at it still, for half a minute.
    expect(await claimRearming(next)).toBe(false);
    desk.clock.advance(30_000);
    await rearm(next);
    expect(await isUnderOtherPack(next)).toBe(false);
    expect(await dueAt(desk, number)).toBe('2026-03-02T08:02:00.000Z');
  });

  test('DOC-2 a record that is broken keeps no other from being armed', async () => {
    const [broken, sound] = [await offered(), await offered()];
    await desk.db.$executeRaw`UPDATE "Ticket" SET "record" = '{"clocks": null}' WHERE "number" = ${broken}`;
    await rearm(under(1));
    expect(await dueAt(desk, sound)).toBe('2026-03-02T08:02:00.000Z');
  });

  test('HO-1 a shift is prepared for its end when the new pack says', async () => {
    await onShift();
    expect(await shiftDue()).toBe('2026-03-02T16:40:00.000Z');
    const next = preparing();
    await rearm(next);
    expect(await shiftDue()).toBe('2026-03-02T16:00:00.000Z');
    desk.clock.set('2026-03-02T16:00:00.000Z');
    await strikeShift(next, []);
    const { type } = await desk.db.event.findFirstOrThrow({
      where: { stream: { startsWith: 'SHIFT-' } },
      orderBy: { seq: 'desc' },
    });
    expect(type).toBe('preparationStarted');
  });

  test('HO-1 a shift that an older replica writes afterwards is armed anew within minutes', async () => {
    const next = preparing();
    await rearm(next);
    await onShift();
    expect(await shiftDue()).toBe('2026-03-02T16:40:00.000Z');
    await look(next);
    expect(await shiftDue()).toBe('2026-03-02T16:00:00.000Z');
  });

  test('DOC-2 what an older replica writes afterwards is armed anew within minutes', async () => {
    const next = under(1);
    await rearm(next);
    const number = await offered();
    expect(await dueAt(desk, number)).toBe('2026-03-02T08:11:00.000Z');
    // The older one leaves it alone: its pack is not in force any more.
    await look(desk);
    expect(await dueAt(desk, number)).toBe('2026-03-02T08:11:00.000Z');
    await look(next);
    expect(await dueAt(desk, number)).toBe('2026-03-02T08:02:00.000Z');
  });

  test('DOC-2 so is what it wrote while everything was being armed, however long that took', async () => {
    const number = await offered();
    const next = under(1);
    expect(await claimRearming(next)).toBe(true);
    await rearmAll(next, async () => {
      await commandTicket(desk, by('UBEN'), number, { type: 'declineTransfer', reason: null });
      await offerTransfer(desk, by('UANA'), number, 'UBEN', null);
      expect(await dueAt(desk, number)).toBe('2026-03-02T08:11:00.000Z');
      desk.clock.advance(10 * 60_000);
      return true;
    });
    await look(next);
    expect(await dueAt(desk, number)).toBe('2026-03-02T08:02:00.000Z');
  });

  test('DOC-2 what only the pack in force owes is not put off by an older replica', async () => {
    const number = await offered();
    const next = under(1);
    await rearm(next);
    desk.clock.set('2026-03-02T08:02:00.000Z');
    expect(await strikeClock(desk, [])).toEqual({ kind: 'othersOwe', stream: `T-${number}` });
    expect(await dueAt(desk, number)).toBe('2026-03-02T08:02:00.000Z');
    expect(await strikeClock(next, [])).toMatchObject({ kind: 'struck', stream: `T-${number}` });
    expect(await typesOf(desk, number)).toContain('reminded');
  });

  test('HO-1 the preparation of a shift that only the pack in force owes is not put off either', async () => {
    await onShift();
    const next = preparing();
    await rearm(next);
    desk.clock.set('2026-03-02T16:00:00.000Z');
    expect(await strikeShift(desk, [])).toMatchObject({ kind: 'othersOwe' });
    expect(await shiftDue()).toBe('2026-03-02T16:00:00.000Z');
    expect(await strikeShift(next, [])).toMatchObject({ kind: 'struck' });
  });

  test('DOC-2 an older replica puts off nothing while others are just arming under the new pack', async () => {
    const number = await offered();
    const next = under(1);
    desk.clock.set('2026-03-02T08:02:00.000Z');
    expect(await claimRearming(next)).toBe(true);
    await rearmAll(next, async () => {
      expect(await strikeClock(desk, [])).toMatchObject({ kind: 'othersOwe' });
      return true;
    });
    expect(await dueAt(desk, number)).toBe('2026-03-02T08:02:00.000Z');
  });

  test('DOC-2 what is owed under no pack any more is put off by a replica under the one in force', async () => {
    const number = await offered();
    await desk.db
      .$executeRaw`UPDATE "Ticket" SET "nextDueAt" = ${desk.clock.now()} WHERE "number" = ${number}`;
    expect(await strikeClock(desk, [])).toMatchObject({ kind: 'struck' });
    expect(await dueAt(desk, number)).toBe('2026-03-02T08:11:00.000Z');
  });

  test('DOC-2 when the older replica that started last is gone, the newer one that runs arms everything anew', async () => {
    const number = await offered();
    const next = under(1);
    await rearm(next);
    desk.clock.advance(60_000);
    await rearm(desk);
    expect(await dueAt(desk, number)).toBe('2026-03-02T08:11:00.000Z');
    // As long as it runs, its pack is in force.
    for (let minute = 0; minute < 5; minute += 1) {
      desk.clock.advance(60_000);
      expect(await look(desk)).toBe(false);
      expect(await look(next)).toBe(false);
      expect(await isUnderOtherPack(next)).toBe(true);
    }
    const armedAnew = [];
    for (let minute = 0; minute < 4; minute += 1) {
      desk.clock.advance(60_000);
      armedAnew.push(await look(next));
    }
    expect(armedAnew).toEqual([false, false, true, false]);
    expect(await isUnderOtherPack(next)).toBe(false);
    expect(await dueAt(desk, number)).toBe('2026-03-02T08:02:00.000Z');
  });

  test('DOC-2 the documents of the pack that takes over are the ones to be confirmed', async () => {
    const [first, ...others] = defaultPack.documents;
    if (!first) throw new Error('the pack names no document');
    const documents = [{ ...first, version: 'the next' }, ...others];
    const next = { ...desk, sop: { pack: { ...defaultPack, documents }, hash: 'the next' } };
    for (const { sop } of [desk, next]) {
      const content = writtenPack(sop.pack);
      await keepPack(desk.db, { hash: sop.hash, version: sop.pack.version, content }, desk.clock.now());
    }
    const known = async () => (await readSettings(desk.db, desk.id)).documents[first.id]?.version;
    await beginUnderPack(next);
    expect(await known()).toBe('the next');
    desk.clock.advance(60_000);
    await beginUnderPack(desk);
    expect(await known()).toBe(first.version);
    desk.clock.advance(5 * 60_000);
    expect(await look(next)).toBe(true);
    expect(await known()).toBe('the next');
  });

  test('DOC-2 a replica that starts looks at once at what was written under others', async () => {
    const next = under(1);
    await rearm(next);
    const number = await offered();
    const running = await startRearming(next);
    await vi.waitFor(async () => expect(await dueAt(desk, number)).toBe('2026-03-02T08:02:00.000Z'), 10_000);
    await running.stop();
  });

  test('DOC-2 the start waits for a small desk, and not while another replica is at it', async () => {
    const number = await offered();
    const next = under(1);
    const first = await startRearming(next);
    expect(await dueAt(desk, number)).toBe('2026-03-02T08:02:00.000Z');
    await first.stop();
    expect(await claimRearming(under(2))).toBe(false);
    desk.clock.advance(30_000);
    expect(await claimRearming(under(2))).toBe(true);
    const began = performance.now();
    const second = await startRearming(under(2));
    expect(performance.now() - began).toBeLessThan(5000);
    expect(await isUnderOtherPack(under(2))).toBe(true);
    await second.stop();
  });
});

describeWithPostgres('a change of pack on several connections', () => {
  beforeAll(async () => {
    held = await testDatabase({ several: true });
    desk = await testDesk(held.database, 'T1');
    await rearm(desk);
    desk.clock.advance(60_000);
  });
  afterAll(() => held.close());

  test('DOC-2 a ticket that is written meanwhile stands as it was written; replicas at once arm each once', async () => {
    const numbers = [];
    for (let n = 0; n < 8; n += 1) numbers.push(await offered());
    const [withdrawn = 0, ...others] = numbers;
    const next = under(1);
    // Between reading and writing: the answer takes what is owed away.
    const { db } = next;
    const slow: TestDesk = {
      ...next,
      db: new Proxy(db, {
        get(target, name, receiver) {
          if (name !== '$executeRaw') return Reflect.get(target, name, receiver);
          return async (...args: Parameters<typeof db.$executeRaw>) => {
            await commandTicket(next, by('UBEN'), withdrawn, { type: 'declineTransfer', reason: null });
            return target.$executeRaw(...args);
          };
        },
      }),
    };
    expect(await claimRearming(slow)).toBe(true);
    await rearmAll(slow, async () => true);
    for (const number of others) expect(await dueAt(desk, number)).toBe('2026-03-02T08:02:00.000Z');
    expect(await dueAt(desk, withdrawn)).not.toBe('2026-03-02T08:02:00.000Z');

    desk.clock.advance(60_000);
    const third = under(3);
    const replicas = await inParallel(3, () => startRearming(third));
    await vi.waitFor(async () => expect(await isUnderOtherPack(third)).toBe(false), 10_000);
    for (const number of others) expect(await dueAt(desk, number)).toBe('2026-03-02T08:04:00.000Z');
    for (const replica of replicas) await replica.stop();
  });
});
