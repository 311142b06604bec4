import { epoch, type Instant, instant } from '../instant.ts';
import type { Pack } from '../pack/schema.ts';
import { isMissed, isPaused, type SlaClockKind, slaClockKinds } from '../sla-clock.ts';
import type { ChapterObligation } from './chapter.ts';
import { chapterObligations } from './chapter-rules.ts';
import { solvingAttempt } from './ladder.ts';
import { type AcknowledgementKind, acknowledgementKinds, type TicketState } from './state.ts';
import { unassignedLimit } from './unassigned.ts';

/** Something the clock owes a ticket at an instant (UTC). */
export type Obligation =
  | ChapterObligation
  | ({ at: Instant } & (
      | { kind: 'atRisk' | 'breach'; clock: SlaClockKind; dueAt: Instant }
      | { kind: 'acknowledgementReminder'; of: AcknowledgementKind }
      | { kind: 'transferReminder' | 'closingReminder' | 'confirmationExpiry' | 'unassigned' }
    ));

/** All that is owed on a ticket as it stands, earliest first. Told ones are gone; a changed ticket owes anew. */
export function obligations(ticket: TicketState, pack: Pack): readonly Obligation[] {
  // SEC-2: nobody may answer the customer of a restricted ticket, so nobody is warned or reminded to.
  const usual = ticket.security
    ? []
    : [...clockObligations(ticket), ...unassigned(ticket, pack), ...reminders(ticket, pack)];
  return [...usual, ...chapterObligations(ticket, pack)].sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** The next instant at which something is owed: what `nextDueAt` holds. */
export function nextDueAt(ticket: TicketState, pack: Pack): Instant | null {
  return obligations(ticket, pack)[0]?.at ?? null;
}

/** What is owed by `now`. A breach includes its warning: late after a downtime, only the worse is told. */
export function owedAt(ticket: TicketState, pack: Pack, now: Date): readonly Obligation[] {
  const owed = obligations(ticket, pack).filter(({ at }) => epoch(at) <= now.getTime());
  const breached = new Set(owed.flatMap((one) => (one.kind === 'breach' ? [one.clock] : [])));
  return owed.filter((one) => !(one.kind === 'atRisk' && breached.has(one.clock)));
}

function clockObligations(ticket: TicketState): readonly Obligation[] {
  return slaClockKinds.flatMap((kind): Obligation[] => {
    const clock = ticket.clocks[kind];
    if (!clock || clock.breachTold) return [];
    const { dueAt } = clock;
    const breach: Obligation = { kind: 'breach', clock: kind, at: dueAt, dueAt };
    // Whoever answered, closed it or began to wait before the clock could tell of it, was late all the same.
    if (clock.stoppedAt || isPaused(clock)) return isMissed(clock, dueAt) ? [breach] : [];
    if (ticket.status === 'closed') return [];
    return clock.atRiskTold ? [breach] : [{ kind: 'atRisk', clock: kind, at: clock.atRiskAt, dueAt }, breach];
  });
}

/** T1-1: told once of what nobody has taken. What was escalated from the queue is reminded of as that (T2-1). */
function unassigned(ticket: TicketState, pack: Pack): readonly Obligation[] {
  const at = ticket.unassignedToldAt ? null : unassignedLimit(ticket, pack);
  return at ? [{ kind: 'unassigned', at }] : [];
}

/** One reminder each of what waits for somebody; a solved ticket left open is reminded of until it is closed (T1-9). */
function reminders(ticket: TicketState, pack: Pack): readonly Obligation[] {
  const { transfer, confirmation } = ticket;
  const after = (since: Instant) => instant(epoch(since) + pack.limits.reminder);
  const owed: Obligation[] = [];
  if (transfer && !transfer.remindedAt)
    owed.push({ kind: 'transferReminder', at: after(transfer.offeredAt) });
  for (const of of acknowledgementKinds) {
    const message = ticket[of];
    if (message?.status === 'byHand' && !message.remindedAt)
      owed.push({ kind: 'acknowledgementReminder', of, at: after(message.composedAt) });
  }
  if (confirmation) owed.push({ kind: 'confirmationExpiry', at: confirmation.expiresAt });
  const solved = solvingAttempt(ticket);
  if (ticket.status === 'resolved' && solved?.settledAt)
    owed.push({ kind: 'closingReminder', at: after(ticket.closeRemindedAt ?? solved.settledAt) });
  return owed;
}
