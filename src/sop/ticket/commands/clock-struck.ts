import type { Context } from '../../context.ts';
import { accepted, type Decision } from '../../decision.ts';
import { acknowledgementClauses, reminded, type TicketEvent, ticketEvent } from '../events.ts';
import { assertSystem } from '../guards.ts';
import { type Obligation, owedAt } from '../obligations.ts';
import { type TicketState, workingPriority } from '../state.ts';

/** The clock's own command: whatever is owed by now happens, and nothing when a change made it needless. */
export type ClockStruck = { type: 'clockStruck' };

export function decideClockStruck(
  _: ClockStruck,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  assertSystem(context);
  const owed = owedAt(ticket, context.pack, context.now);
  return accepted(...owed.flatMap((obligation) => struckBy(obligation, ticket, context)));
}

/** What happens when an obligation's instant has come. */
export function struckBy(
  obligation: Obligation,
  ticket: TicketState,
  context: Context,
): readonly TicketEvent[] {
  const priority = workingPriority(ticket, context.pack);
  switch (obligation.kind) {
    case 'atRisk':
      return [ticketEvent('clockAtRisk', { clock: obligation.clock, dueAt: obligation.dueAt, priority })];
    case 'breach':
      return [ticketEvent('clockBreached', { clock: obligation.clock, dueAt: obligation.dueAt, priority })];
    case 'unassigned':
      return [ticketEvent('leftUnassigned', { since: ticket.openedAt, limitAt: obligation.at, priority })];
    case 'transferReminder':
      return [reminded('transfer', 'T1-1')];
    case 'acknowledgementReminder':
      return [reminded(obligation.of, acknowledgementClauses[obligation.of])];
    case 'closingReminder':
      return [reminded('closing', 'T1-9')];
    case 'chapter':
      return obligation.strike(ticket, context);
    case 'confirmationExpiry':
      return [ticketEvent('confirmationExpired', { fix: ticket.confirmation?.fix ?? '' })];
  }
}
