import { pino } from 'pino';
import { afterEach, expect, test, vi } from 'vitest';
import type { Desk } from '../../src/desk/desk.ts';
import type { DueSource, DueStrike } from '../../src/desk/due/due-source.ts';
import { type ClockTick, startClockTick } from '../../src/jobs/clock-tick.ts';
import { openDrain } from '../../src/jobs/drain.ts';
import { testClock } from '../desk/support.ts';
import { type Deferred, deferred } from '../store/support.ts';

const clock = testClock('2026-03-02T08:00:00.000Z');
const db = { desk: { findUniqueOrThrow: async () => ({ setAside: [] }) } };
const desk = { id: 1, clock, db, log: pino({ level: 'silent' }) } as unknown as Desk;

let tick: ClockTick | undefined;
const hanging: Deferred<DueStrike>[] = [];
afterEach(async () => {
  for (const one of hanging.splice(0)) one.resolve({ kind: 'nothingDue' });
  await tick?.stop();
  tick = undefined;
});

/** A kind of record of which these are due; `strike` says what becomes of one. */
function kind(
  due: number[],
  strike: (number: number) => DueStrike | Promise<DueStrike> = struck,
): DueSource & { done: number[] } {
  const done: number[] = [];
  return {
    done,
    name: 'record',
    watches: () => true,
    dueAmong: async (_, streams) => streams,
    async strikeNext(_, except) {
      const next = due.find((number) => !except.includes(`R-${number}`) && !done.includes(number));
      if (next === undefined) return { kind: 'nothingDue' };
      const outcome = await strike(next);
      if (outcome.kind === 'struck') done.push(next);
      return outcome;
    },
  };
}

function struck(number: number): DueStrike {
  return { kind: 'struck', stream: `R-${number}`, dueAt: null };
}

function hang(): Promise<DueStrike> {
  const one = deferred<DueStrike>();
  hanging.push(one);
  return one.promise;
}

test('a kind that cannot be claimed, and one that hangs, keep no other waiting', async () => {
  const broken: DueSource = { ...kind([]), strikeNext: () => Promise.reject(new Error('no table')) };
  const stuck: DueSource = { ...kind([]), strikeNext: hang };
  const sound = kind([1, 2, 3]);
  tick = startClockTick(desk, [broken, stuck, sound]);
  void tick.run();
  await vi.waitFor(() => expect(sound.done).toEqual([1, 2, 3]));
  // Two of the three kinds have not looked through what they owe.
  expect(tick.sinceLastRun()).toBeNull();
});

test('how long ago the last round was follows the machine’s clock, not the desk’s', async () => {
  tick = startClockTick(desk, [kind([1])]);
  await tick.run();
  clock.advance(60 * 60_000);
  expect(tick.sinceLastRun()).toBeLessThan(30_000);
});

test('a slow record lets the others past, and is counted when it ends', async () => {
  const slow = deferred<DueStrike>();
  let asked = 0;
  const source: DueSource = {
    ...kind([]),
    async strikeNext() {
      asked += 1;
      if (asked === 1) return slow.promise;
      return asked <= 4 ? struck(asked) : { kind: 'nothingDue' };
    },
  };
  const drain = openDrain(desk, source, async () => undefined);
  await drain.round();
  expect(asked).toBe(5);
  slow.resolve(struck(1));
  await drain.settle();
});

test('a poisoned record is tried again soon, then each minute, and told of at the second time', async () => {
  let fails = true;
  let attempts = 0;
  const source = kind([1, 2], (number) => {
    if (number === 2) return struck(2);
    attempts += 1;
    return fails ? { kind: 'failed', stream: 'R-1', error: new Error('poisoned') } : struck(number);
  });
  const told: string[] = [];
  const drain = openDrain(desk, source, async (stream) => void told.push(stream));
  await drain.round();
  await drain.round();
  expect(source.done).toEqual([2]);
  expect([attempts, told]).toEqual([1, []]);
  clock.advance(5000);
  await drain.round();
  expect([attempts, told]).toEqual([2, ['R-1']]);
  clock.advance(59_000);
  await drain.round();
  expect(attempts).toBe(2);
  fails = false;
  clock.advance(1000);
  await drain.round();
  expect(source.done).toEqual([2, 1]);
});

test('a record that owed nothing in between fails for the first time again', async () => {
  const due = [1];
  let attempts = 0;
  const source = kind(due, () => {
    attempts += 1;
    return { kind: 'failed', stream: 'R-1', error: new Error('passing') };
  });
  const told: string[] = [];
  const drain = openDrain(desk, source, async (stream) => void told.push(stream));
  await drain.round();
  due.pop();
  clock.advance(5000);
  await drain.round();
  due.push(1);
  await drain.round();
  expect([attempts, told]).toEqual([2, []]);
});

test('a record that somebody holds is left for the next round', async () => {
  let held = true;
  const source = kind([1, 2], (number) =>
    held && number === 1 ? { kind: 'busy', stream: 'R-1' } : struck(number),
  );
  const drain = openDrain(desk, source, async () => undefined);
  await drain.round();
  expect(source.done).toEqual([2]);
  held = false;
  await drain.round();
  expect(source.done).toEqual([2, 1]);
});

test('what only replicas under another pack owe is asked about each minute, and told to nobody', async () => {
  let attempts = 0;
  const source = kind([1, 2], (number) => {
    if (number === 2) return struck(2);
    attempts += 1;
    return { kind: 'othersOwe', stream: 'R-1' };
  });
  const told: string[] = [];
  const drain = openDrain(desk, source, async (stream) => void told.push(stream));
  await drain.round();
  await drain.round();
  expect([attempts, source.done]).toEqual([1, [2]]);
  clock.advance(59_000);
  await drain.round();
  expect(attempts).toBe(1);
  clock.advance(1000);
  await drain.round();
  expect([attempts, told]).toEqual([2, []]);
});

test('one round does no more than five hundred', async () => {
  const source = kind(Array.from({ length: 600 }, (_, index) => index));
  const drain = openDrain(desk, source, async () => undefined);
  await drain.round();
  expect(source.done).toHaveLength(500);
  await drain.round();
  expect(source.done).toHaveLength(600);
});
