import type { Action } from '../../actions.ts';
import type { UserId } from '../../actor.ts';
import { epoch } from '../../instant.ts';
import type { Authorization, TicketState } from '../state.ts';
import { neverGranted } from './never-granted.ts';

/** Still waits for its answer, or for its use; the clock may have overtaken it (`isInTime`). */
export function isStanding({ status }: Authorization): boolean {
  return status === 'requested' || status === 'granted';
}

/** Good until, but not at, the instant at which it runs out. */
export function isInTime({ expiresAt }: Authorization, now: Date): boolean {
  return now.getTime() < epoch(expiresAt);
}

/** AU-6: the authorization under which this person may do this once, on this ticket as it stands now. */
export function grantFor(
  ticket: TicketState,
  person: UserId,
  action: Action,
  now: Date,
): Authorization | null {
  if (neverGranted[action] || !takesAuthorizations(ticket)) return null;
  const good = ticket.authorizations.find(
    (one) =>
      one.status === 'granted' &&
      one.person === person &&
      one.action === action &&
      one.tier === ticket.tier &&
      isInTime(one, now),
  );
  return good ?? null;
}

/** What an event's actor did beyond the role, by one-off authorizations that were used right before it. */
export function grantedFor(ticket: TicketState, seq: number): readonly Action[] {
  const before = ticket.authorizations.find(({ usedSeq }) => usedSeq === seq - 1);
  return before ? [before.action, ...grantedFor(ticket, seq - 1)] : [];
}

/** A closed ticket needs none; on a security matter nobody acts beyond their role (SEC-2). */
export function takesAuthorizations({ status, security }: TicketState): boolean {
  return status !== 'closed' && security === null;
}

/**
 * The ticket after a change, without the authorizations that the change made void: it moved to another tier, closed,
 * or became a security matter. They stay void if it comes back.
 */
export function voidAuthorizations(before: TicketState, after: TicketState): TicketState {
  if (before.tier === after.tier && takesAuthorizations(after)) return after;
  if (!after.authorizations.some(isStanding)) return after;
  return {
    ...after,
    authorizations: after.authorizations.map((one) => (isStanding(one) ? { ...one, status: 'void' } : one)),
  };
}
