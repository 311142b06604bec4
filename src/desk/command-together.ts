import type { Refusal } from '../sop/decision.ts';
import type { TicketCommand } from '../sop/ticket/decide.ts';
import { attemptRefused } from '../sop/ticket/events.ts';
import { lockTicket } from '../store/claims.ts';
import { contextOf, type Desk, type Outcome, type Request } from './desk.ts';
import { decideAndWrite, executeOnTicket, inTransaction } from './execute.ts';
import { writeTicket } from './write.ts';

/**
 * Several commands of one form, all or none: what was entered together is not half recorded. A refusal of any of them
 * is kept, and nothing else.
 */
export async function commandTogether(
  desk: Desk,
  request: Request,
  number: number,
  commands: readonly TicketCommand[],
): Promise<Outcome> {
  const [first] = commands;
  if (first && commands.length === 1) return executeOnTicket(desk, number, request, () => first);
  try {
    return await inTransaction<Outcome>(desk, async (tx) => {
      let outcome: Outcome = { kind: 'unknownTicket', number };
      for (const [index, command] of commands.entries()) {
        const locked = await lockTicket(tx, desk.id, number);
        if (!locked) return outcome;
        const once = index === 0 ? request : { ...request, requestKey: null };
        const next = await decideAndWrite(desk, tx, locked, once, command);
        if (next.kind === 'refused') throw new RefusedTogether(next.refusal);
        outcome = next;
      }
      return outcome;
    });
  } catch (error) {
    if (!(error instanceof RefusedTogether)) throw error;
    return keepRefusal(desk, request, number, error.refusal);
  }
}

/** A refusal is kept as an attempt, though all that went with it was rolled back. */
export function keepRefusal(
  desk: Desk,
  request: Request,
  number: number,
  refusal: Refusal,
): Promise<Outcome> {
  return inTransaction<Outcome>(desk, async (tx) => {
    const locked = await lockTicket(tx, desk.id, number);
    if (!locked) return { kind: 'unknownTicket', number };
    const context = contextOf(desk, request.actor);
    await writeTicket(desk, tx, locked, request, context, [attemptRefused(refusal)]);
    return { kind: 'refused', refusal };
  });
}

/** Rolls back what the commands before it wrote. */
export class RefusedTogether extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super('one of several commands was refused');
    this.refusal = refusal;
  }
}
