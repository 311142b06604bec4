import type { Action } from '../sop/authority.ts';
import { checkAuthority } from '../sop/authority.ts';
import type { Refusal } from '../sop/decision.ts';
import type { Recorded } from '../sop/recorded.ts';
import type { TicketEvent, TicketEventOf } from '../sop/ticket/events.ts';
import { mayRead } from '../sop/ticket/security/access.ts';
import type { TicketState } from '../sop/ticket/state.ts';
import { readEvents } from '../store/events.ts';
import { readTicket, ticketStream } from '../store/tickets.ts';
import type { Desk, Request } from './desk.ts';
import { executeOnDesk, executeOnTicket } from './execute.ts';

/** A ticket with its whole record. */
export type TicketFile = {
  ticket: TicketState;
  opened: Recorded<TicketEventOf<'opened'>>;
  events: readonly Recorded<TicketEvent>[];
};

export type Reading<T> =
  | { kind: 'read'; value: T }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'unknownTicket'; number: number };

/** Reading is an action like any other: whoever may not is refused, and the attempt is kept. */
export async function readAs<T>(
  desk: Desk,
  request: Request,
  action: Action,
  read: () => Promise<Reading<T>>,
): Promise<Reading<T>> {
  const refusal = checkAuthority(request.actor, action);
  if (!refusal) return read();
  await executeOnDesk(desk, request, { type: 'attempt', action });
  return { kind: 'refused', refusal };
}

export function readTicketAs(desk: Desk, request: Request, number: number): Promise<Reading<TicketFile>> {
  return readAs(desk, request, 'ticket.read', async () => {
    const file = await readTicketFile(desk, number);
    if (file && !mayRead(file.ticket, request.actor)) {
      const outcome = await executeOnTicket(desk, number, request, () => ({ type: 'read' }));
      if (outcome.kind !== 'refused') throw new Error(`T-${number} is closed to whoever asked`);
      return outcome;
    }
    return file ? { kind: 'read', value: file } : { kind: 'unknownTicket', number };
  });
}

/** For rendering what was decided already; authority was checked there. */
export async function readTicketFile(desk: Desk, number: number): Promise<TicketFile | null> {
  const ticket = await readTicket(desk.db, desk.id, number);
  if (!ticket) return null;
  const events = await readEvents<TicketEvent>(desk.db, desk.id, ticketStream(number));
  const [opened] = events;
  if (opened?.type !== 'opened') throw new Error(`the record of T-${number} does not begin with 'opened'`);
  return { ticket, opened, events };
}
