import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replayRecord, verifyRecord } from '../../src/desk/audit.ts';
import { comeOn } from '../../src/desk/come-on.ts';
import { commandShift } from '../../src/desk/command-shift.ts';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import { executeOnDesk } from '../../src/desk/execute.ts';
import { followPlan } from '../../src/desk/follow-plan.ts';
import { reopenTicket } from '../../src/desk/reopen-ticket.ts';
import { auditRecord } from '../../src/desk/self-audit/audit-record.ts';
import { strikeShift } from '../../src/desk/strike-shift.ts';
import { takeNext, takeTicket } from '../../src/desk/take-ticket.ts';
import { offerTransfer } from '../../src/desk/transfer-ticket.ts';
import { writtenPack } from '../../src/sop/pack/check.ts';
import type { ShiftPattern } from '../../src/sop/shift/plan.ts';
import { keepPack } from '../../src/store/desks.ts';
import { readOnShift, readOpenShifts } from '../../src/store/shifts.ts';
import { readOwned, readQueue, readTicket } from '../../src/store/tickets.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { by, member, open, type TestDesk, testDesk } from './support.ts';

let database: TestDatabase;
let desk: TestDesk;

beforeAll(async () => {
  database = await testDatabase({ several: false });
  desk = await testDesk(database.database, 'TSHIFTS');
  const { pack, hash } = desk.sop;
  const kept = { hash, version: pack.version, content: writtenPack(pack) };
  await keepPack(desk.db, kept, desk.clock.now());
});
afterAll(() => database.close());

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

const tick = async () => {
  while (await followPlan(desk));
  while ((await strikeShift(desk, [])).kind === 'struck');
};
const on = (id: string) => comeOn(desk, { ...by(id), actor: person(id) }, null);
function person(id: string) {
  const actor = member(id);
  if (actor.kind !== 'person') throw new Error(`${id} is no person`);
  return actor;
}

const berlin = (time: string) => desk.clock.set(`2026-03-0${time}:00.000Z`);
const plans = (change: Partial<ShiftPattern>) =>
  executeOnDesk(desk, by('ULENA'), { type: 'setShiftPattern', pattern: { ...day, ...change } });
const openShifts = () => readOpenShifts(desk.db, desk.id);
const goesOff = (id: string) => commandShift(desk, by(id), id, { type: 'goOff' });
async function close(number: number, owner: string) {
  const outcome = await commandTicket(desk, by(owner), number, {
    type: 'redirect',
    code: 'refund-authorization',
    note: 'A refund.',
  });
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
}

describe('a shift from its plan to its end', () => {
  test('HO-1: it begins, its person comes on, takes no ticket in its last 20 minutes, and goes off', async () => {
    expect(await on('UANA')).toEqual({ kind: 'noShifts' });
    await executeOnDesk(desk, by('ULENA'), { type: 'setShiftPattern', pattern: day });
    await tick();
    expect(await readOpenShifts(desk.db, desk.id)).toEqual([]);
    desk.clock.set('2026-03-02T09:00:00.000Z');
    await tick();
    expect(await readOpenShifts(desk.db, desk.id)).toMatchObject([{ person: 'UANA', status: 'expected' }]);
    await open(desk);
    expect(await takeNext(desk, by('UANA'))).toMatchObject({ kind: 'refused', refusal: { clause: 'HO-3' } });
    expect(await on('UANA')).toMatchObject({ kind: 'done', shift: { status: 'on' } });
    expect(await takeNext(desk, by('UANA'))).toMatchObject({ kind: 'done' });
    await open(desk);
    await open(desk);
    desk.clock.set('2026-03-02T16:41:00.000Z');
    expect(await takeNext(desk, by('UANA'))).toMatchObject({ kind: 'refused', refusal: { clause: 'HO-1' } });
    const off = () => commandShift(desk, by('UANA'), 'UANA', { type: 'goOff' });
    expect(await off()).toMatchObject({ kind: 'refused', refusal: { clause: 'HO-3' } });
    desk.clock.set('2026-03-02T17:00:00.000Z');
    await tick();
    expect(await readOpenShifts(desk.db, desk.id)).toMatchObject([{ person: 'UANA', status: 'on' }]);
    expect((await verifyRecord(desk.db, desk.id)).findings).toEqual([]);
    expect((await replayRecord(desk.db, desk.id)).findings).toEqual([]);
  });
});

describe('who is on shift', () => {
  test('HO-3: of many who come on at once, and the clock, each has one shift', async () => {
    berlin('4T09:00');
    await plans({ name: 'Day', members: ['UBEN', 'ULENA'] });
    const coming = await Promise.all([
      on('UBEN'),
      on('UBEN'),
      followPlan(desk),
      on('ULENA'),
      followPlan(desk),
    ]);
    expect(coming.filter((one) => typeof one === 'object').map(({ kind }) => kind)).toEqual([
      'done',
      'done',
      'done',
    ]);
    const people = (await openShifts()).map(({ person: id }) => id);
    expect(people.filter((id) => id === 'UBEN')).toEqual(['UBEN']);
    expect(people.filter((id) => id === 'ULENA')).toEqual(['ULENA']);
  });

  test('HO-1: the exception: the only one that waits, and nobody who could take it', async () => {
    for (const ticket of await readQueue(desk.db, desk.id, 100)) await close(ticket.number, 'ULENA');
    await open(desk);
    // Ben and Lena are both on, and both in their last minutes.
    berlin('4T16:45');
    expect(await takeNext(desk, by('UBEN'))).toMatchObject({ kind: 'done' });
    await open(desk);
    await plans({ name: 'Evening', start: '18:00', end: '22:00', members: ['UTESS'] });
    expect(await takeNext(desk, by('UBEN'))).toMatchObject({ kind: 'refused', refusal: { clause: 'HO-1' } });
    await executeOnDesk(desk, by('ULENA'), { type: 'removeShiftPattern', name: 'Evening' });
    expect(await takeNext(desk, by('UBEN'))).toMatchObject({ kind: 'done' });
    await open(desk);
    await open(desk);
    expect(await takeNext(desk, by('UBEN'))).toMatchObject({ kind: 'refused', refusal: { clause: 'HO-1' } });
  });

  test('HO-3: what is reopened while its owner’s shift ends is never with somebody off shift', async () => {
    for (const ticket of await readOwned(desk.db, desk.id, 'UBEN')) await close(ticket.number, 'UBEN');
    const number = await open(desk);
    for (const ticket of await readQueue(desk.db, desk.id, 100))
      if (ticket.number !== number) await close(ticket.number, 'ULENA');
    berlin('4T15:00');
    expect(await takeNext(desk, by('UBEN'))).toMatchObject({ kind: 'done' });
    await close(number, 'UBEN');
    const [off, reopened] = await Promise.all([
      goesOff('UBEN'),
      reopenTicket(desk, by('ULENA'), number, 'It came back.'),
    ]);
    const ticket = await readTicket(desk.db, desk.id, number);
    expect(reopened).toMatchObject({ kind: 'done' });
    expect(ticket?.owner).toBe(off.kind === 'done' ? 'ULENA' : 'UBEN');
    const onShift = await readOnShift(desk.db, desk.id);
    expect(onShift).toContain(ticket?.owner);
  });

  test('HO-1: who comes back for a part of their shift keeps when they said they leave, also where the plan changes', async () => {
    await plans({ name: 'Cover', start: '14:00', end: '20:00', members: ['UMAX'] });
    berlin('4T15:30');
    await tick();
    await on('UMAX');
    expect(await goesOff('UMAX')).toMatchObject({ kind: 'done' });
    const until = '2026-03-04T17:00:00.000Z';
    expect(await comeOn(desk, { ...by('UMAX'), actor: person('UMAX') }, until)).toMatchObject({
      kind: 'done',
      shift: { endsAt: until },
    });
    await plans({ name: 'Cover', start: '14:00', end: '21:00', members: ['UMAX'] });
    await tick();
    expect((await openShifts()).find(({ person: id }) => id === 'UMAX')?.endsAt).toBe(until);
    expect(await goesOff('UMAX')).toMatchObject({ kind: 'done' });
    await executeOnDesk(desk, by('ULENA'), { type: 'removeShiftPattern', name: 'Cover' });
    await tick();
  });

  test('HO-1: a cover agreed after somebody said when they leave is followed; one agreed before gives way to that', async () => {
    await executeOnDesk(desk, by('UMAX'), { type: 'setMember', userId: 'ULOU', role: 'lead' });
    await plans({ name: 'Lou', members: ['ULOU'] });
    await plans({ name: 'Max', members: ['UMAX'] });
    berlin('6T09:00');
    await tick();
    const lou = { ...by('ULENA'), actor: { ...person('ULENA'), id: 'ULOU', role: 'lead' as const } };
    await comeOn(desk, lou, null);
    const endOfLou = async () => (await openShifts()).find(({ person: id }) => id === 'ULOU')?.endsAt;
    const says = async (time: string) => {
      await commandShift(desk, lou, 'ULOU', { type: 'leaveAt', endsAt: `2026-03-06T${time}:00.000Z` });
    };
    await says('15:00');
    berlin('6T09:10');
    const agreed = await executeOnDesk(desk, by('ULENA'), {
      type: 'agreeCover',
      by: 'ULENA',
      of: 'ULOU',
      from: '2026-03-06T11:00:00.000Z',
      to: '2026-03-06T13:00:00.000Z',
    });
    expect(agreed).toMatchObject({ kind: 'done' });
    await tick();
    expect(await endOfLou()).toBe('2026-03-06T11:00:00.000Z');
    berlin('6T09:20');
    await says('12:00');
    await plans({ name: 'Max', members: [], end: '17:00' });
    await tick();
    expect(await endOfLou()).toBe('2026-03-06T12:00:00.000Z');
    for (const name of ['Lou', 'Max'])
      await executeOnDesk(desk, by('ULENA'), { type: 'removeShiftPattern', name });
    await commandShift(desk, lou, 'ULOU', { type: 'goOff' });
  });

  test('HO-3: somebody off shift is not offered a ticket, and can go on shift and take it', async () => {
    const number = await open(desk);
    berlin('5T09:00');
    await tick();
    await on('ULENA');
    expect(await takeTicket(desk, by('ULENA'), number, 'nobody else is here')).toMatchObject({
      kind: 'done',
    });
    expect(await offerTransfer(desk, by('ULENA'), number, 'UTESS', null)).toMatchObject({
      kind: 'refused',
      refusal: { clause: 'HO-3' },
    });
    await on('UTESS');
    expect(await offerTransfer(desk, by('ULENA'), number, 'UTESS', null)).toMatchObject({ kind: 'done' });
    expect(await commandTicket(desk, by('UTESS'), number, { type: 'acceptTransfer' })).toMatchObject({
      kind: 'done',
      ticket: { owner: 'UTESS' },
    });
  });

  test('who leaves the roster is not kept on shift by the plan', async () => {
    await executeOnDesk(desk, by('UMAX'), { type: 'removeMember', userId: 'UTESS' });
    berlin('5T09:30');
    await tick();
    // She still has the ticket, which somebody has to take over first.
    const [tess] = (await openShifts()).filter(({ person: id }) => id === 'UTESS');
    expect(tess).toMatchObject({ status: 'on', endsAt: '2026-03-05T09:30:00.000Z' });
    await executeOnDesk(desk, by('UMAX'), { type: 'setMember', userId: 'UTESS', role: 'tier2' });
    for (const ticket of await readOwned(desk.db, desk.id, 'UTESS')) await close(ticket.number, 'UTESS');
    berlin('5T09:40');
    await tick();
    expect((await openShifts()).map(({ person: id }) => id)).not.toContain('UTESS');
  });

  test('HO-6: who is made a lead while on shift hands over as one; who is a lead no more does, too', async () => {
    await plans({ members: ['UBEN'] });
    berlin('2T09:00');
    await tick();
    await on('UBEN');
    const role = async () => (await openShifts()).find(({ person }) => person === 'UBEN')?.role;
    const becomes = async (next: 'lead' | 'tier1') => {
      await executeOnDesk(desk, by('UMAX'), { type: 'setMember', userId: 'UBEN', role: next });
      await tick();
    };
    expect(await role()).toBe('tier1');
    await becomes('lead');
    expect(await role()).toBe('lead');
    await becomes('tier1');
    expect(await role()).toBe('lead');
    expect((await replayRecord(desk.db, desk.id)).findings).toEqual([]);
  });

  test('SEC-1: what goes to a role goes to those of it who are on shift, else to all of it', async () => {
    await executeOnDesk(desk, by('UMAX'), { type: 'setMember', userId: 'ULOU', role: 'lead' });
    const told = async (number: number) => {
      const where = { deskId: desk.id, stream: `T-${number}`, kind: 'securityCall' };
      const notices = await desk.db.notice.findMany({ where, select: { channelId: true } });
      return [...new Set(notices.map(({ channelId }) => channelId))].sort();
    };
    const reports = async () => {
      const number = await open(desk);
      await commandTicket(desk, by('UANA'), number, { type: 'reportSecurity', note: 'an unknown login' });
      return number;
    };
    expect(await readOnShift(desk.db, desk.id)).toContain('ULENA');
    const first = await reports();
    expect(await told(first)).toEqual(['ULENA']);
    for (const id of ['ULENA', 'UTESS']) await endShiftOf(id);
    expect(await told(await reports())).toEqual(['ULENA', 'ULOU']);
    // Whoever has the message already sees in it how it went on, on shift or not.
    const lou = { ...by('ULENA'), actor: { ...person('ULENA'), id: 'ULOU', role: 'lead' as const } };
    await comeOn(desk, lou, null);
    await commandTicket(desk, lou, first, { type: 'handOverSecurity', reference: 'CASE-1' });
    expect(await told(first)).toEqual(['ULENA', 'ULOU']);
  });

  test('all of it is in the record', async () => {
    expect((await verifyRecord(desk.db, desk.id)).findings).toEqual([]);
    expect((await replayRecord(desk.db, desk.id)).findings).toEqual([]);
    // What roles are told goes by who was on shift at that moment: the self-audit looks at the same.
    const later = new Date(desk.clock.now().getTime() + 60_000);
    expect(await auditRecord(desk, new Date('2026-03-01T00:00:00Z'), later)).toEqual([]);
  });
});

async function endShiftOf(id: string): Promise<void> {
  for (const ticket of await readOwned(desk.db, desk.id, id)) await close(ticket.number, id);
  await goesOff(id);
  expect(await readOnShift(desk.db, desk.id)).not.toContain(id);
}
