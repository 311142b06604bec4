import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { replayRecord } from '../../src/desk/audit.ts';
import { commandIncident } from '../../src/desk/command-incident.ts';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import { dueSources } from '../../src/desk/due/due-sources.ts';
import { executeOnTicket } from '../../src/desk/execute.ts';
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

const signIn = {
  type: 'classify',
  category: 'AUTH',
  symptom: 'cannot-sign-in',
  priority: 'P2',
  readWhole: true,
} as const;

/** Three tickets of one issue, the last classified as `third` does it: INC-1 owes each its link. */
async function pattern(third: (number: number) => Promise<unknown>): Promise<readonly number[]> {
  const numbers: number[] = [];
  for (let n = 0; n < 3; n += 1) {
    numbers.push(await open(desk, { customerAccount: `ACME-${n}` }));
    await takeNext(desk, by('UANA'));
  }
  for (const number of numbers.slice(0, 2)) await commandTicket(desk, by('UANA'), number, signIn);
  await third(numbers[2] ?? 0);
  return numbers;
}

/** As if the process had died before it settled anything. */
function unsettled(number: number) {
  return executeOnTicket(desk, number, by('UANA'), () => signIn);
}

async function minutes(count: number, tick: ClockTick): Promise<void> {
  for (let minute = 0; minute < count; minute += 1) {
    desk.clock.advance(60_000);
    await tick.run();
  }
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

  test.each([
    ['first', 0],
    ['middle', 1],
    ['last', 2],
  ])(
    'ESC-6 the %s ticket of an incident is set aside, and the others are linked and escalated',
    async (_, place) => {
      const numbers = await pattern(unsettled);
      const poisoned = numbers[place] ?? 0;
      const others = numbers.filter((number) => number !== poisoned);
      const record = await poison(poisoned);
      const tick = replica();
      await tick.run();
      for (const number of others)
        expect((await typesOf(desk, number)).slice(-2)).toEqual(['incidentLinked', 'escalated']);
      expect(await told()).toEqual([]);
      // Its own clock has nothing to say of it yet: that its incident owes it something keeps it among them.
      await minutes(4, tick);
      expect(await told()).toEqual(['clocksSetAside → channel:leads']);
      expect(await readSetAside(desk.db, desk.id)).toEqual([`T-${poisoned}`]);

      await heal(poisoned, record);
      await minutes(2, tick);
      expect((await typesOf(desk, poisoned)).filter((type) => type === 'incidentLinked')).toHaveLength(1);
      expect(await told()).toEqual(['clocksSetAside → channel:leads', 'clocksGoOn → channel:leads']);
      expect(await desk.db.incident.findMany({ select: { nextDueAt: true } })).toEqual([{ nextDueAt: null }]);
    },
  );

  test('ESC-6 who completes a pattern sees all but the poisoned ticket escalated in the answer', async () => {
    const [first = 0, ...others] = await pattern(async (third) => {
      await desk.db.$executeRaw`
        UPDATE "Ticket" SET "record" = jsonb_set("record", '{clocks}', 'null') WHERE "number" = 1`;
      const outcome = await commandTicket(desk, by('UANA'), third, signIn);
      expect(outcome).toMatchObject({ kind: 'done', ticket: { tier: 'tier2', incident: 1 } });
    });
    for (const number of others) expect(await typesOf(desk, number)).toContain('incidentLinked');
    expect(await typesOf(desk, first)).not.toContain('incidentLinked');
  });

  test('ESC-6 a ticket that is gone from an incident is set aside too', async () => {
    const [first = 0, ...others] = await pattern(unsettled);
    await desk.db.$executeRaw`DELETE FROM "Ticket" WHERE "number" = ${first}`;
    const tick = replica();
    await minutes(3, tick);
    for (const number of others) expect(await typesOf(desk, number)).toContain('incidentLinked');
    expect(await readSetAside(desk.db, desk.id)).toEqual([`T-${first}`]);
  });

  test('ESL-3 the news of an incident reaches its other tickets', async () => {
    const [first = 0, ...others] = await pattern((third) => commandTicket(desk, by('UANA'), third, signIn));
    await poison(first);
    const reviewed = { type: 'step', step: 'review', words: 'It is one cause' } as const;
    await commandIncident(desk, by('ULENA'), 1, reviewed);
    await commandIncident(desk, by('UMAX'), 1, { ...reviewed, step: 'declare' });
    const tick = replica();
    await tick.run();
    for (const number of others) expect(await typesOf(desk, number)).toContain('incidentNews');
    await minutes(4, tick);
    expect(await told()).toEqual(['clocksSetAside → channel:leads']);
    expect(await readSetAside(desk.db, desk.id)).toEqual([`T-${first}`]);
  });

  test('ESC-6 an incident that is broken itself is set aside as such', async () => {
    await pattern(unsettled);
    await desk.db.$executeRaw`UPDATE "Incident" SET "record" = '{}'`;
    const tick = replica();
    await tick.run();
    await minutes(3, tick);
    expect(await readSetAside(desk.db, desk.id)).toEqual(['INC-1']);
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
