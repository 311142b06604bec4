import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { beginUnderPack } from '../../../src/desk/begin.ts';
import { changePlan } from '../../../src/desk/change-plan.ts';
import { commandIncident } from '../../../src/desk/command-incident.ts';
import { commandTicket } from '../../../src/desk/command-ticket.ts';
import { dueSources } from '../../../src/desk/due/due-sources.ts';
import { noteSetAside } from '../../../src/desk/due/set-aside.ts';
import { followPlan } from '../../../src/desk/follow-plan.ts';
import { claimRearming, rearmAll } from '../../../src/desk/rearm.ts';
import { auditClocks } from '../../../src/desk/self-audit/audit-clocks.ts';
import { takeNext } from '../../../src/desk/take-ticket.ts';
import { startClockTick } from '../../../src/jobs/clock-tick.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import { pattern } from '../../sop/shift/plan-support.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { by, dueAt, open, type TestDesk, testDesk, typesOf } from '../support.ts';

const minute = 60_000;

let held: TestDatabase;
let desk: TestDesk;
beforeAll(async () => {
  held = await testDatabase({ several: false });
});
afterAll(() => held.close());
beforeEach(async () => {
  await held.clear();
  desk = await testDesk(held.database, 'T1');
  await beginUnderPack(desk);
  // Whoever arms the tickets says so for half a minute.
  desk.clock.advance(minute);
});

const audit = (of: TestDesk = desk) =>
  auditClocks(of, new Date(of.clock.now().getTime() - 6 * minute), of.clock.now());
const keysIn = async (of: TestDesk = desk) => (await audit(of)).found.map(({ key }) => key);
const classify = (number: number) =>
  commandTicket(desk, by('UANA'), number, {
    type: 'classify',
    category: 'AUTH',
    symptom: 'cannot-sign-in',
    priority: 'P2',
    readWhole: true,
  });

/** No clock looks at any of it any more, or none within a year. */
async function lose(to: string | null): Promise<void> {
  for (const table of ['Ticket', 'Incident', 'Exception', 'Shift'])
    await desk.db.$executeRawUnsafe(`UPDATE "${table}" SET "nextDueAt" = $1::timestamptz`, to);
}

/** Everything that is due by now, as the clock's tick has it; which records it wrote on. */
async function strikeAll(): Promise<readonly string[]> {
  const tick = startClockTick(desk, dueSources);
  await tick.run();
  await tick.stop();
  const events = await desk.db.event.findMany({ where: { at: desk.clock.now() }, distinct: ['stream'] });
  return events.map(({ stream }) => stream).filter((stream) => stream !== 'desk');
}

/** Ana's ticket, whose response is due at 10:01. */
async function taken(): Promise<number> {
  const number = await open(desk, { reportedPriority: 'P2' });
  await takeNext(desk, by('UANA'));
  return number;
}

test.each([null, '2027-03-02T08:00:00.000Z'])(
  'ESL-1 what each kind of record owes, and its row has looked at %s, is found, and done once it is armed again',
  async (lostTo) => {
    for (let n = 0; n < 3; n += 1) await classify(await taken());
    await commandTicket(desk, by('UANA'), 1, { type: 'requestDiagnostics', tool: true });
    const steps = [
      ['ULENA', 'review'],
      ['UMAX', 'declare'],
    ] as const;
    for (const [who, step] of steps)
      await commandIncident(desk, by(who), 1, { type: 'step', step, words: 'Looked into' });
    await changePlan(desk, by('ULENA'), { type: 'setShiftPattern', pattern: pattern({}) });
    await followPlan(desk);
    expect(await keysIn()).toEqual([]);

    await lose(lostTo);
    desk.clock.advance(12 * 60 * minute);
    expect(await strikeAll()).toEqual([]);
    const { found, rearm } = await audit();
    expect(found.every(({ kind }) => kind === 'unarmed')).toBe(true);
    const streams = found.map(({ stream }) => stream);
    expect(streams).toEqual(['T-1', 'T-2', 'T-3', 'INC-1', 'EXC-1', 'SHIFT-1']);
    // Twice, as by a process that dies before it says so.
    await rearm();
    await rearm();
    expect(await keysIn()).toEqual([]);
    expect((await strikeAll()).toSorted()).toEqual(streams.toSorted());
    expect(await typesOf(desk, 1)).toContain('clockBreached');
    expect(await keysIn()).toEqual([]);
  },
);

/** Ana's ticket, and its clock is lost; response was due 29 minutes ago. */
async function lost(): Promise<number> {
  const number = await taken();
  await lose(null);
  desk.clock.advance(90 * minute);
  expect(await keysIn()).toHaveLength(1);
  return number;
}

test('ESL-1 what is owed for less than a minute, and what the clock is at, is no finding', async () => {
  const number = await taken();
  const owedAt = Date.parse((await dueAt(desk, number)) ?? '');
  await lose(null);
  desk.clock.set(new Date(owedAt + minute).toISOString());
  expect(await keysIn()).toEqual([]);
  desk.clock.advance(1);
  expect(await keysIn()).toEqual([`unarmed:T-1:${new Date(owedAt).toISOString()}`]);
  // Later than what it owes, but the tick is about to strike it.
  await lose(new Date(owedAt + minute).toISOString());
  expect(await keysIn()).toEqual([]);
});

test('ESL-1 what was written since it was looked at stands as it was written', async () => {
  const number = await lost();
  const { rearm } = await audit();
  await commandTicket(desk, by('UANA'), number, { type: 'addNote', text: 'It goes on.' });
  await lose('2026-03-02T12:00:00.000Z');
  await rearm();
  expect(await dueAt(desk, number)).toBe('2026-03-02T12:00:00.000Z');
});

test('ESL-1 of a ticket that was closed meanwhile, what is owed is found', async () => {
  const number = await lost();
  const close = (at: Date) =>
    desk.db.ticket.update({
      where: { deskId_number: { deskId: desk.id, number } },
      data: { status: 'closed', closedAt: at },
    });
  await close(desk.clock.now());
  expect(await keysIn()).toHaveLength(1);
});

test('ESL-1 one that is set aside, of which the leads know, is no finding', async () => {
  const number = await lost();
  await noteSetAside(desk, `T-${number}`, 'F-00000001');
  expect(await keysIn()).toEqual([]);
});

test('ESL-1 a record that no clock can be computed of is told, and hides no other', async () => {
  await taken();
  await taken();
  await lose(null);
  desk.clock.advance(90 * minute);
  await desk.db.$executeRaw`UPDATE "Ticket" SET "record" = '{"clocks": null}' WHERE "number" = 1`;
  expect((await keysIn()).map((key) => key.replace(/:2026.*/, ''))).toEqual([
    'unreadable:T-1',
    'unarmed:T-2',
  ]);
});

test('ESL-1 all of many are found, and armed', async () => {
  await lost();
  await desk.db.$executeRaw`
    INSERT INTO "Ticket"
    SELECT (jsonb_populate_record(t, jsonb_build_object('number', n))).* FROM "Ticket" t, generate_series(2, 600) n`;
  const { found, rearm } = await audit();
  expect(found).toHaveLength(600);
  await rearm();
  expect(await keysIn()).toEqual([]);
});

/** The same desk under a pack of its own. */
const under = (hash: string): TestDesk => ({ ...desk, sop: { pack: defaultPack, hash } });

test('DOC-2 what waits for being armed under another pack is no finding', async () => {
  const number = await lost();
  const next = under('next');
  // Not in force yet.
  expect(await keysIn(next)).toEqual([]);
  // It comes into force: neither the one before nor this one knows what is armed already.
  expect(await claimRearming(next)).toBe(true);
  expect(await rearmAll(next, async () => false)).toBe('stopped');
  await lose(null);
  expect([await keysIn(), await keysIn(next)]).toEqual([[], []]);
  desk.clock.advance(minute);
  expect(await claimRearming(next)).toBe(true);
  expect(await rearmAll(next, async () => true)).toBe('done');
  desk.clock.advance(minute);
  await lose(null);
  // The one before is not in force any more.
  expect(await keysIn()).toEqual([]);
  expect(await keysIn(next)).toHaveLength(1);
  // What a replica of the one before wrote last is armed anew each minute.
  await commandTicket(desk, by('UANA'), number, { type: 'addNote', text: 'It goes on.' });
  await lose(null);
  expect(await keysIn(next)).toEqual([]);
  desk.clock.advance(6 * minute);
  expect(await keysIn(next)).toHaveLength(1);
});
