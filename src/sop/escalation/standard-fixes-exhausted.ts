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
