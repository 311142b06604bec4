import type { Trigger } from './trigger.ts';

/** ESL-4: depends on another team or a vendor. */
export const otherTeamNeeded: Trigger = {
  id: 'ESL-4',
  from: ['tier2'],
  to: 'lead',
  seenBy: 'person',
  effect: 'moves',
  words: 'It depends on another team or a vendor',
};
