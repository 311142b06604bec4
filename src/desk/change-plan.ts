import { system } from '../sop/actor.ts';
import type { PlanCommand } from '../sop/shift/change-plan.ts';
import { readLostChannels } from '../store/desks.ts';
import type { Desk, Request } from './desk.ts';
import { type DeskOutcome, executeOnDesk } from './execute.ts';

/**
 * Changes the plan of the shifts; the clock follows it at its next tick. A channel that took nothing, and that a pattern
 * is given now, is told of again.
 */
export async function changePlan(desk: Desk, request: Request, command: PlanCommand): Promise<DeskOutcome> {
  const outcome = await executeOnDesk(desk, request, command);
  if (outcome.kind !== 'done' || command.type !== 'setShiftPattern') return outcome;
  const { channel } = command.pattern;
  if (channel === null || !(await readLostChannels(desk.db, desk.id)).includes(channel)) return outcome;
  const found = { type: 'channelState', channelId: channel, role: null, error: null } as const;
  await executeOnDesk(desk, { actor: system, requestKey: null }, found);
  return outcome;
}
