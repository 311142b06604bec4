import { countClosed } from '../store/tickets.ts';
import type { Desk, Request } from './desk.ts';
import { type Reading, readAs } from './read-ticket.ts';

/** T1-10: tickets closed per resolution code, in the last seven days and in the seven before. */
export type Report = { code: string; last: number; before: number }[];

const week = 7 * 24 * 60 * 60_000;

export function readReportAs(desk: Desk, request: Request): Promise<Reading<Report>> {
  return readAs(desk, request, 'ticket.read', async () => {
    const now = desk.clock.now().getTime();
    const [last, before] = await Promise.all([
      // What closed at this very instant counts, too.
      countClosed(desk.db, desk.id, new Date(now - week), new Date(now + 1)),
      countClosed(desk.db, desk.id, new Date(now - 2 * week), new Date(now - week)),
    ]);
    const ours = desk.sop.pack.resolutionCodes.map(({ code }) => code);
    const codes = [...new Set([...ours, ...last.keys(), ...before.keys()])];
    const value = codes.map((code) => ({
      code,
      last: last.get(code) ?? 0,
      before: before.get(code) ?? 0,
    }));
    return { kind: 'read', value };
  });
}
