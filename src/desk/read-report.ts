import { countCalibrationFlags, countRefusals } from '../store/events.ts';
import { countClosed } from '../store/tickets.ts';
import type { Desk, Request } from './desk.ts';
import { type Reading, readAs } from './read-ticket.ts';

/** A count of the last seven days, and of the seven before. */
type Trend = { last: number; before: number };

export type Report = {
  /** T1-10: tickets closed, per resolution code. */
  closed: readonly (Trend & { code: string })[];
  /** AU-6, AU-7: attempts refused, and how often the clause was flagged as badly calibrated. Clauses with either. */
  refusals: readonly (Trend & { clause: string; flags: number })[];
};

const week = 7 * 24 * 60 * 60_000;

export function readReportAs(desk: Desk, request: Request): Promise<Reading<Report>> {
  return readAs(desk, request, 'ticket.read', async () => {
    const now = desk.clock.now().getTime();
    // What happened at this very instant counts, too.
    const lastWeek = [new Date(now - week), new Date(now + 1)] as const;
    const weekBefore = [new Date(now - 2 * week), new Date(now - week)] as const;
    const [last, before, refused, refusedBefore, flags] = await Promise.all([
      countClosed(desk.db, desk.id, ...lastWeek),
      countClosed(desk.db, desk.id, ...weekBefore),
      countRefusals(desk.db, desk.id, ...lastWeek),
      countRefusals(desk.db, desk.id, ...weekBefore),
      countCalibrationFlags(desk.db, desk.id, ...lastWeek),
    ]);
    const ours = desk.sop.pack.resolutionCodes.map(({ code }) => code);
    const closed = union(ours, last.keys(), before.keys()).map((code) => ({
      code,
      last: last.get(code) ?? 0,
      before: before.get(code) ?? 0,
    }));
    const refusals = union(refused.keys(), refusedBefore.keys(), flags.keys()).map((clause) => ({
      clause,
      last: refused.get(clause) ?? 0,
      before: refusedBefore.get(clause) ?? 0,
      flags: flags.get(clause) ?? 0,
    }));
    return { kind: 'read', value: { closed, refusals } };
  });
}

function union(...of: readonly Iterable<string>[]): readonly string[] {
  return [...new Set(of.flatMap((one) => [...one]))];
}
