import type { Trigger } from './trigger.ts';

/** ESC-4: needs customer data beyond the read-only profile. */
export const customerDataNeeded: Trigger = {
  id: 'ESC-4',
  from: ['tier1'],
  to: 'tier2',
  seenBy: 'person',
  effect: 'moves',
  words: 'It needs customer data beyond the read-only profile',
};
