import type { Trigger } from './trigger.ts';

/** ESC-3: matches no documented category. */
export const noCategory: Trigger = {
  id: 'ESC-3',
  from: ['tier1'],
  to: 'tier2',
  seenBy: 'software',
  effect: 'moves',
  words: 'It matches no documented category',
};
