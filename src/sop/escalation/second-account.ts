import type { Trigger } from './trigger.ts';

/** ESL-3: confirmed on more than one customer account. */
export const secondAccount: Trigger = {
  id: 'ESL-3',
  from: ['tier2'],
  to: 'lead',
  seenBy: 'software',
  effect: 'moves',
  words: 'A second customer account is affected',
};
