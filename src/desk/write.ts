import { type Actor, actingRole } from '../sop/actor.ts';
import type { ClauseId } from '../sop/clauses.ts';
import type { Context } from '../sop/context.ts';
import type { Channels } from '../sop/desk-settings.ts';
import type { IncidentEvent } from '../sop/incident/events.ts';
import { evolveIncident } from '../sop/incident/evolve.ts';
import { noticesOfIncidentEvent } from '../sop/incident/notices.ts';
import { incidentDueAt } from '../sop/incident/obligations.ts';
import type { IncidentState } from '../sop/incident/state.ts';
import { instant } from '../sop/instant.ts';
import type { Notice } from '../sop/notice.ts';
import type { Recorded } from '../sop/recorded.ts';
import type { ShiftEvent } from '../sop/shift/events.ts';
import { evolveShift } from '../sop/shift/evolve.ts';
import { noticesOfShiftEvent } from '../sop/shift/notices.ts';
import { shiftDueAt } from '../sop/shift/obligations.ts';
import type { ShiftState } from '../sop/shift/state.ts';
import type { TicketEvent } from '../sop/ticket/events.ts';
import { evolveTicket } from '../sop/ticket/evolve.ts';
import { noticesOfTicketEvent } from '../sop/ticket/notices.ts';
import { nextDueAt } from '../sop/ticket/obligations.ts';
import { type TicketState, workingPriority } from '../sop/ticket/state.ts';
import { readLostChannels, readMembers } from '../store/desks.ts';
import { eventsToAppend, type Head } from '../store/events.ts';
import { incidentInsert, incidentStream, incidentUpdate } from '../store/incidents.ts';
import { noticesToAdd, readLanes } from '../store/outbox.ts';
import { readOnShift, shiftInsert, shiftStream, shiftUpdate } from '../store/shifts.ts';
import { readSurfaceReaders } from '../store/surfaces.ts';
import { rankOf, ticketInsert, ticketStream, ticketUpdate } from '../store/tickets.ts';
import type { Transaction } from '../store/transaction.ts';
import { type Write, writeTogether } from '../store/writes.ts';
import type { Desk, Request } from './desk.ts';
import {
  addressNotice,
  instead,
  type Readership,
  spreadOverLanes,
  spreadOverRole,
} from './outbox-notices.ts';

type AnyEvent = { type: string; clause: ClauseId; payload: unknown };

/** What a record is written onto; `state` is null for one that begins. */
export type Before<State> = {
  state: State | null;
  head: Head;
  channels: Channels;
  cardChannel: string | null;
};

/** What a record is afterwards: ready to be written onto again, in the same transaction. */
export type Written<State, Event> = Before<State> & { state: State; events: readonly Recorded<Event>[] };

/** How one kind of record evolves, tells and is stored. */
export type Aggregate<State, Event extends AnyEvent> = {
  streamOf(state: State): string;
  evolve(state: State | null, event: Recorded<Event>): State;
  notices(event: Recorded<Event>, before: State | null): readonly Notice<string>[];
  insert(desk: Desk, state: State, head: Head): Write;
  update(desk: Desk, state: State, head: Head): Write;
};

const tickets: Aggregate<TicketState, TicketEvent> = {
  streamOf: ({ number }) => ticketStream(number),
  evolve: evolveTicket,
  notices: noticesOfTicketEvent,
  insert: (desk, state, head) => ticketInsert(desk.id, state, indexOf(desk, state), head),
  update: (desk, state, head) => ticketUpdate(desk.id, state, indexOf(desk, state), head),
};

const incidents: Aggregate<IncidentState, IncidentEvent> = {
  streamOf: ({ number }) => incidentStream(number),
  evolve: evolveIncident,
  notices: noticesOfIncidentEvent,
  insert: (desk, state, head) => incidentInsert(desk.id, state, incidentDueAt(state), head),
  update: (desk, state, head) => incidentUpdate(desk.id, state, incidentDueAt(state), head),
};

const shifts: Aggregate<ShiftState, ShiftEvent> = {
  streamOf: ({ number }) => shiftStream(number),
  evolve: evolveShift,
  notices: noticesOfShiftEvent,
  insert: (desk, state, head) => shiftInsert(desk.id, state, shiftDueAt(state, desk.sop.pack), head),
  update: (desk, state, head) => shiftUpdate(desk.id, state, shiftDueAt(state, desk.sop.pack), head),
};

/** Writes what a decision says of a shift. */
export function writeShift(
  desk: Desk,
  tx: Transaction,
  before: Before<ShiftState>,
  request: Request,
  context: Context,
  decided: readonly ShiftEvent[],
): Promise<Written<ShiftState, ShiftEvent>> {
  return writeRecord(desk, tx, shifts, before, request, context, decided);
}

/** Writes what a decision says of a ticket. */
export async function writeTicket(
  desk: Desk,
  tx: Transaction,
  before: Before<TicketState>,
  request: Request,
  context: Context,
  decided: readonly TicketEvent[],
): Promise<{ ticket: TicketState; events: readonly Recorded<TicketEvent>[] }> {
  const { state, events } = await writeRecord(desk, tx, tickets, before, request, context, decided);
  return { ticket: state, events };
}

/** Writes what a decision says of an incident. */
export function writeIncident(
  desk: Desk,
  tx: Transaction,
  before: Before<IncidentState>,
  request: Request,
  context: Context,
  decided: readonly IncidentEvent[],
): Promise<Written<IncidentState, IncidentEvent>> {
  return writeRecord(desk, tx, incidents, before, request, context, decided);
}

/** Events, what is told of them, and the row: all in the caller's transaction. */
export async function writeRecord<State, Event extends AnyEvent>(
  desk: Desk,
  tx: Transaction,
  aggregate: Aggregate<State, Event>,
  before: Before<State>,
  request: Request,
  context: Context,
  decided: readonly Event[],
): Promise<Written<State, Event>> {
  const events = record(desk, context, before.head, decided);
  const told: ReturnType<typeof addressNotice>[] = [];
  let { state } = before;
  for (const event of events) {
    const after = aggregate.evolve(state, event);
    const about = { stream: aggregate.streamOf(after), seq: event.seq };
    for (const notice of aggregate.notices(event, state)) {
      if (notice.destination.to === 'wherePosted') {
        told.push(...spreadOverLanes(notice, about, await readLanes(tx, desk.id, about.stream)));
        continue;
      }
      const spread =
        notice.destination.to === 'role'
          ? spreadOverRole(notice, await readReadership(desk, tx, about.stream, notice.surface))
          : [
              notice.destination.to === 'conversation'
                ? instead(notice, await readLostChannels(tx, desk.id))
                : notice,
            ];
      for (const one of spread) told.push(addressNotice(one, about, before.channels, before.cardChannel));
    }
    state = after;
  }
  if (state === null) throw new Error('a decision to begin a record has an event');
  if (events.length === 0) return { ...before, state, events };

  const stream = { deskId: desk.id, name: aggregate.streamOf(state) };
  const { head, writes } = eventsToAppend(stream, before.head, events, keyOf(request, decided));
  const row =
    before.state === null ? aggregate.insert(desk, state, head) : aggregate.update(desk, state, head);
  await writeTogether(tx, [...writes, row, ...noticesToAdd(desk.id, told, context.now)]);
  return { ...before, state, head, events };
}

/** Who there is to be told, and who was told of this surface before. */
async function readReadership(
  desk: Desk,
  tx: Transaction,
  stream: string,
  surface: string | null,
): Promise<Readership> {
  const members = await readMembers(tx, desk.id);
  const people = Object.keys(members);
  const told = surface === null ? [] : await readSurfaceReaders(tx, desk.id, `${stream}/${surface}`, people);
  return { members, onShift: await readOnShift(tx, desk.id), told };
}

function indexOf({ sop: { pack } }: Desk, state: TicketState) {
  return { priorityRank: rankOf(workingPriority(state, pack)), nextDueAt: nextDueAt(state, pack) };
}

/**
 * The key is kept with what was carried out. A refusal keeps none: asked again when what stood in the way is gone,
 * the same request has to be decided anew.
 */
export function keyOf(request: Request, decided: readonly { type: string }[]): string | null {
  return decided.every(({ type }) => type === 'attemptRefused') ? null : request.requestKey;
}

/** Events as they stand in a stream after `head`. */
export function record<Event extends AnyEvent>(
  desk: Desk,
  { actor, now }: Context,
  head: Head,
  events: readonly Event[],
): readonly Recorded<Event>[] {
  return events.map((event, index) => ({
    ...event,
    seq: head.seq + index + 1,
    at: instant(now),
    actor: idOf(actor),
    role: actingRole(actor),
    packVersion: desk.sop.pack.version,
    packHash: desk.sop.hash,
  }));
}

function idOf(actor: Actor): string | null {
  return actor.kind === 'person' ? actor.id : null;
}
