import type { Instant } from '../instant.ts';
import type { Pack } from '../pack/schema.ts';
import { beforeStrike, type Recorded } from '../recorded.ts';
import type { ShiftEvent } from './events.ts';
import { evolveShift } from './evolve.ts';
import { shiftOwedAt } from './obligations.ts';
import type { ShiftState } from './state.ts';

/**
 * When that which an event of the clock does was due: after a downtime long before the event. Null for what people did,
 * and for what the record no longer gives a reason for (an earlier pack's obligation).
 */
export function shiftOwedSince(
  events: readonly Recorded<ShiftEvent>[],
  event: Recorded<ShiftEvent>,
  pack: Pack,
): Instant | null {
  const name = event.actor === null ? owedAs(event) : null;
  if (name === null) return null;
  const before = beforeStrike(events, event).reduce<ShiftState | null>(evolveShift, null);
  if (!before) return null;
  return shiftOwedAt(before, pack, new Date(event.at)).find((one) => one.name === name)?.at ?? null;
}

/** The name of the obligation that is met by it; null for what the clock does not owe. */
function owedAs(event: ShiftEvent): string | null {
  switch (event.type) {
    case 'absenceTold':
      return 'absence';
    case 'ended':
    case 'stayedOn':
      return 'end';
    case 'preparationStarted':
      return 'preparation';
    case 'handoffReminded':
      return event.payload.of;
    case 'checklistLooked':
      return `${event.payload.boundary}List`;
    default:
      return null;
  }
}
