import type { Context } from '../../context.ts';
import { accepted, type Decision, type Refusal, refused } from '../../decision.ts';
import type { Pack } from '../../pack/schema.ts';
import type { Deciders } from '../chapter.ts';
import { decideOpen } from '../commands/open.ts';
import { type TicketEvent, ticketEvent } from '../events.ts';
import { authorityGuard, firstRefusal, mayIntervene, notClosedGuard, ownerGuard } from '../guards.ts';
import type { TicketState } from '../state.ts';

export type ScopeCommand =
  /** SC-2: the whole ticket. `code`: of the pack's list of what is out of scope. */
  | { type: 'redirect'; code: string; note: string }
  /** SC-2: a part of it, which becomes ticket `into`. */
  | { type: 'split'; code: string; note: string; into: number };

export const scopeDeciders: Deciders<ScopeCommand> = {
  redirect: decideRedirect,
  split: decideSplit,
};

/** Governs Severity 1 security incidents; a ticket gets there by a lead, never by being redirected (SEC-1, SEC-3). */
const securityDocument = 'SEC-PCD-001';

/**
 * What stands in the way of redirecting a ticket, or a part of it, before anything is entered. Reading is enough to
 * see that something is out of scope, so neither classification nor acknowledgement is asked for.
 */
export function redirectRefusal(ticket: TicketState, context: Context): Refusal | null {
  const action = 'ticket.redirect';
  return firstRefusal(
    authorityGuard(context, action),
    () =>
      ticket.security
        ? {
            action,
            clause: 'SEC-2',
            reason: `T-${ticket.number} is restricted: a Team Lead hands it over, and nobody redirects it.`,
            whoMay: { kind: 'nobody' },
            nextStep: null,
          }
        : null,
    notClosedGuard(ticket, action),
    () => (mayIntervene(context.actor) ? null : ownerGuard(ticket, context, action)()),
  );
}

function decideRedirect(
  { code, note }: Extract<ScopeCommand, { type: 'redirect' }>,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const refusal = firstRefusal(
    () => redirectRefusal(ticket, context),
    () => codeRefusal(code, ticket.number, context.pack),
  );
  if (refusal) return refused(refusal);
  return accepted(redirectedEvent(code, note, context.pack));
}

function decideSplit(
  { code, note, into }: Extract<ScopeCommand, { type: 'split' }>,
  ticket: TicketState,
  context: Context,
): Decision<TicketEvent> {
  const refusal = firstRefusal(
    authorityGuard(context, 'ticket.split'),
    () => redirectRefusal(ticket, context),
    () => codeRefusal(code, ticket.number, context.pack),
  );
  if (refusal) return refused(refusal);
  const { document } = redirectedEvent(code, note, context.pack).payload;
  return accepted(ticketEvent('split', { into, code, document, note }));
}

/** What a part of `ticket` that is out of scope is. */
export type Part = { number: number; title: string; description: string; code: string; note: string };

/** The ticket that the part becomes: opened, and redirected at once, so that it never stands in the queue. */
export function decidePart(part: Part, ticket: TicketState, context: Context): Decision<TicketEvent> {
  const { number, title, description, code, note } = part;
  const opening = decideOpen(
    {
      type: 'open',
      number,
      title,
      description,
      attachments: [],
      customerAccount: ticket.customerAccount,
      reportedPriority: ticket.reportedPriority,
      externalId: null,
      source: 'split',
      message: null,
      splitFrom: ticket.number,
    },
    context,
  );
  if (opening.kind === 'refused') return opening;
  return accepted<TicketEvent>(...opening.events, redirectedEvent(code, note, context.pack));
}

function codeRefusal(code: string, number: number, pack: Pack): Refusal | null {
  const chosen = pack.outOfScope.find((one) => one.code === code);
  if (!chosen)
    return {
      action: 'ticket.redirect',
      clause: 'SC-2',
      reason: `That is not on the list of what is out of scope in SOP pack ${pack.version}.`,
      whoMay: { kind: 'nobody' },
      nextStep: { step: 'show', ticket: number },
    };
  if (chosen.document !== securityDocument) return null;
  return {
    action: 'ticket.redirect',
    clause: 'SEC-1',
    reason: `A security incident is not redirected: report it at once with /escalate security ${number}, and a Team Lead hands it over under ${securityDocument}.`,
    whoMay: { kind: 'role', atLeast: 'tier1' },
    nextStep: { step: 'show', ticket: number },
  };
}

function redirectedEvent(code: string, note: string, pack: Pack) {
  const chosen = pack.outOfScope.find((one) => one.code === code);
  if (!chosen) throw new Error(`the pack in force lists no ${code} as out of scope`);
  return ticketEvent('redirected', { code, document: chosen.document, note });
}
