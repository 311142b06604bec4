import type { Actor, UserId } from '../actor.ts';
import { mayDo } from '../authority.ts';
import type { ClauseId } from '../clauses.ts';
import type { Refusal } from '../decision.ts';
import type { Recorded } from '../recorded.ts';
import type { TicketCommand } from '../ticket/decide.ts';
import type { TicketEvent } from '../ticket/events.ts';
import type { TicketState } from '../ticket/state.ts';
import type { Deviation } from './state.ts';

/** EX-1: what a change of a ticket shows that departs from a documented step, and who did it. */
export function deviationsIn(
  before: TicketState,
  events: readonly Recorded<TicketEvent>[],
): readonly { author: UserId; deviation: Deviation }[] {
  return events.flatMap((event): { author: UserId; deviation: Deviation }[] => {
    const { actor } = event;
    if (!actor) return [];
    switch (event.type) {
      case 'takenOutOfOrder': {
        const { insteadOf, reason } = event.payload;
        return [{ author: actor, deviation: { kind: 'outOfOrder', insteadOf, reason } }];
      }
      case 'fixStarted': {
        const { fix, repeatReason } = event.payload;
        // AU-6: what a lead let through beforehand is no deviation.
        if (!repeatReason || wasAuthorized(events)) return [];
        // T2-7: the second agent confirms; it is done by whoever asked.
        const author = before.confirmation?.fix === fix ? before.confirmation.requestedBy : actor;
        return [{ author, deviation: { kind: 'repeated', fix, reason: repeatReason } }];
      }
      default:
        return [];
    }
  });
}

function wasAuthorized(events: readonly TicketEvent[]): boolean {
  return events.some((event) => event.type === 'authorizationUsed' && event.payload.action === 'fix.repeat');
}

const authorityClauses: ReadonlySet<ClauseId> = new Set(['AU-2', 'AU-3', 'AU-4', 'AU-5']);

/** What only leads up to an act: opening a form, reading, a statement that its fix follows. */
const leadsUp: ReadonlySet<TicketCommand['type']> = new Set(['prepareForm', 'read', 'stateNoTransaction']);

/** AU-6: whether a refused command was somebody of the desk reaching beyond their role; null where it was not. */
export function attemptIn(
  command: { type: string },
  { action, clause }: Refusal,
  actor: Actor,
): { author: UserId; deviation: Extract<Deviation, { kind: 'attempt' }> } | null {
  if (actor.kind !== 'person' || actor.role === null) return null;
  if ((leadsUp as ReadonlySet<string>).has(command.type) || !authorityClauses.has(clause)) return null;
  if (mayDo(actor.role, action)) return null;
  return { author: actor.id, deviation: { kind: 'attempt', action, clause } };
}
