import type { Pack } from '../pack/schema.ts';
import { pendingEscalation } from '../ticket/escalation/pending.ts';
import type { TicketState } from '../ticket/state.ts';
import { areExtendedFixesExhausted } from './extended-fixes-exhausted.ts';
import { triggers } from './index.ts';
import { matchesNoCategory } from './no-category.ts';
import { areStandardFixesExhausted } from './standard-fixes-exhausted.ts';
import type { TriggerId } from './trigger.ts';

/** Whether the ticket meets it now, and did not before. */
type Met = (before: TicketState, after: TicketState, pack: Pack) => boolean;

/** The triggers that the software finds in what somebody has just recorded, in the order they are asked. */
const found: readonly (readonly [TriggerId, Met])[] = [
  ['ESC-3', (before, after) => matchesNoCategory(after) && !matchesNoCategory(before)],
  [
    'ESC-2',
    (before, after, pack) =>
      areStandardFixesExhausted(after, pack) && !areStandardFixesExhausted(before, pack),
  ],
  [
    'ESL-2',
    (before, after, pack) =>
      areExtendedFixesExhausted(after, pack) &&
      (before.causes.root !== after.causes.root ||
        pendingEscalation(before) !== null ||
        !areExtendedFixesExhausted(before, pack)),
  ],
];

/** The trigger that a change of the ticket met; null when none was, or when it waits to be accepted anyway. */
export function findMetTrigger(before: TicketState, after: TicketState, pack: Pack): TriggerId | null {
  if (after.status === 'closed' || after.security !== null || pendingEscalation(after)) return null;
  const met = found.find(
    ([id, isMet]) => triggers[id].from.includes(after.tier) && isMet(before, after, pack),
  );
  return met?.[0] ?? null;
}
