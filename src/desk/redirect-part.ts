import { decidePart, type Part } from '../sop/ticket/scope/commands.ts';
import { chainStart } from '../store/chain.ts';
import { lockTicket } from '../store/claims.ts';
import { nextNumber } from '../store/desks.ts';
import { isCarriedOut } from '../store/events.ts';
import { keepRefusal, RefusedTogether } from './command-together.ts';
import { contextOf, type Desk, type Outcome, type Request } from './desk.ts';
import { decideAndWrite } from './execute.ts';
import { inRequest } from './in-transaction.ts';
import { timed } from './timed.ts';
import { writeTicket } from './write.ts';

/**
 * SC-2: what is out of scope of a ticket becomes a ticket of its own, redirected at once, and the first one goes on.
 * Both are written or neither is; the outcome is the first one's.
 */
export async function redirectPart(
  desk: Desk,
  request: Request,
  number: number,
  part: Omit<Part, 'number'>,
): Promise<Outcome> {
  try {
    return await timed(
      desk,
      () => 'split',
      () =>
        inRequest<Outcome>(desk, request, async (tx) => {
          const locked = await lockTicket(tx, desk.id, number);
          if (!locked) return { kind: 'unknownTicket', number };
          // Before a number is taken, which only a transaction that fails gives back.
          if (await isCarriedOut(tx, desk.id, request.requestKey)) return { kind: 'repeated' };
          const { number: into, channels } = await nextNumber(tx, desk.id, 'ticket');
          const { code, note } = part;
          const outcome = await decideAndWrite(desk, tx, locked, request, {
            type: 'split',
            code,
            note,
            into,
          });
          // Rolled back, so that the number is not lost.
          if (outcome.kind === 'refused') throw new RefusedTogether(outcome.refusal);
          const context = contextOf(desk, request.actor);
          const decision = decidePart({ ...part, number: into }, locked.state, context);
          if (decision.kind === 'refused') throw new RefusedTogether(decision.refusal);
          const fresh = { state: null, head: { seq: 0, hash: chainStart }, channels, cardChannel: null };
          await writeTicket(desk, tx, fresh, { ...request, requestKey: null }, context, decision.events);
          return outcome;
        }),
    );
  } catch (error) {
    if (!(error instanceof RefusedTogether)) throw error;
    return keepRefusal(desk, request, number, error.refusal);
  }
}
