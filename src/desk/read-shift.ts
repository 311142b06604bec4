import type { UserId } from '../sop/actor.ts';
import type { Recorded } from '../sop/recorded.ts';
import type { ShiftEvent } from '../sop/shift/events.ts';
import type { ShiftFacts } from '../sop/shift/facts.ts';
import type { ShiftState } from '../sop/shift/state.ts';
import { readEvents } from '../store/events.ts';
import { readLastShiftOf, readOpenShiftOf, readShift, shiftStream } from '../store/shifts.ts';
import type { Desk, Request } from './desk.ts';
import { type Reading, readAs } from './read-ticket.ts';
import { readShiftFacts } from './shift-facts.ts';

/** A shift with its whole record, and with what it is looked at against. */
export type ShiftFile = {
  shift: ShiftState;
  events: readonly Recorded<ShiftEvent>[];
  /** The rest of the desk as it is now. */
  facts: ShiftFacts;
};

/** For rendering what was decided already; authority was checked there. */
export async function readShiftFile(desk: Desk, number: number): Promise<ShiftFile | null> {
  const shift = await readShift(desk.db, desk.id, number);
  if (!shift) return null;
  const [events, facts] = await Promise.all([
    readEvents<ShiftEvent>(desk.db, desk.id, shiftStream(number)),
    readShiftFacts(desk, desk.db, shift),
  ]);
  return { shift, events, facts };
}

/** The open shift of a person; null where none is. */
export async function openShiftOf(desk: Desk, person: UserId): Promise<ShiftState | null> {
  const number = await readOpenShiftOf(desk.db, desk.id, person);
  return number === null ? null : readShift(desk.db, desk.id, number);
}

/** The same with its record. */
export async function readOwnShift(desk: Desk, person: UserId): Promise<ShiftFile | null> {
  const number = await readOpenShiftOf(desk.db, desk.id, person);
  return number === null ? null : readShiftFile(desk, number);
}

/**
 * One of the shifts of who asks, for its lists: by its number, or the one that is open, else the one that ended last.
 * Null where it is none of theirs.
 */
export function readListedAs(
  desk: Desk,
  request: Request,
  number: number | null,
): Promise<Reading<ShiftFile | null>> {
  return readAs(desk, request, 'checklist.complete', async () => {
    const { actor } = request;
    const person = actor.kind === 'person' ? actor.id : '';
    const chosen = number ?? (await readLastShiftOf(desk.db, desk.id, person));
    const file = chosen === null ? null : await readShiftFile(desk, chosen);
    return { kind: 'read', value: file?.shift.person === person ? file : null };
  });
}
