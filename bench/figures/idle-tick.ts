import type { Desk } from '../../src/desk/desk.ts';
import { dueSources } from '../../src/desk/due/due-sources.ts';
import { type ClockTick, startClockTick } from '../../src/jobs/clock-tick.ts';
import { benchDesk, seedOpenTickets } from '../desk.ts';
import { type Figure, median } from '../figure.ts';
import type { BenchServer } from '../postgres.ts';

/** What a second costs in which nothing is owed, all that the tick does: with many open tickets, and with few. */
export async function idleTick(server: BenchServer, many: number): Promise<readonly Figure[]> {
  const desks = { few: await seededDesk(server, 1000), lots: await seededDesk(server, many) };
  const recorded = { few: await eventsOf(desks.few), lots: await eventsOf(desks.lots) };
  const ticks = { few: startClockTick(desks.few, dueSources), lots: startClockTick(desks.lots, dueSources) };
  const times = { few: [] as number[], lots: [] as number[] };
  try {
    for (let round = 0; round < 300; round += 1) {
      times.few.push(await timed(ticks.few));
      times.lots.push(await timed(ticks.lots));
    }
  } finally {
    await ticks.few.stop();
    await ticks.lots.stop();
  }
  if ((await eventsOf(desks.few)) !== recorded.few || (await eventsOf(desks.lots)) !== recorded.lots)
    throw new Error('something was due');
  // The first rounds warm both up.
  const [value, baseline] = [median(times.lots.slice(50)), median(times.few.slice(50))];
  const ratio = value / baseline;
  const name = `idle tick, ${many.toLocaleString('en')} open tickets, median`;
  const reached = ratio <= 1.5 && value <= 5;
  return [{ name, value, unit: 'ms', baseline, ratio, goal: '≤ 1.5 × and ≤ 5 ms', reached }];
}

async function seededDesk(server: BenchServer, count: number): Promise<Desk> {
  const { database } = await server.createDatabase();
  const desk = await benchDesk(database);
  const later = Date.now() + 24 * 3600 * 1000;
  await seedOpenTickets(desk, count, (index) => new Date(later + index));
  return desk;
}

const eventsOf = (desk: Desk) => desk.db.event.count({ where: { deskId: desk.id } });

async function timed(tick: ClockTick): Promise<number> {
  const start = performance.now();
  await tick.run();
  const time = performance.now() - start;
  // The round of a kind that failed is not counted as ended.
  if ((tick.sinceLastRun() ?? Number.POSITIVE_INFINITY) > performance.now() - start)
    throw new Error('a tick failed');
  return time;
}
