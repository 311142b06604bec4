import type { Context } from '../../context.ts';
import { accepted, type Decision } from '../../decision.ts';
import { acknowledgementClauses, reminded, type TicketEvent, ticketEvent } from '../events.ts';
import { assertSystem } from '../guards.ts';
import { owedAt } from '../obligations.ts';
import type { TicketState } from '../state.ts';

/** The clock's own command: whatever is owed by now happens, and nothing when a change made it needless. */
export type ClockStruck = { type: 'clockStruck' };

export function decideClockStruck(
  _: ClockStruck,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  assertSystem(context);
  return accepted(
    ...owedAt(ticket, context.pack, context.now).flatMap(
      (obligation): TicketEvent | readonly TicketEvent[] => {
        switch (obligation.kind) {
          case 'atRisk':
            return ticketEvent('clockAtRisk', { clock: obligation.clock, dueAt: obligation.dueAt });
          case 'breach':
            return ticketEvent('clockBreached', { clock: obligation.clock, dueAt: obligation.dueAt });
          case 'transferReminder':
            return reminded('transfer', 'T1-1');
          case 'acknowledgementReminder':
            return reminded(obligation.of, acknowledgementClauses[obligation.of]);
          case 'closingReminder':
            return reminded('closing', 'T1-9');
          case 'chapter':
            return obligation.strike(ticket, context);
          case 'confirmationExpiry':
            return ticketEvent('confirmationExpired', { fix: ticket.confirmation?.fix ?? '' });
        }
      },
    ),
  );
}
