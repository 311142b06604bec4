import type { Trigger } from './trigger.ts';

/** ESL-5: needs action outside the authorization boundary. */
export const outsideAuthorization: Trigger = {
  id: 'ESL-5',
  from: ['tier2'],
  to: 'lead',
  seenBy: 'person',
  effect: 'moves',
  words: 'It needs action outside the authorization boundary',
};
