import type { Action } from './actions.ts';
import type { Actor } from './actor.ts';
import { type Instant, instant } from './instant.ts';
import type { Pack } from './pack/schema.ts';
import type { Duty } from './shift/duty.ts';

/**
 * What every decision is given: the time, who acts, and the law in force. `granted`: what the actor may do beyond the
 * role this once, by a one-off authorization (AU-6); set in one place alone. `duty`: what the shifts say of the actor,
 * looked up for the commands that ask for it (`asksForDuty`).
 */
export type Context = { now: Date; actor: Actor; pack: Pack; granted?: readonly Action[]; duty?: Duty };

export function at(context: Context): Instant {
  return instant(context.now);
}
