import { at, type Context } from '../../context.ts';
import { accepted, type Decision, refused } from '../../decision.ts';
import { resumedTargets } from '../../sla-clock.ts';
import { type TicketEvent, ticketEvent } from '../events.ts';
import {
  acknowledgedGuard,
  authorityGuard,
  firstRefusal,
  notClosedGuard,
  ownerGuard,
  owners,
  workGuard,
} from '../guards.ts';
import { type TicketState, workingPriority } from '../state.ts';

/** The ticket waits for the customer (or `on` whatever it names): the resolution clock pauses. */
export type StartWait = { type: 'startWait'; on: string };

export function decideStartWait(
  command: StartWait,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const action = 'ticket.wait';
  const refusal = firstRefusal(workGuard(ticket, context, action), acknowledgedGuard(ticket, action), () =>
    ticket.waiting
      ? {
          action,
          clause: 'HO-2',
          reason: `T-${ticket.number} is already waiting.`,
          whoMay: owners(ticket),
          nextStep: { step: 'resume', ticket: ticket.number },
        }
      : null,
  );
  return refusal ? refused(refusal) : accepted(ticketEvent('waitStarted', { on: command.on }));
}

export type EndWait = { type: 'endWait' };

export function decideEndWait(_: EndWait, ticket: TicketState, context: Context): Decision<TicketEvent> {
  const action = 'ticket.resume';
  const refusal = firstRefusal(
    authorityGuard(context, action),
    notClosedGuard(ticket, action),
    ownerGuard(ticket, context, action),
    () =>
      ticket.waiting
        ? null
        : {
            action,
            clause: 'HO-2',
            reason: `T-${ticket.number} is not waiting for anything.`,
            whoMay: owners(ticket),
            nextStep: { step: 'show', ticket: ticket.number },
          },
  );
  if (refusal) return refused(refusal);
  const clock = ticket.clocks.resolution;
  const { pack } = context;
  return accepted(
    ticketEvent('waitEnded', {
      resolution: clock ? resumedTargets(pack, workingPriority(ticket, pack), clock, at(context)) : null,
    }),
  );
}
