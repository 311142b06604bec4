import { epoch, type Instant, instant } from '../../instant.ts';
import type { Pack } from '../../pack/schema.ts';
import { isMissed, isPaused, type SlaClock, slaClockKinds } from '../../sla-clock.ts';
import { type TicketState, workingPriority } from '../../ticket/state.ts';

/** How close a ticket is to breaking a promise. `near`: within the pack's nearBreach. */
export type Risk = 'near' | 'breached' | 'running' | 'paused' | 'none';

const ranks: Record<Risk, number> = { near: 0, breached: 1, running: 2, paused: 3, none: 4 };

/** A ticket's risk, and the due instant it comes from: of its open clocks the one that runs out first. */
export function riskOf(
  ticket: Pick<TicketState, 'clocks'>,
  pack: Pack,
  now: Date,
): { risk: Risk; dueAt: Instant | null } {
  const at = instant(now);
  const open = slaClockKinds
    .map((kind) => ticket.clocks[kind])
    .filter((clock): clock is SlaClock => clock !== null && clock.stoppedAt === null);
  const next = earliest(open.filter((clock) => !isPaused(clock) && !isMissed(clock, at)));
  if (next && epoch(next.dueAt) - now.getTime() <= pack.shifts.nearBreach)
    return { risk: 'near', dueAt: next.dueAt };
  const missed = earliest(open.filter((clock) => isMissed(clock, at)));
  if (missed) return { risk: 'breached', dueAt: missed.dueAt };
  if (next) return { risk: 'running', dueAt: next.dueAt };
  return { risk: open.length > 0 ? 'paused' : 'none', dueAt: null };
}

/** HO-5: a clock has run out and still runs. */
export function isBreached(ticket: Pick<TicketState, 'clocks'>, now: Date): boolean {
  return slaClockKinds.some((kind) => {
    const clock = ticket.clocks[kind];
    return clock !== null && clock.stoppedAt === null && isMissed(clock, instant(now));
  });
}

/** HO-3, HO-5: what can still be saved but not for long first, then what is late, then by the time left. */
export function byRisk(tickets: readonly TicketState[], pack: Pack, now: Date): readonly TicketState[] {
  const keyed = tickets.map((ticket) => ({ ticket, ...riskOf(ticket, pack, now) }));
  return keyed
    .sort(
      (a, b) =>
        ranks[a.risk] - ranks[b.risk] ||
        compare(a.dueAt ?? '', b.dueAt ?? '') ||
        compare(workingPriority(a.ticket, pack), workingPriority(b.ticket, pack)) ||
        a.ticket.number - b.ticket.number,
    )
    .map(({ ticket }) => ticket);
}

function earliest(clocks: readonly SlaClock[]): SlaClock | null {
  return clocks.reduce<SlaClock | null>(
    (first, clock) => (first === null || clock.dueAt < first.dueAt ? clock : first),
    null,
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
