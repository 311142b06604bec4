import type { Pack } from '../pack/schema.ts';
import {
  hasKnownRootCause,
  lastAttempt,
  offeredExtendedFixes,
  runningAttempt,
  solvingAttempt,
} from '../ticket/ladder.ts';
import type { TicketState } from '../ticket/state.ts';
import type { Trigger } from './trigger.ts';

/** ESL-2: Extended Fixes exhausted, or the root cause unidentified. */
export const extendedFixesExhausted: Trigger = {
  id: 'ESL-2',
  from: ['tier2'],
  to: 'lead',
  seenBy: 'both',
  effect: 'moves',
  words: 'No Extended Fix is left, or no root cause is found',
};

/** Whether a root cause is on record for which the library has no Extended Fix that was not tried. */
export function areExtendedFixesExhausted(ticket: TicketState, pack: Pack): boolean {
  return (
    hasKnownRootCause(ticket, pack) &&
    offeredExtendedFixes(ticket, pack).every(({ id }) => lastAttempt(ticket, id) !== null) &&
    runningAttempt(ticket) === null &&
    solvingAttempt(ticket) === null
  );
}
