import type { UserId } from '../sop/actor.ts';
import { mayRead } from '../sop/ticket/security/access.ts';
import { isNeutral } from '../sop/ticket/security/notices.ts';
import type { TicketState } from '../sop/ticket/state.ts';
import type { Desk } from './desk.ts';
import type { ClaimedNotice } from './outbox.ts';
import { roleOf } from './read-desk.ts';

/**
 * SEC-2: whether a notice may still be told where it was to go, asked at the moment it is sent: of a restricted ticket
 * nothing goes to channels and threads, and in person only to those who may read it.
 */
export async function mayBeTold(
  desk: Desk,
  { kind, destination }: Pick<ClaimedNotice, 'kind' | 'destination'>,
  ticket: TicketState,
): Promise<boolean> {
  if (!ticket.security || isNeutral(kind)) return true;
  const id = personIn(destination);
  if (id === null) return false;
  const role = await roleOf(desk, id);
  return mayRead(ticket, { kind: 'person', id, role, standing: 'member' });
}

/** `person:U123` → the user id; null for what is no person. */
function personIn(destination: string): UserId | null {
  return /^person:(.+)$/.exec(destination)?.[1] ?? null;
}
