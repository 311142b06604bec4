import type { UserId } from '../../sop/actor.ts';
import type { Recorded } from '../../sop/recorded.ts';
import type { TicketEvent, TicketEventOf } from '../../sop/ticket/events.ts';

/** Who begins a fix: T2-7 keeps the yes of a second agent as theirs, but it is whoever asked who does the work. */
export function begunBy(
  events: readonly Recorded<TicketEvent>[],
  begun: Recorded<TicketEventOf<'fixStarted'>>,
): { by: UserId; confirmedBy: UserId | null } {
  const actor = begun.actor ?? '';
  const before = events.find(({ seq }) => seq === begun.seq - 1);
  if (before?.type !== 'confirmationGiven') return { by: actor, confirmedBy: null };
  const request = events.find(({ seq }) => seq === before.payload.request);
  return { by: request?.actor ?? actor, confirmedBy: actor };
}
