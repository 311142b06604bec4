import type { Trigger } from './trigger.ts';

/** ESC-1: 20 minutes of active work, unresolved. */
export const activeWorkLimit: Trigger = {
  id: 'ESC-1',
  from: ['tier1'],
  to: 'tier2',
  seenBy: 'software',
  effect: 'moves',
  words: '20 minutes of active work without a solution',
};
