import type { Trigger } from './trigger.ts';

/** ESL-1: the lead is told; the ticket does not change hands. */
export const slaAtRisk: Trigger = {
  id: 'ESL-1',
  from: ['tier2'],
  to: 'lead',
  seenBy: 'software',
  effect: 'notifies',
  words: 'Its clock is at risk',
};
