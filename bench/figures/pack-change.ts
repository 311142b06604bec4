import { pino } from 'pino';
import { isUnderOtherPack } from '../../src/desk/rearm.ts';
import { startRearming } from '../../src/jobs/rearm.ts';
import { defaultPack } from '../../src/sop/pack/default-pack.ts';
import { benchDesk, seedOpenTickets } from '../desk.ts';
import type { Figure } from '../figure.ts';
import type { BenchServer } from '../postgres.ts';

/** How long a start is held up by a change of pack, and how long until every ticket is armed under the new one. */
export async function packChange(server: BenchServer, open: number): Promise<readonly Figure[]> {
  const { database } = await server.createDatabase();
  const desk = await benchDesk(database);
  const later = Date.now() + 24 * 3600 * 1000;
  await seedOpenTickets(desk, open, (index) => new Date(later + index));
  const limits = { ...defaultPack.limits, reminder: defaultPack.limits.reminder / 2 };
  const changed = {
    ...desk,
    log: pino({ level: 'silent' }),
    sop: { pack: { ...defaultPack, limits }, hash: 'another' },
  };
  const began = performance.now();
  const rearming = await startRearming(changed);
  const held = (performance.now() - began) / 1000;
  let longest = 0;
  while (await isUnderOtherPack(changed)) {
    const before = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 10));
    longest = Math.max(longest, performance.now() - before);
    if (performance.now() - began > 300_000) throw new Error('the tickets are not armed');
  }
  const whole = (performance.now() - began) / 1000;
  await rearming.stop();
  const what = `change of pack, ${open.toLocaleString('en')} open tickets`;
  const figure = (name: string, value: number, unit: string, goal: string, reached: boolean): Figure => ({
    name: `${what}: ${name}`,
    value,
    unit,
    baseline: null,
    ratio: null,
    goal,
    reached,
  });
  return [
    figure('the start is held up', held, 's', '≤ 5 s', held <= 5),
    figure('all armed', whole, 's', '≤ 60 s', whole <= 60),
    figure('longest pause for others', longest, 'ms', '≤ 250 ms', longest <= 250),
  ];
}
