import type { Actor, UserId } from '../actor.ts';
import { type Action, checkAuthority, mayDo } from '../authority.ts';
import type { Context } from '../context.ts';
import type { Refusal } from '../decision.ts';
import { notEscalatedGuard } from './escalation/pending.ts';
import type { TicketState } from './state.ts';

/** The first refusal of a list of guards, in the order a person would want to hear them. */
export function firstRefusal(...guards: readonly (() => Refusal | null)[]): Refusal | null {
  for (const guard of guards) {
    const refusal = guard();
    if (refusal) return refusal;
  }
  return null;
}

/** AU-1 to AU-6: whether the actor's role carries the action, or a one-off authorization does. */
export function may({ actor, granted }: Context, action: Action): boolean {
  if (granted?.includes(action)) return true;
  return actor.kind === 'person' && actor.role !== null && mayDo(actor.role, action);
}

export function authorityGuard(context: Context, action: Action): () => Refusal | null {
  return () => (may(context, action) ? null : checkAuthority(context.actor, action));
}

/** T1-1: what is done to a ticket's work is done by the person who owns it. */
export function ownerGuard(ticket: TicketState, context: Context, action: Action): () => Refusal | null {
  return () => {
    if (isOwner(ticket, context.actor)) return null;
    if (ticket.owner === null) {
      return {
        action,
        clause: 'T1-1',
        reason: `Nobody has taken T-${ticket.number} yet: it is worked on once somebody owns it.`,
        whoMay: { kind: 'role', atLeast: 'tier1' },
        nextStep: { step: 'take', ticket: ticket.number },
      };
    }
    return {
      action,
      clause: 'T1-1',
      reason: `T-${ticket.number} belongs to <@${ticket.owner}>, who owns it until it is resolved or transferred.`,
      whoMay: { kind: 'people', ids: [ticket.owner] },
      nextStep: { step: 'show', ticket: ticket.number },
    };
  };
}

export function notClosedGuard(ticket: TicketState, action: Action): () => Refusal | null {
  return () =>
    ticket.status === 'closed'
      ? {
          action,
          clause: 'T1-9',
          reason: `T-${ticket.number} is closed.`,
          whoMay: { kind: 'nobody' },
          nextStep: { step: 'show', ticket: ticket.number },
        }
      : null;
}

/** A paused clock is not worked past: whoever goes on resumes the ticket first. */
export function notWaitingGuard(ticket: TicketState, action: Action): () => Refusal | null {
  return () =>
    ticket.waiting
      ? {
          action,
          clause: 'HO-2',
          reason: `T-${ticket.number} waits, and its resolution clock is paused: resume it first.`,
          whoMay: owners(ticket),
          nextStep: { step: 'resume', ticket: ticket.number },
        }
      : null;
}

/** T1-3: category and priority come before anything else. */
export function classifiedGuard(ticket: TicketState, action: Action): () => Refusal | null {
  return () =>
    ticket.classification
      ? null
      : {
          action,
          clause: 'T1-3',
          reason: `T-${ticket.number} has no category and priority yet, and both are entered before anything else happens.`,
          whoMay: owners(ticket),
          nextStep: { step: 'classify', ticket: ticket.number },
        };
}

/** T1-4: the customer has been told that the ticket arrived. */
export function acknowledgedGuard(ticket: TicketState, action: Action): () => Refusal | null {
  return () =>
    ticket.acknowledgement
      ? null
      : {
          action,
          clause: 'T1-4',
          reason: `The customer of T-${ticket.number} has not been sent an acknowledgement yet.`,
          whoMay: owners(ticket),
          nextStep: { step: 'acknowledge', ticket: ticket.number },
        };
}

/** What all work on a ticket waits for: a role that may, a ticket that is open and at its tier, its owner, its classification. */
export function workGuard(ticket: TicketState, context: Context, action: Action): () => Refusal | null {
  return () =>
    firstRefusal(
      authorityGuard(context, action),
      notClosedGuard(ticket, action),
      notEscalatedGuard(ticket, context, action),
      ownerGuard(ticket, context, action),
      classifiedGuard(ticket, action),
    );
}

export function isOwner(ticket: TicketState, actor: Actor): boolean {
  return actor.kind === 'person' && actor.id === ticket.owner;
}

/** A lead or manager may step in where an agent is absent (AU-4, SLA-breach intervention). */
export function mayIntervene(actor: Actor): boolean {
  return actor.kind === 'person' && actor.role !== null && mayDo(actor.role, 'breach.intervene');
}

export function owners(ticket: TicketState): Refusal['whoMay'] {
  return ticket.owner ? { kind: 'people', ids: [ticket.owner] } : { kind: 'role', atLeast: 'tier1' };
}

/** The person acting; the system never gets past an authority guard. */
export function personOf(actor: Actor): UserId {
  if (actor.kind !== 'person') throw new Error('only a person does this');
  return actor.id;
}

/** For commands that only the clock and the systems around the desk send: a person's would be a fault of ours. */
export function assertSystem({ actor }: Context): void {
  if (actor.kind !== 'system') throw new Error('only the system does this');
}
