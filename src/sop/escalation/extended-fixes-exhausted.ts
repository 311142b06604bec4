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
