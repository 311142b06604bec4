import type { Refusal } from '../sop/decision.ts';
import type { TicketCommand } from '../sop/ticket/decide.ts';
import { attemptRefused } from '../sop/ticket/events.ts';
import { lockTicket } from '../store/claims.ts';
import { contextOf, type Desk, type Outcome, type Request } from './desk.ts';
import { decideAndWrite, executeOnTicket } from './execute.ts';
import { inRequest } from './in-transaction.ts';
import { timed } from './timed.ts';
import { watchRefusal } from './watch-exceptions.ts';
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
    return await timed(
      desk,
      () => first?.type ?? 'nothing',
      () =>
        inRequest<Outcome>(desk, request, async (tx) => {
          let outcome: Outcome = { kind: 'unknownTicket', number };
          // Kept with the first thing that happened, whichever command it came of.
          let { requestKey } = request;
          for (const command of commands) {
            const locked = await lockTicket(tx, desk.id, number);
            if (!locked) return outcome;
            const next = await decideAndWrite(desk, tx, locked, { ...request, requestKey }, command);
            if (next.kind === 'refused') throw new RefusedTogether(next.refusal);
            if (next.kind === 'repeated') return next;
            outcome = next;
            if (next.kind === 'done' && next.events.length > 0) requestKey = null;
          }
          return outcome;
        }),
    );
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
  return inRequest<Outcome>(desk, request, async (tx) => {
    const locked = await lockTicket(tx, desk.id, number);
    if (!locked) return { kind: 'unknownTicket', number };
    const context = contextOf(desk, request.actor);
    await writeTicket(desk, tx, locked, request, context, [attemptRefused(refusal)]);
    await watchRefusal(desk, tx, { type: 'together' }, refusal, request.actor, locked.state);
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
