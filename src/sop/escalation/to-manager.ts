import type { Trigger } from './trigger.ts';

/** LD-4: the lead escalates once more, to the Operations Manager. */
export const managerNeeded: Trigger = {
  id: 'LD-4',
  from: ['lead'],
  to: 'manager',
  seenBy: 'person',
  effect: 'moves',
  words: 'The Operations Manager has to decide',
};
