import type { DeskSettings } from '../sop/desk-settings.ts';
import type { ShiftState } from '../sop/shift/state.ts';
import { readOpenShifts } from '../store/shifts.ts';
import type { Desk } from './desk.ts';
import { settingsOf } from './read-desk.ts';

/** The plan, who is on the roster, and the shifts that are open now. */
export type Shifts = { settings: DeskSettings; open: readonly ShiftState[] };

export async function readShifts(desk: Desk): Promise<Shifts> {
  return { settings: await settingsOf(desk), open: await readOpenShifts(desk.db, desk.id) };
}
