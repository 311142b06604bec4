import type { Trigger } from './trigger.ts';

/** SEC-1: from any role and state, bypassing the sequence. */
export const securityConcern: Trigger = {
  id: 'SEC-1',
  from: ['tier1', 'tier2', 'lead', 'manager'],
  to: 'lead',
  seenBy: 'person',
  effect: 'moves',
  words: 'Suspected breach, unauthorized access or regulatory exposure',
};
