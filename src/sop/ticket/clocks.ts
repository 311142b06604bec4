import { type SlaClock, type SlaClockKind, slaClockKinds } from '../sla-clock.ts';
import type { TicketState } from './state.ts';

/** These of a ticket's clocks changed; those that never started stay so. */
export function changeClocks(
  clocks: TicketState['clocks'],
  kinds: readonly SlaClockKind[],
  change: (clock: SlaClock) => SlaClock,
): TicketState['clocks'] {
  const changed = slaClockKinds.map((kind) => {
    const clock = clocks[kind];
    return [kind, clock && kinds.includes(kind) ? change(clock) : clock];
  });
  return Object.fromEntries(changed) as TicketState['clocks'];
}
