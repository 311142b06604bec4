import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { replayRecord, verifyRecord } from '../../src/desk/audit.ts';
import { executeOnDesk } from '../../src/desk/execute.ts';
import { writtenPack } from '../../src/sop/pack/check.ts';
import { type ShiftPattern, weekdays } from '../../src/sop/shift/plan.ts';
import { keepPack } from '../../src/store/desks.ts';
import { describeWithPostgres, type TestDatabase, testDatabase } from '../support/database.ts';
import { Died, dyingAfter } from '../support/dying.ts';
import { type Dice, people, planActs, ticketActs } from './shift-life/acts.ts';
import {
  expectCustody,
  expectEndedCleanly,
  expectPlanFollowed,
  expectToldOnce,
  expectWholeHandoffs,
  inHandBeforeShifts,
} from './shift-life/invariants.ts';
import { shiftActs } from './shift-life/shift-acts.ts';
import { look, nextDue, tick } from './shift-life/world.ts';
import { by, type TestDesk, testDesk } from './support.ts';

/** The same lives each time, so that a failure is of the change it follows; others with SHIFT_LIFE_SEED, more with SHIFT_LIFE_RUNS. */
const runs = Number(process.env.SHIFT_LIFE_RUNS ?? 20);
const seed = Number(process.env.SHIFT_LIFE_SEED ?? 8);
console.info(`shift life: SHIFT_LIFE_SEED=${seed} SHIFT_LIFE_RUNS=${runs}`);

const minute = 60_000;
const acts = { ...ticketActs, ...shiftActs, ...planActs };
type ActName = keyof typeof acts;

const often = [
  ...(['arrives', 'takesNext', 'takesNext', 'comesOn', 'comesOn', 'acknowledges'] as const),
  ...(['delivers', 'handsOver', 'twoAcknowledge', 'goesOff', 'answers', 'answersOffer'] as const),
  ...(['acceptsEscalation', 'escalates', 'offers', 'reopens'] as const),
];
const name = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom<ActName>(...often) },
  { weight: 1, arbitrary: fc.constantFrom(...(Object.keys(acts) as ActName[])) },
);
const dice: fc.Arbitrary<Dice> = fc.record({
  apt: fc.constantFrom(true, true, true, false),
  who: fc.nat(999),
  other: fc.nat(999),
  which: fc.nat(999),
});
const act = fc.record({ name, dice });
type Thrown = { name: ActName; dice: Dice };
/** Each: what passes before it, whether the clock ticks then, what dies after how many statements, what runs beside it. */
const step = fc.record({
  wait: fc.oneof(
    { weight: 5, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.constantFrom(1, 5, 10, 20, 60, 180) },
    { weight: 3, arbitrary: fc.constant('due' as const) },
  ),
  ticks: fc.constantFrom(true, true, true, false),
  act,
  dies: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat(30) }),
  beside: fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: act },
    { weight: 1, arbitrary: fc.constant('tick' as const) },
  ),
});

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30'))
  .map(([hour, rest]) => `${String(hour).padStart(2, '0')}:${rest}`);
const patternOf = (of: string, timeZone: string): fc.Arbitrary<ShiftPattern> =>
  fc
    .record({ start: time, end: time, members: fc.subarray([...people], { minLength: 1, maxLength: 4 }) })
    .map((one) => ({ ...one, name: of, days: weekdays, timeZone, positions: [], channel: null }));
const places = [
  ['Europe/Berlin', '2026-03-28T06:00:00.000Z'],
  ['Europe/Berlin', '2026-10-24T06:00:00.000Z'],
  ['America/New_York', '2026-03-07T12:00:00.000Z'],
  ['America/New_York', '2026-10-31T12:00:00.000Z'],
  ['Europe/Berlin', '2026-03-04T22:00:00.000Z'],
] as const;
const life = fc.constantFrom(...places).chain(([zone, from]) =>
  fc.record({
    from: fc.constant(from),
    patterns: fc.tuple(...['A', 'B', 'C'].map((one) => patternOf(one, zone))),
    /** After so many acts the desk begins to work in shifts. */
    plannedAt: fc.constantFrom(0, 0, 0, 8),
    steps: fc.array(step, { minLength: 60, maxLength: 60 }),
  }),
);
type Life = typeof life extends fc.Arbitrary<infer One> ? One : never;

const met: Record<string, number> = {};
const meet = (what: string) => {
  met[what] = (met[what] ?? 0) + 1;
};

let database: TestDatabase;
let desks = 0;

async function newDesk(from: string): Promise<TestDesk> {
  desks += 1;
  const desk = await testDesk(database.database, `TLIFE${desks}`);
  const { pack, hash } = desk.sop;
  await keepPack(desk.db, { hash, version: pack.version, content: writtenPack(pack) }, desk.clock.now());
  await executeOnDesk(desk, by('UMAX'), { type: 'setMember', userId: 'ULOU', role: 'lead' });
  desk.clock.set(from);
  return desk;
}

async function does(desk: TestDesk, { name: what, dice: thrown }: Thrown): Promise<string> {
  try {
    const outcome = await acts[what](desk, await look(desk), thrown);
    if (outcome) meet(`${what} ${outcome.kind}`);
    return `${what} ${JSON.stringify(thrown)}: ${outcome?.kind ?? 'nothing to do'}`;
  } catch (error) {
    if (!(error instanceof Died)) throw error;
    meet('died');
    return `${what} ${JSON.stringify(thrown)}: died`;
  }
}

async function pass(desk: TestDesk, wait: number | 'due'): Promise<void> {
  const due = wait === 'due' ? await nextDue(desk) : null;
  desk.clock.advance(
    wait === 'due'
      ? Math.min(Math.max((due?.getTime() ?? 0) - desk.clock.now().getTime(), 0), 600 * minute)
      : wait * minute,
  );
}

async function live({ from, patterns, plannedAt, steps }: Life): Promise<void> {
  const desk = await newDesk(from);
  const trace: string[] = [];
  let before = await look(desk);
  let excepted: ReadonlySet<string> = new Set();
  const check = async () => {
    const after = await look(desk);
    excepted = inHandBeforeShifts(excepted, before, after);
    expectCustody(after, excepted);
    expectEndedCleanly(before, after);
    await expectWholeHandoffs(desk, before, after);
    before = after;
  };
  try {
    for (const [index, { wait, ticks, act: thrown, dies, beside }] of steps.entries()) {
      if (index === plannedAt)
        for (const pattern of patterns) {
          await executeOnDesk(desk, by('ULENA'), { type: 'setShiftPattern', pattern });
          await check();
        }
      await pass(desk, wait);
      trace.push(desk.clock.now().toISOString());
      if (ticks && wait !== 0) {
        await tick(desk);
        await check();
        expectPlanFollowed(before, desk.clock.now());
      }
      const mortal = dies === null ? desk : { ...desk, db: dyingAfter(desk.db, dies) };
      trace.push(
        ...(await Promise.all([
          does(mortal, thrown),
          beside === 'tick' ? tick(desk).then(() => 'beside it a tick') : beside && does(desk, beside),
        ]).then((all) => all.filter((one) => one !== null))),
      );
      await check();
    }
    await tick(desk);
    await check();
    expectPlanFollowed(before, desk.clock.now());
    await expectToldOnce(desk, before);
    expect((await verifyRecord(desk.db, desk.id)).findings).toEqual([]);
    expect((await replayRecord(desk.db, desk.id)).findings).toEqual([]);
  } catch (error) {
    console.error(trace.slice(-40).join('\n'));
    throw error;
  }
  for (const { outcome } of before.shifts) meet(`shift ${outcome ?? 'under way'}`);
}

describeWithPostgres('shifts, covers, handoffs and crashes', () => {
  beforeAll(async () => {
    database = await testDatabase({ several: true });
  });
  afterAll(() => database.close());

  test(
    'AU-1, HO-3, HO-4: each ticket has one answerable at every instant, and nobody leaves with any',
    async () => {
      await fc.assert(fc.asyncProperty(life, live), { numRuns: runs, seed, endOnFailure: true });
    },
    runs * 20_000,
  );

  test('the histories met what they speak of', () => {
    const spoken = [
      ...['died', 'shift handedOver', 'shift nothingOpen', 'shift absent', 'goesOff refused', 'goesOff done'],
      ...['handsOver done', 'twoAcknowledge done', 'reopens done'],
    ];
    for (const what of spoken) expect(met, what).toHaveProperty([what]);
  });
});
