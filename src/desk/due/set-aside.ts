import { system } from '../../sop/actor.ts';
import { readSetAside } from '../../store/desks.ts';
import type { Desk } from '../desk.ts';
import { executeOnDesk } from '../execute.ts';
import type { DueSource } from './due-source.ts';

const request = { actor: system, requestKey: null };

/**
 * Keeps in the desk's record that what a record owes could not be decided on, and tells the leads: once, by whichever
 * replica met it first, until it works again. `fault` is the id under which the log holds the cause.
 */
export async function noteSetAside(desk: Desk, stream: string, fault: string): Promise<void> {
  if ((await readSetAside(desk.db, desk.id)).includes(stream)) return;
  await executeOnDesk(desk, request, { type: 'clocksState', stream, fault });
}

/**
 * Of the records of one kind that were set aside, by this replica or another, before a restart or after: those that owe
 * nothing any more have been struck, or changed so that they look ahead. The leads are told that they go on.
 */
export async function noteGoingOn(desk: Desk, source: DueSource): Promise<void> {
  const setAside = (await readSetAside(desk.db, desk.id)).filter((stream) => source.watches(stream));
  if (setAside.length === 0) return;
  const due = new Set(await source.dueAmong(desk, setAside));
  for (const stream of setAside.filter((one) => !due.has(one)))
    await executeOnDesk(desk, request, { type: 'clocksState', stream, fault: null });
}
