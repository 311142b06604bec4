import { at, type Context } from '../../context.ts';
import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import type { CategoryCode, PriorityCode } from '../../pack/schema.ts';
import { isSymptomOf } from '../../playbook.ts';
import { recomputedTargets } from '../../sla-clock.ts';
import { notEscalatedGuard } from '../escalation/pending.ts';
import { type TicketEvent, ticketEvent } from '../events.ts';
import { authorityGuard, firstRefusal, notClosedGuard, ownerGuard, owners } from '../guards.ts';
import type { TicketState } from '../state.ts';

/** T1-2, T1-3. `readWhole`: the agent states having read the whole description and every attachment. */
export type ClassifyTicket = {
  type: 'classify';
  category: CategoryCode;
  symptom: string;
  priority: PriorityCode;
  readWhole: boolean;
};

const action = 'ticket.classify';

/** What stands in the way of classifying at all, before anything is entered. */
export function classifyRefusal(ticket: TicketState, context: Context): Refusal | null {
  return firstRefusal(
    authorityGuard(context, action),
    notClosedGuard(ticket, action),
    notEscalatedGuard(ticket, context, action),
    ownerGuard(ticket, context, action),
  );
}

export function decideClassify(
  command: ClassifyTicket,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const { pack } = context;
  const { category, symptom, priority } = command;
  const before = ticket.classification;
  const refusal = firstRefusal(
    () => classifyRefusal(ticket, context),
    () =>
      command.readWhole
        ? null
        : {
            action,
            clause: 'T1-2',
            reason: 'Read the whole description and every attachment first, and say so with the checkbox.',
            whoMay: owners(ticket),
            nextStep: { step: 'classify', ticket: ticket.number },
          },
    () =>
      isSymptomOf(pack, category, symptom)
        ? null
        : {
            action,
            clause: 'T1-3',
            reason: `That symptom does not belong to ${category} in matrix version ${pack.matrix.version}. Choose one of the category's own.`,
            whoMay: owners(ticket),
            nextStep: { step: 'classify', ticket: ticket.number },
          },
    () =>
      before && before.category === category && before.symptom === symptom && before.priority === priority
        ? {
            action,
            clause: 'T1-3',
            reason: `T-${ticket.number} is already classified as ${category}, ${priority}, with this symptom.`,
            whoMay: owners(ticket),
            nextStep: ticket.acknowledgement ? null : { step: 'acknowledge', ticket: ticket.number },
          }
        : null,
    () =>
      ticket.acknowledgement?.status === 'sending'
        ? {
            action,
            clause: 'T1-4',
            reason: `The acknowledgement of T-${ticket.number} is on its way to the customer as classified now. Correct it once it has arrived.`,
            whoMay: owners(ticket),
            nextStep: { step: 'show', ticket: ticket.number },
          }
        : null,
    // Until the customer was told a response time, a slip in the form is corrected; after that it is an override.
    () =>
      before && before.priority !== priority && ticket.acknowledgement?.status === 'sent'
        ? {
            action,
            clause: 'LD-2',
            reason: `T-${ticket.number} was acknowledged as ${before.priority}. From then on its priority changes only by a lead's override on a documented criterion.`,
            whoMay: { kind: 'role', atLeast: 'lead' },
            nextStep: { step: 'show', ticket: ticket.number },
          }
        : null,
  );
  if (refusal) return refused(refusal);

  const classified = ticketEvent('classified', {
    category,
    symptom,
    priority,
    matrixVersion: pack.matrix.version,
    readWhole: true,
    // LD-2, AU-4: what a lead has overridden stands over it.
    clocks: recomputedTargets(
      ticket.clocks,
      pack,
      ticket.priorityOverride?.priority ?? priority,
      at(context),
      ({ overriddenAt }) => overriddenAt !== null,
    ),
  });
  return accepted<TicketEvent>(classified, ...protocolEndedBy(command, ticket));
}

/** PCD00011 runs for what is critical: it ends with that. A classification never starts it, an override does (LD-3). */
function protocolEndedBy({ priority }: ClassifyTicket, ticket: TicketState): readonly TicketEvent[] {
  const stays = (ticket.priorityOverride?.priority ?? priority) === 'P1';
  return ticket.p1 && !stays ? [ticketEvent('p1Ended', { cause: 'downgraded', note: null })] : [];
}
