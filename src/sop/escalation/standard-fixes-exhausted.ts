import type { Pack } from '../pack/schema.ts';
import { hasKnownSymptom, owedStandardFix, runningAttempt, solvingAttempt } from '../ticket/ladder.ts';
import type { TicketState } from '../ticket/state.ts';
import type { Trigger } from './trigger.ts';

/** ESC-2: every applicable Standard Fix applied, and the issue persists. */
export const standardFixesExhausted: Trigger = {
  id: 'ESC-2',
  from: ['tier1'],
  to: 'tier2',
  seenBy: 'software',
  effect: 'moves',
  words: 'Every Standard Fix that applies was tried',
};

/** Whether every Standard Fix for the symptom was tried or set aside, and none solved it. */
export function areStandardFixesExhausted(ticket: TicketState, pack: Pack): boolean {
  return (
    hasKnownSymptom(ticket, pack) &&
    ticket.classification?.category !== 'OTHER' &&
    owedStandardFix(ticket, pack) === null &&
    runningAttempt(ticket) === null &&
    solvingAttempt(ticket) === null
  );
}
