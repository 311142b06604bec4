import { at, type Context } from '../../context.ts';
import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import { moveUp } from '../../escalation/move-up.ts';
import { securityConcern } from '../../escalation/security.ts';
import type { Deciders } from '../chapter.ts';
import { type TicketEvent, ticketEvent } from '../events.ts';
import { assertSystem, authorityGuard, firstRefusal, notClosedGuard } from '../guards.ts';
import type { TicketState } from '../state.ts';
import type { OutgoingNotice } from './events.ts';

/** The document that governs the response (SEC-3). */
const securityProcedure = 'SEC-PCD-001';

export type SecurityCommand =
  /** SEC-1. `note`: what was seen. The intake endpoint reports as the system. */
  | { type: 'reportSecurity'; note: string | null }
  /** SEC-3. */
  | { type: 'handOverSecurity'; reference: string }
  /** Somebody wants to see it: nothing happens, but a no is kept. */
  | { type: 'read' }
  /** The system found at the last moment that it must not leave. */
  | { type: 'stopOutgoing'; of: OutgoingNotice; tried: boolean };

export const securityDeciders: Deciders<SecurityCommand> = {
  reportSecurity: decideReport,
  handOverSecurity: decideHandOver,
  read: (_, __, context) => {
    const refusal = authorityGuard(context, 'ticket.read')();
    return refusal ? refused(refusal) : accepted();
  },
  stopOutgoing: decideStopOutgoing,
};

/** What stands in the way of reporting, before what was seen is asked for. */
export function reportRefusal(ticket: TicketState, context: Context): Refusal | null {
  const action = 'security.report';
  return firstRefusal(
    () => (context.actor.kind === 'system' ? null : authorityGuard(context, action)()),
    () =>
      ticket.security
        ? {
            action,
            clause: 'SEC-1',
            reason: `T-${ticket.number} was reported already. The Team Leads have it.`,
            whoMay: { kind: 'nobody' },
            nextStep: { step: 'show', ticket: ticket.number },
          }
        : null,
  );
}

function decideReport(
  { note }: Extract<SecurityCommand, { type: 'reportSecurity' }>,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const refusal = reportRefusal(ticket, context);
  return refusal ? refused(refusal) : accepted(...reportEvents(note, ticket, context));
}

/**
 * SEC-1: from any tier and state straight to the lead, whatever else stands in the way of reopening it. What is
 * restricted starts no P1 protocol, which would tell of it.
 */
function reportEvents(note: string | null, ticket: TicketState, context: Context): readonly TicketEvent[] {
  const security = { reportedBy: null, at: at(context), handedOver: null };
  const reason = note ?? securityConcern.words;
  const closed = ticket.status === 'closed';
  return [
    ticketEvent('securityReported', { note }),
    ...(closed ? [ticketEvent('reopened', { reason, resolution: null })] : []),
    ...moveUp({ ...ticket, security }, context, { trigger: 'SEC-1', reason }),
  ];
}

export function handOverRefusal(ticket: TicketState, context: Context): Refusal | null {
  const action = 'security.handOver';
  return firstRefusal(authorityGuard(context, action), notClosedGuard(ticket, action), () =>
    ticket.security
      ? null
      : {
          action,
          clause: 'SEC-3',
          reason: `T-${ticket.number} has not been reported as a security matter.`,
          whoMay: { kind: 'nobody' },
          nextStep: { step: 'show', ticket: ticket.number },
        },
  );
}

/** The restriction stays on the closed ticket; nothing of its procedure here has to be finished first. */
function decideHandOver(
  { reference }: Extract<SecurityCommand, { type: 'handOverSecurity' }>,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const refusal = handOverRefusal(ticket, context);
  if (refusal) return refused(refusal);
  const code = context.pack.outOfScope.find(({ document }) => document === securityProcedure)?.code;
  // A pack may leave it off its list: the clause itself names the document.
  return accepted<TicketEvent>(
    ticketEvent('securityHandedOver', { reference }),
    ticketEvent('redirected', {
      code: code ?? securityProcedure,
      document: securityProcedure,
      note: reference,
    }),
  );
}

function decideStopOutgoing(
  { of, tried }: Extract<SecurityCommand, { type: 'stopOutgoing' }>,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  assertSystem(context);
  const underWay =
    of === 'diagnostics' ? ticket.diagnostics?.status === 'requested' : ticket[of]?.status === 'sending';
  return underWay ? accepted(ticketEvent('outgoingStopped', { of, tried })) : accepted();
}
