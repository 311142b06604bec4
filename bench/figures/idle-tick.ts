import type { Desk } from '../../src/desk/desk.ts';
import { strikeClock } from '../../src/desk/strike-clock.ts';
import { benchDesk, seedOpenTickets } from '../desk.ts';
import { type Figure, median } from '../figure.ts';
import type { BenchServer } from '../postgres.ts';

/** What a second costs in which nothing is owed: with many open tickets, and with few. */
export async function idleTick(server: BenchServer, many: number): Promise<readonly Figure[]> {
  const [few, lots] = [await seededDesk(server, 1000), await seededDesk(server, many)];
  const times = { few: [] as number[], lots: [] as number[] };
  for (let round = 0; round < 300; round += 1) {
    times.few.push(await timed(few));
    times.lots.push(await timed(lots));
  }
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

async function timed(desk: Desk): Promise<number> {
  const start = performance.now();
  const strike = await strikeClock(desk, []);
  if (strike.kind !== 'nothingDue') throw new Error('something was due');
  return performance.now() - start;
}
