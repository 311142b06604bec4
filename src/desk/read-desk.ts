import type { Actor, Role, UserId } from '../sop/actor.ts';
import type { DeskEvent, DeskSettings } from '../sop/desk-settings.ts';
import type { Recorded } from '../sop/recorded.ts';
import { mayRead } from '../sop/ticket/security/access.ts';
import type { TicketState } from '../sop/ticket/state.ts';
import { deskStream, readMembers, readRole, readSettings } from '../store/desks.ts';
import { readEvents } from '../store/events.ts';
import {
  countQueued,
  readOwned,
  readQueue,
  readQueueHead,
  readTicket,
  readToBeAccepted,
} from '../store/tickets.ts';
import type { Desk, Request } from './desk.ts';
import { type Reading, readAs } from './read-ticket.ts';

/** The role somebody holds at this moment; null for who is not on the roster. */
export function roleOf(desk: Desk, userId: UserId): Promise<Role | null> {
  return readRole(desk.db, desk.id, userId);
}

export function settingsOf(desk: Desk): Promise<DeskSettings> {
  return readSettings(desk.db, desk.id);
}

/** An event of the desk's own stream. Throws where the record has none of that number. */
export async function deskEventOf(desk: Desk, seq: number): Promise<Recorded<DeskEvent>> {
  const events = await readEvents<DeskEvent>(desk.db, desk.id, deskStream);
  const event = events.find((one) => one.seq === seq);
  if (!event) throw new Error(`the desk's record has no event ${seq}`);
  return event;
}

export function readRosterAs(desk: Desk, request: Request): Promise<Reading<Record<UserId, Role>>> {
  return readAs(desk, request, 'ticket.read', async () => ({
    kind: 'read',
    value: await readMembers(desk.db, desk.id),
  }));
}

/** For the form in which a manager sets the channels. */
export function readSettingsAs(desk: Desk, request: Request): Promise<Reading<DeskSettings>> {
  return readAs(desk, request, 'desk.setup', async () => ({ kind: 'read', value: await settingsOf(desk) }));
}

/** What waits: for whoever takes the next one, and for somebody of one's own tier. */
export type Waiting = {
  /** The first of the queue in the order they are to be taken (T1-1), and how many wait in all. */
  first: readonly TicketState[];
  waiting: number;
  /** T2-1: what was escalated to the tier of who asks. */
  toAccept: readonly TicketState[];
};

/** At most `limit` of each. */
export function readQueueAs(desk: Desk, request: Request, limit: number): Promise<Reading<Waiting>> {
  return readAs(desk, request, 'ticket.read', async () => {
    const { actor } = request;
    const tier = actor.kind === 'person' ? actor.role : null;
    const [first, waiting, toAccept] = await Promise.all([
      readQueue(desk.db, desk.id, limit),
      countQueued(desk.db, desk.id),
      tier && tier !== 'tier1' ? readToBeAccepted(desk.db, desk.id, tier, limit) : [],
    ]);
    const readable = toAccept.filter((ticket) => mayRead(ticket, actor));
    return { kind: 'read', value: { first, waiting, toAccept: readable } };
  });
}

/** What somebody owns; of those they may not read any more (SEC-2) only the numbers. */
export type Owned = { readable: readonly TicketState[]; restricted: readonly number[] };

export function readOwnedAs(desk: Desk, request: Request, owner: UserId): Promise<Reading<Owned>> {
  return readAs(desk, request, 'ticket.read', async () => ({
    kind: 'read',
    value: await ownedAs(desk, request.actor, owner),
  }));
}

/** For who acts: `reader` is mostly the owner. */
export async function ownedAs(desk: Desk, reader: Actor, owner: UserId): Promise<Owned> {
  const all = await readOwned(desk.db, desk.id, owner);
  return {
    readable: all.filter((ticket) => mayRead(ticket, reader)),
    restricted: all.filter((ticket) => !mayRead(ticket, reader)).map(({ number }) => number),
  };
}

/** The numbers of what somebody owns, which say nothing of the tickets. */
export async function numbersOwnedBy(desk: Desk, owner: UserId): Promise<readonly number[]> {
  return (await readOwned(desk.db, desk.id, owner)).map(({ number }) => number);
}

/** The ticket that comes first, when `number` waits in the queue and is not that one: taking it wants a reason. */
export async function comesBefore(desk: Desk, number: number): Promise<number | null> {
  const [head, ticket] = await Promise.all([
    readQueueHead(desk.db, desk.id),
    readTicket(desk.db, desk.id, number),
  ]);
  return ticket?.status === 'queued' && ticket.tier === 'tier1' && head !== number ? head : null;
}
