import { expect } from 'vitest';
import { epoch, instant } from '../../../src/sop/instant.ts';
import type { Recorded } from '../../../src/sop/recorded.ts';
import { preparationAt } from '../../../src/sop/shift/duty.ts';
import type { ShiftEvent, ShiftEventOf } from '../../../src/sop/shift/events.ts';
import { evolveShift } from '../../../src/sop/shift/evolve.ts';
import { worksInShifts } from '../../../src/sop/shift/plan.ts';
import type { ShiftState } from '../../../src/sop/shift/state.ts';
import { stretchAt } from '../../../src/sop/shift/stretches.ts';
import { pendingEscalation } from '../../../src/sop/ticket/escalation/pending.ts';
import type { TicketEvent } from '../../../src/sop/ticket/events.ts';
import type { TicketState } from '../../../src/sop/ticket/state.ts';
import { readEvents } from '../../../src/store/events.ts';
import { shiftStream } from '../../../src/store/shifts.ts';
import { ticketStream } from '../../../src/store/tickets.ts';
import type { TestDesk } from '../support.ts';
import { answering, isOpen, type World } from './world.ts';

const key = ({ number, person }: { number: number; person: string }) => `T-${number} ${person}`;

/**
 * Decision 022: tickets in hand when the first shift is planned stay with whoever has them. Those alone may be with
 * somebody off shift, and only until they change hands or close.
 */
export function inHandBeforeShifts(
  known: ReadonlySet<string>,
  before: World,
  after: World,
): ReadonlySet<string> {
  const now = answering(after.tickets).map(key);
  return new Set(worksInShifts(before.plan) ? now.filter((one) => known.has(one)) : now);
}

/** AU-1, HO-3: what holds at every instant. */
export function expectCustody(world: World, excepted: ReadonlySet<string>): void {
  for (const { number, status, owner } of world.tickets.filter(isOpen))
    expect(owner === null, `T-${number} is in a queue, or somebody’s`).toBe(status === 'queued');
  const open = world.shifts.filter(({ status }) => status !== 'ended');
  const people = open.map(({ person }) => person);
  expect(people, 'nobody has two open shifts').toEqual([...new Set(people)]);
  if (!worksInShifts(world.plan)) return;
  const on = open.filter(({ status }) => status === 'on').map(({ person }) => person);
  const left = answering(world.tickets.filter((one) => !waitsForLeads(one))).filter(
    (one) => !on.includes(one.person),
  );
  expect(
    left.map(key).filter((one) => !excepted.has(one)),
    'nobody answers for a ticket while off shift',
  ).toEqual([]);
}

/** SEC-1: a closed ticket that is reported goes straight to the leads, whoever had it, on shift or not. */
function waitsForLeads(ticket: TicketState): boolean {
  return ticket.security !== null && pendingEscalation(ticket)?.trigger === 'SEC-1';
}

/** HO-3: no shift ends whose person still has something, unless the desk plans none any more. */
export function expectEndedCleanly(before: World, after: World): void {
  const were = new Set(before.shifts.filter(({ status }) => status === 'ended').map(({ number }) => number));
  for (const { number, person, status, outcome } of after.shifts) {
    if (status !== 'ended' || outcome === 'noShifts' || were.has(number)) continue;
    const again = after.shifts.some((one) => one.person === person && one.status !== 'ended');
    if (again) continue;
    const left = answering(after.tickets).filter((one) => one.person === person);
    expect(left.map(key), `SHIFT-${number} ended with nothing left`).toEqual([]);
  }
}

/** HO-4: what was acknowledged between two looks passed whole, and nothing passed without it. */
export async function expectWholeHandoffs(desk: TestDesk, before: World, after: World): Promise<void> {
  const moves = await newMoves(desk, before, after);
  const rounds = await newRounds(desk, before, after);
  for (const { shift, done } of rounds) {
    const { tickets: told } = done.payload;
    const moved = moves.filter(({ payload }) => payload.shift === shift.number);
    expect(moved.map(({ ticket }) => ticket).sort(), `SHIFT-${shift.number} passed whole`).toEqual(
      [...told].sort(),
    );
    for (const { ticket, payload, last } of moved) {
      expect(payload).toMatchObject({ from: shift.person, to: done.actor });
      if (last && payload.owned) expect(stateOf(after, ticket)?.owner).toBe(done.actor);
      if (last && payload.watched) expect(stateOf(after, ticket)?.watch?.lead).toBe(done.actor);
    }
    const received = after.shifts.filter(({ received: all }) =>
      all.some((one) => one.shift === shift.number && one.at === done.at),
    );
    expect(received.map(({ person }) => person)).toEqual([done.actor]);
  }
  const whole = rounds.map(({ shift }) => shift.number);
  expect(moves.filter(({ payload }) => !whole.includes(payload.shift))).toEqual([]);
}

/** What was acknowledged between two looks, also where the end of the shift has moved away since. */
async function newRounds(desk: TestDesk, before: World, after: World) {
  const rounds = [];
  for (const shift of after.shifts) {
    const seen = before.shiftHeads.get(shift.number) ?? 0;
    if (seen === after.shiftHeads.get(shift.number)) continue;
    for (const event of await eventsOf(desk, shift))
      if (event.type === 'handoffAcknowledged' && event.seq > seen) rounds.push({ shift, done: event });
  }
  return rounds;
}

async function newMoves(desk: TestDesk, before: World, after: World) {
  const moves = [];
  for (const [ticket, head] of after.heads) {
    const seen = before.heads.get(ticket) ?? 0;
    if (seen === head) continue;
    for (const event of await readEvents<TicketEvent>(desk.db, desk.id, ticketStream(ticket)))
      if (event.type === 'handedOver' && event.seq > seen)
        moves.push({ ticket, payload: event.payload, last: event.seq === head });
  }
  return moves;
}

function stateOf({ tickets }: World, number: number) {
  return tickets.find((one) => one.number === number);
}

const inSight = 40 * 60 * 60_000;

/** HO-1: after a tick, shifts are as the plan has them, and nothing is owed any more. */
export function expectPlanFollowed(world: World, now: Date): void {
  for (const { person, status, startsAt, endsAt, leavesBySelf } of world.shifts) {
    if (status === 'ended' || leavesBySelf || !(person in world.members)) continue;
    const at = instant(Math.max(now.getTime(), epoch(startsAt)));
    const stretch = stretchAt(world.plan, person, at);
    // One without an end in sight is seen as far as the plan is looked at, a day further every day.
    if (stretch && epoch(stretch.to) - epoch(stretch.from) < inSight)
      expect(endsAt, `${person} is on as planned`).toBe(stretch.to);
  }
  for (const person of Object.keys(world.members)) {
    const stretch = stretchAt(world.plan, person, instant(now));
    if (!stretch || epoch(stretch.to) - epoch(stretch.from) >= inSight) continue;
    const begun = world.shifts.some(
      (one) =>
        one.person === person &&
        (one.status !== 'ended' ||
          one.startsAt === stretch.from ||
          (one.endedAt !== null && one.endedAt > stretch.from)),
    );
    expect(begun, `the shift of ${person} from ${stretch.from} has begun`).toBe(true);
  }
}

/** Everything the clock said of the shifts, said once and not before its time; T-20 for each end there was. */
export async function expectToldOnce(desk: TestDesk, world: World): Promise<void> {
  const { pack } = desk.sop;
  const now = instant(desk.clock.now());
  for (const shift of world.shifts) {
    const said = new Set<string>();
    const once = (what: string, again: string) => {
      expect(said.has(what), `SHIFT-${shift.number}: ${again}`).toBe(false);
      said.add(what);
    };
    const forget = (what: string) => {
      for (const one of said) if (one.startsWith(what)) said.delete(one);
    };
    let state: ShiftState | null = null;
    /** Whether T-20 was said for the end it has, and whether new tickets are to be taken again since that moved. */
    let prepared = false;
    let lapses = false;
    for (const event of await eventsOf(desk, shift)) {
      const before: ShiftState | null = state;
      state = evolveShift(state, event);
      if (lapses) expect(event.type, 'its last minutes lie ahead again').toBe('preparationLapsed');
      lapses = false;
      switch (event.type) {
        case 'endMoved': {
          const ahead = (preparationAt(event.payload, pack) ?? '') > event.at;
          if (!ahead || !before?.endsAt || before.endsAt >= event.payload.endsAt) break;
          lapses = prepared;
          prepared = false;
          break;
        }
        case 'preparationStarted':
          once('preparation', 'T-20 twice');
          prepared = true;
          if (event.payload.because === 'clock' && before)
            expect(event.at >= (preparationAt(before, pack) ?? '')).toBe(true);
          break;
        case 'preparationLapsed':
          forget('preparation');
          forget('delivered');
          forget('reminder');
          break;
        case 'handoffDelivered':
          once('delivered', 'one round delivered twice');
          forget('reminder');
          break;
        case 'handoffAcknowledged':
          if (before?.status === 'ended')
            expect(event.payload.tickets, 'what has ended leaves nothing').toEqual([]);
          expect(said.delete('delivered'), 'what is acknowledged was delivered').toBe(true);
          forget('reminder');
          break;
        case 'handoffReminded':
          once(`reminder ${event.payload.of}`, `${event.payload.of} reminded twice`);
          break;
        case 'absenceTold':
          once('absence', 'absent twice');
          expect(before?.status).toBe('expected');
          break;
        case 'checklistLooked':
          if (event.actor === null) once(`list ${event.payload.boundary}`, 'a list looked at twice');
          break;
        case 'ended':
          once('ended', 'ended twice');
          if (event.actor === null && before?.status === 'on' && event.payload.outcome !== 'noShifts')
            expect(prepared, `SHIFT-${shift.number} ended with T-20 said`).toBe(true);
          break;
        case 'cameOn':
          once(event.type, `${event.type} twice`);
          break;
      }
    }
    const last = preparationAt(shift, pack);
    if (shift.status === 'on' && last !== null && last <= now)
      expect(prepared, `T-20 of SHIFT-${shift.number} is said`).toBe(true);
  }
  await expectNoticesOnce(desk);
}

async function expectNoticesOnce({ db, id: deskId }: TestDesk): Promise<void> {
  const twice = await db.notice.groupBy({
    by: ['kind', 'stream', 'seq', 'destination'],
    where: { deskId, stream: { startsWith: 'SHIFT-' }, surface: null },
    _count: true,
    having: { kind: { _count: { gt: 1 } } },
  });
  expect(twice, 'each reminder is written once').toEqual([]);
}

function eventsOf(
  { db, id }: TestDesk,
  { number }: ShiftState,
): Promise<readonly Recorded<ShiftEvent | ShiftEventOf<'attemptRefused'>>[]> {
  return readEvents<ShiftEvent>(db, id, shiftStream(number));
}
