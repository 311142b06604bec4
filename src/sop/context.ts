import type { Actor } from './actor.ts';
import { type Instant, instant } from './instant.ts';
import type { Pack } from './pack/schema.ts';

/** What every decision is given: the time, who acts, and the law in force. */
export type Context = { now: Date; actor: Actor; pack: Pack };

export function at(context: Context): Instant {
  return instant(context.now);
}
