import type { Tier } from '../ticket/state.ts';
import { triggers } from './index.ts';
import type { Trigger } from './trigger.ts';

/** The triggers that a person may name for a ticket at a tier. A security concern has a way of its own (SEC-1). */
export function personTriggers(tier: Tier): readonly Trigger[] {
  return Object.values(triggers).filter(
    ({ id, from, seenBy }) => seenBy !== 'software' && id !== 'SEC-1' && from.includes(tier),
  );
}
