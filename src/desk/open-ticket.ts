import { decideOpen, type OpenTicket } from '../sop/ticket/decide.ts';
import { chainStart } from '../store/chain.ts';
import { nextNumber } from '../store/desks.ts';
import { readTicketByExternalId } from '../store/tickets.ts';
import { contextOf, type Desk, type Outcome, type Request } from './desk.ts';
import { executeOnDesk } from './execute.ts';
import { inRequest } from './in-transaction.ts';
import { timed } from './timed.ts';
import { writeTicket } from './write.ts';

/**
 * SC-1: a new ticket joins the queue. The same `externalId` again gives the ticket it already made
 * (`events` is empty then), also when two such requests arrive at once.
 */
export async function openTicket(
  desk: Desk,
  request: Request,
  ticket: Omit<OpenTicket, 'type' | 'number'>,
): Promise<Outcome> {
  const outcome = await timed(
    desk,
    () => 'open',
    () =>
      inRequest<Outcome>(desk, request, async (tx) => {
        // The desk's row is locked by taking the number, so whoever comes second sees the first one's ticket.
        const { number, channels } = await nextNumber(tx, desk.id, 'ticket');
        const existing = ticket.externalId && (await readTicketByExternalId(tx, desk.id, ticket.externalId));
        if (existing) throw new NotOpened({ kind: 'done', ticket: existing, events: [] });

        const context = contextOf(desk, request.actor);
        const decision = decideOpen({ type: 'open', number, ...ticket }, context);
        if (decision.kind === 'refused') throw new NotOpened({ kind: 'refused', refusal: decision.refusal });
        const fresh = { state: null, head: { seq: 0, hash: chainStart }, channels, cardChannel: null };
        return { kind: 'done', ...(await writeTicket(desk, tx, fresh, request, context, decision.events)) };
      }),
  ).catch((error: unknown) => {
    if (error instanceof NotOpened) return error.outcome;
    throw error;
  });
  if (outcome.kind !== 'refused') return outcome;
  return executeOnDesk(desk, request, { type: 'attempt', action: 'ticket.open' }).then(() => outcome);
}

/** Rolls the transaction back, so that the number it took is not lost. */
class NotOpened extends Error {
  readonly outcome: Outcome;
  constructor(outcome: Outcome) {
    super('no ticket was opened');
    this.outcome = outcome;
  }
}
