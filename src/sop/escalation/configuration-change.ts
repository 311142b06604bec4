import type { Trigger } from './trigger.ts';

/** ESC-5: needs a change of system configuration. */
export const configurationChangeNeeded: Trigger = {
  id: 'ESC-5',
  from: ['tier1'],
  to: 'tier2',
  seenBy: 'person',
  effect: 'moves',
  words: 'It needs a change of system configuration',
};
