import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replayRecord, verifyRecord } from '../../src/desk/audit.ts';
import { changePlan } from '../../src/desk/change-plan.ts';
import { comeOn } from '../../src/desk/come-on.ts';
import { commandShift } from '../../src/desk/command-shift.ts';
import { followPlan } from '../../src/desk/follow-plan.ts';
import { channelTakesNothing } from '../../src/desk/lost-channel.ts';
import { claimOutbox } from '../../src/desk/outbox.ts';
import { auditRecord } from '../../src/desk/self-audit/audit-record.ts';
import { setChannels } from '../../src/desk/set-channels.ts';
import { strikeShift } from '../../src/desk/strike-shift.ts';
import { writtenPack } from '../../src/sop/pack/check.ts';
import type { PlanCommand } from '../../src/sop/shift/change-plan.ts';
import type { ShiftPattern } from '../../src/sop/shift/plan.ts';
import { keepPack, readLostChannels } from '../../src/store/desks.ts';
import { readOpenShifts } from '../../src/store/shifts.ts';
import { pattern } from '../sop/shift/plan-support.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { by, member, type TestDesk, testDesk } from './support.ts';

let database: TestDatabase;
let desk: TestDesk;

beforeAll(async () => {
  database = await testDatabase({ several: false });
  desk = await testDesk(database.database, 'TPLAN');
  const { pack, hash } = desk.sop;
  await keepPack(desk.db, { hash, version: pack.version, content: writtenPack(pack) }, desk.clock.now());
  await setChannels(desk, by('UMAX'), { tickets: 'CTICKETS', leads: 'CLEADS', shift: 'CSHIFT' });
});
afterAll(() => database.close());

const day: ShiftPattern = pattern({ members: ['UANA'], channel: 'COWN' });

/** March 2026 on the wall of Berlin, at winter time. */
const it = (time: string) => desk.clock.set(new Date(`2026-03-${time}:00+01:00`).toISOString());
const at = (time: string) => new Date(`2026-03-${time}:00+01:00`).toISOString();
const tick = async () => {
  while (await followPlan(desk));
  while ((await strikeShift(desk, [])).kind === 'struck');
};
async function changes(who: string, command: PlanCommand): Promise<void> {
  const outcome = await changePlan(desk, by(who), command);
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  await tick();
}
const comes = (id: string) => {
  const actor = member(id);
  if (actor.kind !== 'person') throw new Error(`${id} is no person`);
  return comeOn(desk, { ...by(id), actor }, null);
};
const endOf = async (id: string) =>
  (await readOpenShifts(desk.db, desk.id)).find(({ person }) => person === id)?.endsAt;
const toldTo = async (kind: string) =>
  (await desk.db.notice.findMany({ where: { deskId: desk.id, kind }, orderBy: { id: 'asc' } })).map(
    ({ destination, channelId }) => `${destination}@${channelId}`,
  );

describe('HO-1 the plan moves the shifts under way', () => {
  test('a later end is told once; a cover is told as a cover', async () => {
    await changes('ULENA', { type: 'setShiftPattern', pattern: day });
    it('02T09:00');
    await tick();
    await comes('UANA');
    expect(await endOf('UANA')).toBe(at('02T16:00'));
    await changes('ULENA', { type: 'setShiftPattern', pattern: { ...day, end: '17:00' } });
    await tick();
    expect(await endOf('UANA')).toBe(at('02T17:00'));
    expect(await toldTo('shiftMoved')).toEqual(['person:UANA@UANA']);

    await changes('UBEN', {
      type: 'agreeCover',
      by: 'UBEN',
      of: 'UANA',
      from: at('02T13:00'),
      to: at('02T15:00'),
    });
    expect(await endOf('UANA')).toBe(at('02T13:00'));
    expect(await toldTo('shiftMoved')).toHaveLength(1);
    expect(await toldTo('coverAgreed')).toEqual(['person:UANA@UANA', 'conversation:COWN@COWN']);
  });

  test('the one ends, the other begins, and the first comes back', async () => {
    it('02T13:00');
    await tick();
    const open = async () =>
      (await readOpenShifts(desk.db, desk.id)).map(({ person, status }) => [person, status]);
    expect(await open()).toEqual([['UBEN', 'expected']]);
    await comes('UBEN');
    expect(await endOf('UBEN')).toBe(at('02T15:00'));
    it('02T15:00');
    await tick();
    expect(await open()).toEqual([['UANA', 'expected']]);
    await comes('UANA');
    expect(await endOf('UANA')).toBe(at('02T17:00'));
  });

  test('who leaves early keeps their word, and is not expected again that day', async () => {
    await commandShift(desk, by('UANA'), 'UANA', { type: 'leaveAt', endsAt: at('02T16:00') });
    expect(await toldTo('shiftMoved')).toEqual(['person:UANA@UANA', 'conversation:COWN@COWN']);
    await changes('ULENA', { type: 'setShiftPattern', pattern: { ...day, end: '18:00' } });
    expect(await endOf('UANA')).toBe(at('02T16:00'));
    it('02T16:00');
    await tick();
    await changes('ULENA', { type: 'setShiftPattern', pattern: { ...day, start: '07:00', end: '19:00' } });
    expect(await readOpenShifts(desk.db, desk.id)).toEqual([]);
    expect(await commandShift(desk, by('UANA'), 'UANA', { type: 'goOff' })).toEqual({ kind: 'noShift' });
  });

  test('a time that has passed is none to leave at', async () => {
    await comes('UBEN');
    const late = { type: 'leaveAt', endsAt: at('02T15:59') } as const;
    expect(await commandShift(desk, by('UBEN'), 'UBEN', late)).toMatchObject({
      kind: 'refused',
      refusal: { clause: 'HO-1' },
    });
    await commandShift(desk, by('UBEN'), 'UBEN', { type: 'goOff' });
  });

  test('a day that is not worked does not begin', async () => {
    const change = { pattern: 'Day', date: '2026-03-03', start: '08:00', end: '16:00', members: [] };
    await changes('ULENA', { type: 'setShiftDay', change });
    it('03T09:00');
    await tick();
    expect(await readOpenShifts(desk.db, desk.id)).toEqual([]);
    await changes('ULENA', { type: 'resetShiftDay', pattern: 'Day', date: '2026-03-03' });
    expect(await readOpenShifts(desk.db, desk.id)).toMatchObject([
      { person: 'UANA', startsAt: at('03T07:00') },
    ]);
  });
});

describe('a pattern’s own channel', () => {
  /** All that waits is tried once; the channel takes none of it. */
  const isLost = async () => {
    for (;;) {
      desk.clock.advance(10 * 60_000);
      const claimed = await claimOutbox(desk, 100);
      const own = claimed.filter(({ channelId }) => channelId === 'COWN');
      if (own.length === 0) return;
      const place = { channelId: 'COWN', threadTs: null, standing: null };
      for (const notice of own) await channelTakesNothing(desk, notice, place, 'is_archived', 0);
    }
  };

  test('once it takes nothing, what waits and what follows goes to the shift channel', async () => {
    await isLost();
    expect(new Set(await toldTo('coverAgreed'))).toContain('conversation:COWN@CSHIFT');
    await comes('UANA');
    await commandShift(desk, by('UANA'), 'UANA', { type: 'leaveAt', endsAt: at('03T15:00') });
    expect((await toldTo('shiftMoved')).at(-1)).toBe('channel:shift@CSHIFT');
    const cover = {
      type: 'agreeCover',
      by: 'UBEN',
      of: 'UANA',
      from: at('03T10:00'),
      to: at('03T11:00'),
    } as const;
    await changes('UBEN', cover);
    expect((await toldTo('coverAgreed')).at(-1)).toBe('channel:shift@CSHIFT');
    expect(await toldTo('channelLost')).toEqual(['person:UMAX@UMAX']);
  });

  test('chosen anew it is told of again', async () => {
    expect(await readLostChannels(desk.db, desk.id)).toEqual(['COWN']);
    await changes('ULENA', { type: 'setShiftPattern', pattern: day });
    expect(await readLostChannels(desk.db, desk.id)).toEqual([]);
    await changes('UBEN', {
      type: 'agreeCover',
      by: 'UBEN',
      of: 'UANA',
      from: at('03T14:00'),
      to: at('03T14:30'),
    });
    expect((await toldTo('coverAgreed')).at(-1)).toBe('conversation:COWN@COWN');
  });

  test('a swap is told where each of the two shifts is briefed, and the self-audit looks there', async () => {
    const late = pattern({ name: 'Late', start: '16:00', end: '23:00', members: ['UBEN'], channel: 'CLATE' });
    await changes('ULENA', { type: 'setShiftPattern', pattern: late });
    await changes('ULENA', {
      type: 'agreeSwap',
      one: 'UBEN',
      other: 'UANA',
      ofOther: { from: at('05T08:00'), to: at('05T16:00') },
      ofOne: { from: at('05T16:00'), to: at('05T23:00') },
    });
    expect((await toldTo('coverAgreed')).filter((to) => /COWN|CLATE/.test(to)).slice(-2)).toEqual([
      'conversation:COWN@COWN',
      'conversation:CLATE@CLATE',
    ]);
    const found = () => auditRecord(desk, desk.clock.now(), new Date(desk.clock.now().getTime() + 60_000));
    expect(await found()).toEqual([]);
    const [lost] = await desk.db.notice.findMany({ where: { destination: 'conversation:CLATE' } });
    if (!lost) throw new Error('nothing was told in CLATE');
    await desk.db.notice.delete({ where: { id: lost.id } });
    expect((await found()).map(({ notice }) => notice)).toEqual([
      `coverAgreed of event ${lost.seq} to conversation:CLATE`,
    ]);
    await desk.db.notice.create({ data: lost });
  });

  test('all of it is in the record', async () => {
    expect((await verifyRecord(desk.db, desk.id)).findings).toEqual([]);
    expect((await replayRecord(desk.db, desk.id)).findings).toEqual([]);
    // What roles are told goes by who was on shift at that moment: the self-audit looks at the same.
    const later = new Date(desk.clock.now().getTime() + 60_000);
    expect(await auditRecord(desk, new Date('2026-03-01T00:00:00Z'), later)).toEqual([]);
  });
});
