import { at, type Context } from '../../context.ts';
import { accepted, type Decision, refused } from '../../decision.ts';
import { clockTargets } from '../../sla-clock.ts';
import { notEscalatedGuard } from '../escalation/pending.ts';
import { type TicketEvent, type TicketEventOf, ticketEvent } from '../events.ts';
import { authorityGuard, firstRefusal, isOwner, notClosedGuard } from '../guards.ts';
import { newTicketGuard, onShiftGuard } from '../on-shift.ts';
import { type TicketState, workingPriority } from '../state.ts';

/** T1-1. `queueHead`: the oldest unassigned ticket in priority order, looked up in the same transaction. */
export type TakeTicket = { type: 'take'; reason: string | null; queueHead: number | null };

export function decideTake(
  command: TakeTicket,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const outOfOrder = command.queueHead !== null && command.queueHead !== ticket.number;
  const action = outOfOrder ? 'ticket.takeOutOfOrder' : 'ticket.take';
  const refusal = firstRefusal(
    authorityGuard(context, action),
    notClosedGuard(ticket, action),
    onShiftGuard(context, action),
    newTicketGuard(ticket, context, action, 'tier1'),
    notEscalatedGuard(ticket, context, action),
    () => {
      if (ticket.owner === null) return null;
      const mine = isOwner(ticket, context.actor);
      return {
        action,
        clause: 'T1-1',
        reason: mine
          ? `T-${ticket.number} is already yours.`
          : `T-${ticket.number} has been taken by <@${ticket.owner}>. To get it, ask for a transfer.`,
        whoMay: { kind: 'people', ids: [ticket.owner] },
        nextStep: mine ? { step: 'show', ticket: ticket.number } : { step: 'takeNext' },
      };
    },
    () =>
      outOfOrder && !command.reason
        ? {
            action,
            clause: 'T1-1',
            reason: `T-${command.queueHead} comes first: it has waited longest at the highest priority. Taking T-${ticket.number} instead needs a reason.`,
            whoMay: { kind: 'role', atLeast: 'tier1' },
            nextStep: { step: 'takeNext' },
          }
        : null,
  );
  if (refusal) return refused(refusal);

  const received = receipt(ticket, context);
  if (!outOfOrder || command.queueHead === null || !command.reason) return accepted(received);
  return accepted<TicketEvent>(
    received,
    ticketEvent('takenOutOfOrder', { reason: command.reason, insteadOf: command.queueHead }),
  );
}

/** T1-1: from now on it is somebody's, and its clocks run. */
export function receipt(ticket: TicketState, context: Context): TicketEventOf<'received'> {
  const { pack } = context;
  const priority = workingPriority(ticket, pack);
  return ticketEvent('received', {
    clocks: {
      response: ticket.clocks.response ? null : clockTargets(pack, priority, 'response', at(context), []),
      resolution: clockTargets(pack, priority, 'resolution', at(context), []),
    },
  });
}
