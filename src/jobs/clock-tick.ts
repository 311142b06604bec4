import cron from 'node-cron';
import type { Desk } from '../desk/desk.ts';
import { strikeClock } from '../desk/strike-clock.ts';
import { faultId, logFault } from '../fault.ts';

export type ClockTick = {
  /** Does everything that is owed by now; also the cron job's work. */
  run(): Promise<void>;
  /** When it last ran to its end; null before the first time. */
  lastRun(): Date | null;
  stop(): Promise<void>;
};

/** At most so many tickets a tick: what is left is due at the next one, a second later. */
const ticketsPerTick = 500;

/** Every second, on every replica: tickets that owe something are claimed one by one and sent `clockStruck`. */
export function startClockTick(desk: Desk): ClockTick {
  let lastRun: Date | null = null;
  let running: Promise<void> = Promise.resolve();

  const strikeAll = async () => {
    for (let struck = 0; struck < ticketsPerTick; struck += 1) {
      const outcome = await strikeClock(desk);
      if (outcome.kind === 'nothingDue') break;
    }
    lastRun = new Date();
  };
  const run = () => {
    running = running.then(strikeAll).catch((error: unknown) => logFault(desk.log, faultId(), error));
    return running;
  };
  const task = cron.schedule('* * * * * *', run, { name: 'clock-tick', noOverlap: true });
  return {
    run,
    lastRun: () => lastRun,
    async stop() {
      await task.destroy();
      await running;
    },
  };
}
