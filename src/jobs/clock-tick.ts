import cron from 'node-cron';
import type { Desk } from '../desk/desk.ts';
import { settleIncident } from '../desk/settle-incidents.ts';
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
/** A ticket that could not be decided on is looked at again after this long, in ms. */
const setAsideFor = 60_000;

/** Every second, on every replica: tickets that owe something are claimed one by one and sent `clockStruck`. */
export function startClockTick(desk: Desk): ClockTick {
  let lastRun: Date | null = null;
  const setAside = new Map<number, number>();
  const incidentsSetAside = new Map<number, number>();
  let running: Promise<void> = Promise.resolve();

  const strikeAll = async () => {
    const now = desk.clock.now().getTime();
    for (const [ticket, until] of setAside) if (until <= now) setAside.delete(ticket);
    for (let struck = 0; struck < ticketsPerTick; struck += 1) {
      const strike = await strikeClock(desk, [...setAside.keys()]);
      if (strike.kind === 'nothingDue') break;
      if (strike.kind === 'failed') {
        setAside.set(strike.ticket, now + setAsideFor);
        const id = faultId();
        logFault(desk.log, id, strike.error);
        desk.log.error({ fault: id, ticket: strike.ticket }, 'a ticket’s clocks are set aside');
      }
    }
    await settleAll(now);
    lastRun = new Date();
  };
  /** What incidents owe their tickets, one ticket at a time; a ticket that somebody is at waits for the next tick. */
  const settleAll = async (now: number) => {
    for (const [incident, until] of incidentsSetAside) if (until <= now) incidentsSetAside.delete(incident);
    const busy = new Set<number>();
    for (let settled = 0; settled < ticketsPerTick; settled += 1) {
      const settling = await settleIncident(desk, [...incidentsSetAside.keys(), ...busy]);
      if (settling.kind === 'nothingDue') break;
      if (settling.kind === 'busy') busy.add(settling.incident);
      if (settling.kind === 'failed') {
        incidentsSetAside.set(settling.incident, now + setAsideFor);
        const id = faultId();
        logFault(desk.log, id, settling.error);
        desk.log.error({ fault: id, incident: settling.incident }, 'what an incident owes is set aside');
      }
    }
  };
  const run = () => {
    running = running.then(strikeAll).catch((error: unknown) => logFault(desk.log, faultId(), error));
    return running;
  };
  const task = cron.schedule('* * * * * *', run, {
    name: 'clock-tick',
    noOverlap: true,
    // Its own words go to the console otherwise, in colour.
    logger: {
      debug: () => undefined,
      info: () => undefined,
      warn: (message) => desk.log.warn({ from: 'clock-tick' }, message),
      error: (error) => logFault(desk.log, faultId(), error),
    },
  });
  return {
    run,
    lastRun: () => lastRun,
    async stop() {
      await task.destroy();
      await running;
    },
  };
}
