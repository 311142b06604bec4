import type { DeskCommand } from '../sop/desk-settings.ts';
import type { Desk, Request } from './desk.ts';
import { type DeskOutcome, executeOnDesk } from './execute.ts';

/** AU-7: a rule that is badly calibrated, from a refusal that concerned no one ticket. */
export function flagOnDesk(
  desk: Desk,
  request: Request,
  flag: Extract<DeskCommand, { type: 'flagCalibration' }>,
): Promise<DeskOutcome> {
  return executeOnDesk(desk, request, flag);
}
