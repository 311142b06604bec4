import type { UserId } from '../sop/actor.ts';
import type { Refusal } from '../sop/decision.ts';
import type { Recorded } from '../sop/recorded.ts';
import { decideShift, type ShiftCommand } from '../sop/shift/decide.ts';
import { type ShiftEvent, shiftAttemptRefused } from '../sop/shift/events.ts';
import type { ShiftState } from '../sop/shift/state.ts';
import { type LockedShift, lockShiftOf, lockShifts } from '../store/claims.ts';
import { isCarriedOut } from '../store/events.ts';
import type { Transaction } from '../store/transaction.ts';
import { contextOf, type Desk, type Request } from './desk.ts';
import { inRequest } from './in-transaction.ts';
import { readShiftFacts } from './shift-facts.ts';
import { timed } from './timed.ts';
import { watchShiftEnd } from './watch-exceptions.ts';
import { writeShift } from './write.ts';

export type ShiftOutcome =
  | { kind: 'done'; shift: ShiftState; events: readonly Recorded<ShiftEvent>[] }
  | { kind: 'refused'; refusal: Refusal }
  /** The person is on no shift. */
  | { kind: 'noShift' }
  | { kind: 'repeated' };

/** What is asked of a person's open shift: locked, decided and written as a ticket is; a refusal is kept, as an attempt. */
export function commandShift(
  desk: Desk,
  request: Request,
  person: UserId,
  command: ShiftCommand,
): Promise<ShiftOutcome> {
  return onShift(desk, request, command, (tx) => lockShiftOf(tx, desk.id, person));
}

/** The same of a shift by its number, which may have ended: its list is still gone through (CK-4). */
export function commandShiftNumber(
  desk: Desk,
  request: Request,
  number: number,
  command: ShiftCommand,
): Promise<ShiftOutcome> {
  return onShift(desk, request, command, async (tx) => (await lockShifts(tx, desk.id, [number]))[0] ?? null);
}

function onShift(
  desk: Desk,
  request: Request,
  command: ShiftCommand,
  lock: (tx: Transaction) => Promise<LockedShift | null>,
): Promise<ShiftOutcome> {
  return timed(
    desk,
    () => command.type,
    () =>
      inRequest<ShiftOutcome>(desk, request, async (tx) => {
        const locked = await lock(tx);
        return locked ? decideAndWriteShift(desk, tx, locked, request, command) : { kind: 'noShift' };
      }),
  );
}

/** The second half of the transaction, for a shift that is locked already. */
export async function decideAndWriteShift(
  desk: Desk,
  tx: Transaction,
  locked: LockedShift,
  request: Request,
  command: ShiftCommand,
): Promise<Extract<ShiftOutcome, { kind: 'done' | 'refused' | 'repeated' }>> {
  const context = contextOf(desk, request.actor);
  const facts = await readShiftFacts(desk, tx, locked.state);
  const decision = decideShift(command, locked.state, { ...context, facts });
  if (decision.kind === 'refused' && (await isCarriedOut(tx, desk.id, request.requestKey)))
    return { kind: 'repeated' };
  const decided = decision.kind === 'accepted' ? decision.events : [shiftAttemptRefused(decision.refusal)];
  const { state, events } = await writeShift(desk, tx, locked, request, context, decided);
  if (decision.kind === 'refused') return { kind: 'refused', refusal: decision.refusal };
  await watchShiftEnd(desk, tx, state, events);
  return { kind: 'done', shift: state, events };
}
