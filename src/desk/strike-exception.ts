import { system } from '../sop/actor.ts';
import { decideException } from '../sop/exception/decide.ts';
import { exceptionDueAt } from '../sop/exception/obligations.ts';
import { claimDueException } from '../store/claims.ts';
import { isDatabaseAway } from '../store/database/errors.ts';
import { exceptionStream } from '../store/exceptions.ts';
import { contextOf, type Desk } from './desk.ts';
import type { DueStrike } from './due/due-source.ts';
import { numbersOf } from './due/streams.ts';
import { inTransaction } from './in-transaction.ts';
import { writeException } from './write-exception.ts';

/** EX-3: reminds of, or reports, the draft that has been due longest; where a shift ended earlier, that did it. */
export async function strikeException(desk: Desk, except: readonly string[]): Promise<DueStrike> {
  let claimed: string | null = null;
  try {
    return await inTransaction<DueStrike>(desk, async (tx) => {
      const locked = await claimDueException(
        tx,
        desk.id,
        desk.clock.now(),
        numbersOf(except, exceptionStream),
      );
      if (!locked) return { kind: 'nothingDue' };
      const { number, state } = locked;
      claimed = exceptionStream(number);
      const context = contextOf(desk, system);
      const decision = decideException({ type: 'clockStruck' }, state, context);
      if (decision.kind === 'refused') throw new Error(decision.refusal.reason);
      await writeException(desk, tx, locked, { actor: system, requestKey: null }, context, decision.events);
      return { kind: 'struck', stream: claimed, dueAt: exceptionDueAt(state) };
    });
  } catch (error) {
    if (claimed === null || isDatabaseAway(error)) throw error;
    return { kind: 'failed', stream: claimed, error };
  }
}
