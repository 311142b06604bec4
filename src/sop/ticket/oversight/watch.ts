import type { Recorded } from '../../recorded.ts';
import type { TicketEvent, TicketEventOf } from '../events.ts';
import type { TicketState, Watch } from '../state.ts';

/** LD-4: whoever takes the ticket on at the lead's tier as a lead looks in from then on; the manager does not. */
export function watchFrom({ role, actor, at }: Recorded<TicketEvent>): Watch | null {
  if (role !== 'lead' || !actor) return null;
  return { lead: actor, since: at, promptedAt: null, checkedAt: null, missed: 0, missedInAll: 0 };
}

/** The receiver is who acts in a transfer. From lead to lead the watch passes on; with anybody else it ends. */
export function watchAfterTransfer(event: Recorded<TicketEventOf<'transferred'>>): Watch | null {
  return event.payload.tier === 'lead' ? watchFrom(event) : null;
}

/** The watch of a ticket that is not solved; null where nobody looks in. */
export function activeWatch({ watch, status }: TicketState): Watch | null {
  return status === 'resolved' || status === 'closed' ? null : watch;
}

/** Whether the last prompt was answered; a watch that was not prompted yet owes no answer. */
export function isAnswered({ promptedAt, checkedAt }: Watch): boolean {
  return promptedAt === null || (checkedAt !== null && checkedAt >= promptedAt);
}

/** A reopened ticket is looked in on and told of again, counted from now: nothing was owed while it was closed. */
export function oversightGoesOn({ watch, p1 }: TicketState, at: string): Pick<TicketState, 'watch' | 'p1'> {
  return {
    watch: watch && { ...watch, since: at, promptedAt: null },
    p1: p1 && { ...p1, countedFrom: at, prompted: false, overdueSince: null, closingAskedAt: null },
  };
}
