import cron from 'node-cron';
import type { Desk } from '../desk/desk.ts';
import type { DueSource } from '../desk/due/due-source.ts';
import { noteGoingOn, noteSetAside } from '../desk/due/set-aside.ts';
import { faultId, logFault, openJobFaults } from '../fault.ts';
import { openDrain } from './drain.ts';

export type ClockTick = {
  /** Does everything that is owed by now, of every kind; also the cron job's work. */
  run(): Promise<void>;
  /**
   * How long ago, in ms, the last round of each kind ended, of the kind where that is longest; null before the first.
   * By the machine's own steady clock: neither a sandbox's clock nor a changed wall clock hides that nothing ticks.
   */
  sinceLastRun(): number | null;
  stop(): Promise<void>;
};

/** Every second, on every replica: what owes is claimed record by record, each kind in rounds of its own. */
export function startClockTick(desk: Desk, sources: readonly DueSource[]): ClockTick {
  const kinds = sources.map((source) => openRounds(desk, source));
  const task = cron.schedule('* * * * * *', () => void kinds.forEach((kind) => kind.beginUnlessBusy()), {
    name: 'clock-tick',
    // Its own words go to the console otherwise, in colour.
    logger: {
      debug: () => undefined,
      info: () => undefined,
      warn: (message) => desk.log.warn({ from: 'clock-tick' }, message),
      error: (error) => logFault(desk.log, faultId(), error),
    },
  });
  return {
    run: async () => void (await Promise.all(kinds.map((kind) => kind.run()))),
    sinceLastRun() {
      const ended = kinds.map(({ lastEnded }) => lastEnded());
      return ended.reduce<number | null>(
        (longest, at) => (at === null || longest === null ? null : Math.max(longest, performance.now() - at)),
        0,
      );
    },
    async stop() {
      await task.destroy();
      await Promise.all(kinds.map((kind) => kind.stop()));
    },
  };
}

/** How often it is asked whether what was set aside goes on, in ms. */
const lookAgainMs = 60_000;

/** Rounds of one kind, one after the other: while one goes on, the seconds pass it by. */
function openRounds(desk: Desk, source: DueSource) {
  const drain = openDrain(desk, source, (stream, fault) => noteSetAside(desk, stream, fault));
  const logJobFault = openJobFaults(desk.log);
  let lookAgainAt = 0;
  let lastEnded: number | null = null;
  let busy = 0;
  let running: Promise<void> = Promise.resolve();
  const round = async () => {
    try {
      await drain.round();
      lastEnded = performance.now();
      const now = desk.clock.now().getTime();
      if (now < lookAgainAt) return;
      await noteGoingOn(desk, source);
      lookAgainAt = now + lookAgainMs;
    } catch (error) {
      logJobFault(error);
    } finally {
      busy -= 1;
    }
  };
  const run = () => {
    busy += 1;
    running = running.then(round);
    return running;
  };
  return {
    run,
    beginUnlessBusy: () => void (busy === 0 && run()),
    lastEnded: () => lastEnded,
    async stop() {
      await running;
      await drain.settle();
    },
  };
}
