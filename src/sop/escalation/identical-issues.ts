import type { Trigger } from './trigger.ts';

/** ESC-6: three or more identical issues within one hour. */
export const identicalIssues: Trigger = {
  id: 'ESC-6',
  from: ['tier1'],
  to: 'tier2',
  seenBy: 'software',
  effect: 'moves',
  words: 'Three or more identical issues within an hour',
};
