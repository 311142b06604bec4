import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { replayRecord } from '../../src/desk/audit.ts';
import { dueSources } from '../../src/desk/due/due-sources.ts';
import { takeNext } from '../../src/desk/take-ticket.ts';
import { type ClockTick, startClockTick } from '../../src/jobs/clock-tick.ts';
import { readSetAside } from '../../src/store/desks.ts';
import { describeWithPostgres, type TestDatabase, testDatabase } from '../support/database.ts';
import { by, inParallel, open, type TestDesk, testDesk, typesOf } from './support.ts';

let held: TestDatabase;
let desk: TestDesk;
const ticks: ClockTick[] = [];

/** A replica's tick on this desk. */
function replica(): ClockTick {
  const tick = startClockTick(desk, dueSources);
  ticks.push(tick);
  return tick;
}

async function stopAll() {
  for (const tick of ticks.splice(0)) await tick.stop();
}

async function poison(number: number): Promise<unknown> {
  const [row] = await desk.db.$queryRaw<{ record: unknown }[]>`
    SELECT "record" FROM "Ticket" WHERE "number" = ${number}`;
  await desk.db.$executeRaw`UPDATE "Ticket" SET "record" = '{"clocks": null}' WHERE "number" = ${number}`;
  return row?.record;
}

async function heal(number: number, record: unknown): Promise<void> {
  await desk.db
    .$executeRaw`UPDATE "Ticket" SET "record" = ${JSON.stringify(record)}::jsonb WHERE "number" = ${number}`;
}

/** What the leads were told of it, by kind. */
async function told(): Promise<readonly string[]> {
  const rows = await desk.db.notice.findMany({
    where: { stream: 'desk', kind: { in: ['clocksSetAside', 'clocksGoOn'] } },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ kind, destination }) => `${kind} → ${destination}`);
}

async function poisonedAndSound() {
  const [poisoned, sound] = [await open(desk), await open(desk)];
  await takeNext(desk, by('UANA'));
  await takeNext(desk, by('UBEN'));
  const record = await poison(poisoned);
  desk.clock.set('2026-03-02T08:25:00.000Z');
  return { poisoned, sound, record };
}

describe('a record that cannot be decided on', () => {
  beforeAll(async () => {
    held = await testDatabase({ several: false });
  });
  afterAll(async () => {
    await stopAll();
    await held.close();
  });
  beforeEach(async () => {
    await stopAll();
    await held.clear();
    desk = await testDesk(held.database, 'T1');
  });

  test('ESL-1 the leads are told once, the others go on, and they are told when it works again', async () => {
    const { poisoned, sound, record } = await poisonedAndSound();
    let tick = replica();
    await tick.run();
    expect(await typesOf(desk, sound)).toContain('clockAtRisk');
    expect(await told()).toEqual([]);
    for (let minute = 0; minute < 3; minute += 1) {
      desk.clock.advance(60_000);
      await tick.run();
    }
    expect(await told()).toEqual(['clocksSetAside → channel:leads']);
    expect(await readSetAside(desk.db, desk.id)).toEqual([`T-${poisoned}`]);
    // A restart finds it in the record, and says nothing new.
    await stopAll();
    tick = replica();
    await tick.run();
    desk.clock.advance(60_000);
    await tick.run();
    expect(await told()).toHaveLength(1);

    await heal(poisoned, record);
    desk.clock.advance(60_000);
    await tick.run();
    desk.clock.advance(60_000);
    await tick.run();
    expect(await typesOf(desk, poisoned)).toContain('clockBreached');
    expect(await told()).toEqual(['clocksSetAside → channel:leads', 'clocksGoOn → channel:leads']);
    expect(await readSetAside(desk.db, desk.id)).toEqual([]);
    const replayed = await replayRecord(desk.db, desk.id);
    expect(replayed.findings.filter(({ stream }) => stream === 'desk')).toEqual([]);
  });

  test('ESL-1 what passes by itself within seconds is told to nobody', async () => {
    const { poisoned, record } = await poisonedAndSound();
    const tick = replica();
    await tick.run();
    await heal(poisoned, record);
    desk.clock.advance(5000);
    await tick.run();
    expect(await typesOf(desk, poisoned)).toContain('clockAtRisk');
    expect(await told()).toEqual([]);
  });
});

describeWithPostgres('on several replicas', () => {
  beforeAll(async () => {
    held = await testDatabase({ several: true });
    desk = await testDesk(held.database, 'T1');
  });
  afterAll(async () => {
    await stopAll();
    await held.close();
  });

  test('ESL-1 a poisoned ticket is told of once by all of them, and once that it goes on', async () => {
    const { poisoned, record } = await poisonedAndSound();
    const replicas = await inParallel(4, async () => replica());
    const round = async () => {
      desk.clock.advance(61_000);
      await Promise.all(replicas.map((tick) => tick.run()));
    };
    for (let minute = 0; minute < 4; minute += 1) await round();
    expect(await told()).toEqual(['clocksSetAside → channel:leads']);
    await heal(poisoned, record);
    for (let minute = 0; minute < 3; minute += 1) await round();
    expect(await told()).toEqual(['clocksSetAside → channel:leads', 'clocksGoOn → channel:leads']);
  });
});
