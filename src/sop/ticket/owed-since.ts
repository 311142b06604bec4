import type { Instant } from '../instant.ts';
import type { Pack } from '../pack/schema.ts';
import { beforeStrike, type Recorded } from '../recorded.ts';
import { struckBy } from './commands/clock-struck.ts';
import type { TicketEvent } from './events.ts';
import { evolveTicket } from './evolve.ts';
import { owedAt } from './obligations.ts';
import type { TicketState } from './state.ts';

/**
 * When that which an event of the clock does was due: after a downtime long before the event. Null for what people did,
 * and for what the record no longer gives a reason for (an earlier pack's obligation).
 */
export function owedSince(
  events: readonly Recorded<TicketEvent>[],
  event: Recorded<TicketEvent>,
  pack: Pack,
): Instant | null {
  if (event.actor !== null) return null;
  const earlier = beforeStrike(events, event);
  const before = earlier.reduce<TicketState | null>(evolveTicket, null);
  if (!before) return null;
  const context = { now: new Date(event.at), actor: { kind: 'system' }, pack } as const;
  const struck = owedAt(before, pack, context.now).flatMap((obligation) =>
    struckBy(obligation, before, context).map(({ type }) => ({ type, at: obligation.at })),
  );
  const own = struck[event.seq - (earlier.at(-1)?.seq ?? 0) - 1];
  return own?.type === event.type ? own.at : null;
}
