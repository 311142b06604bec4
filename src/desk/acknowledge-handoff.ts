import { roleRank } from '../sop/actor.ts';
import { decideShift } from '../sop/shift/decide.ts';
import { shiftAttemptRefused, shiftEvent } from '../sop/shift/events.ts';
import type { ShiftFacts } from '../sop/shift/facts.ts';
import type { ShiftState } from '../sop/shift/state.ts';
import { handOver } from '../sop/ticket/handoff/hand-over.ts';
import { type LockedShift, type LockedTicket, lockShifts, lockTicketsOf } from '../store/claims.ts';
import { readOpenShifts } from '../store/shifts.ts';
import { readOfferedTo, readWatchedBy } from '../store/tickets.ts';
import type { Transaction } from '../store/transaction.ts';
import type { ShiftOutcome } from './command-shift.ts';
import { contextOf, type Desk, type Request } from './desk.ts';
import { inRequest } from './in-transaction.ts';
import { readShiftFacts } from './shift-facts.ts';
import { timed } from './timed.ts';
import { watchShiftEnd } from './watch-exceptions.ts';
import { writeShift, writeTicket } from './write.ts';

/**
 * HO-4: whoever acknowledges a shift's record owns all of its tickets from that instant on, in one transaction. Both
 * shifts are locked first, by number: nobody can take anything on, go off or acknowledge meanwhile. Then every ticket,
 * by number; what was closed until then is not in it.
 */
export function acknowledgeHandoff(desk: Desk, request: Request, number: number): Promise<ShiftOutcome> {
  return timed(
    desk,
    () => 'acknowledgeHandoff',
    () => inRequest<ShiftOutcome>(desk, request, (tx) => acknowledgeIn(desk, tx, request, number)),
  );
}

async function acknowledgeIn(
  desk: Desk,
  tx: Transaction,
  request: Request,
  number: number,
): Promise<Extract<ShiftOutcome, { kind: 'done' | 'refused' | 'noShift' }>> {
  const { actor } = request;
  const own = (await readOpenShifts(tx, desk.id)).find(
    ({ person }) => actor.kind === 'person' && person === actor.id,
  );
  const locked = await lockShifts(tx, desk.id, own ? [number, own.number] : [number]);
  const outgoing = locked.find(({ state }) => state.number === number);
  if (!outgoing) return { kind: 'noShift' };
  const incoming = locked.find(({ state }) => state.number === own?.number && state.number !== number);
  const tickets = await lockHandedOver(desk, tx, outgoing.state);
  const facts = await factsOf(desk, tx, outgoing.state, incoming, tickets);
  const context = contextOf(desk, actor);
  const decision = decideShift({ type: 'acknowledgeHandoff' }, outgoing.state, { ...context, facts });
  // Asked twice by the same person: it is done.
  if (decision.kind === 'accepted' && decision.events.length === 0)
    return { kind: 'done', shift: outgoing.state, events: [] };
  if (decision.kind === 'refused' || !incoming || actor.kind !== 'person') {
    if (decision.kind === 'accepted') throw new Error('nobody acknowledges a handoff without a shift');
    const attempt = [shiftAttemptRefused(decision.refusal)];
    await writeShift(desk, tx, outgoing, request, context, attempt);
    return { kind: 'refused', refusal: decision.refusal };
  }
  const { state, events } = await writeShift(desk, tx, outgoing, request, context, decision.events);
  const handoff = { from: outgoing.state.person, to: actor.id, shift: number };
  const once = { ...request, requestKey: null };
  for (const ticket of tickets)
    await writeTicket(desk, tx, ticket, once, context, handOver(ticket.state, handoff));
  const moved = [...facts.owned, ...facts.watched].map((ticket) => ticket.number);
  const received = shiftEvent('handoffReceived', {
    shift: number,
    from: handoff.from,
    tickets: [...new Set(moved)],
  });
  await writeShift(desk, tx, incoming, once, context, [received]);
  await watchShiftEnd(desk, tx, state, events);
  return { kind: 'done', shift: state, events };
}

/**
 * Every ticket that is the person's to answer for, and those that others have offered them (HO-1). A shift that has ended
 * has left nothing: its record is read, and what the person has on another shift stays theirs.
 */
async function lockHandedOver(
  desk: Desk,
  tx: Transaction,
  { person, status }: ShiftState,
): Promise<readonly LockedTicket[]> {
  if (status === 'ended') return [];
  const others = [
    ...(await readWatchedBy(tx, desk.id, person)),
    ...(await readOfferedTo(tx, desk.id, person)),
  ];
  return lockTicketsOf(
    tx,
    desk.id,
    person,
    others.map(({ number }) => number),
  );
}

/** As the locked rows have it: the tickets, and whether who acknowledges is still on shift. */
async function factsOf(
  desk: Desk,
  tx: Transaction,
  outgoing: ShiftState,
  incoming: LockedShift | undefined,
  tickets: readonly LockedTicket[],
): Promise<ShiftFacts> {
  const facts = await readShiftFacts(desk, tx, outgoing);
  const states = tickets.map(({ state }) => state);
  const leads = roleRank(outgoing.role) >= roleRank('lead');
  return {
    ...facts,
    others: [
      ...facts.others.filter(({ number }) => number !== incoming?.state.number),
      ...(incoming && incoming.state.status !== 'ended' ? [incoming.state] : []),
    ],
    owned: states.filter(({ owner }) => owner === outgoing.person),
    watched: leads ? states.filter(({ watch }) => watch?.lead === outgoing.person) : [],
  };
}
