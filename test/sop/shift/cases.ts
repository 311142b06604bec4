import type { Actor } from '../../../src/sop/actor.ts';
import type { Decision, Refusal } from '../../../src/sop/decision.ts';
import { instant } from '../../../src/sop/instant.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import type { Recorded } from '../../../src/sop/recorded.ts';
import { decideBegin, decideShift, type ShiftCommand } from '../../../src/sop/shift/decide.ts';
import type { ShiftEvent } from '../../../src/sop/shift/events.ts';
import { evolveShift } from '../../../src/sop/shift/evolve.ts';
import type { ShiftFacts } from '../../../src/sop/shift/facts.ts';
import type { ShiftState } from '../../../src/sop/shift/state.ts';
import type { TicketState } from '../../../src/sop/ticket/state.ts';
import { minute, monday, past9, taken } from '../ticket/support.ts';
import { idle } from './support.ts';

export type ShiftCase = { state: ShiftState; events: readonly Recorded<ShiftEvent>[]; facts: ShiftFacts };

/** A ticket of Ana’s, by its number. */
export function ticketOf(number: number, change: Partial<TicketState> = {}): TicketState {
  return { ...taken().state, number, owner: 'UANA', ...change };
}

function factsOf(change: Partial<ShiftFacts>): ShiftFacts {
  return { ...idle, ...change };
}

/** A shift from Monday 09:00 that lasts so many minutes, whose person has come on. */
export function onShift(
  actor: Extract<Actor, { kind: 'person' }>,
  minutes: number | null,
  facts: Partial<ShiftFacts>,
): ShiftCase {
  const begin = decideBegin({
    number: 3,
    person: actor.id,
    role: actor.role ?? 'tier1',
    pattern: 'Day',
    channel: null,
    startsAt: past9(0),
    endsAt: minutes === null ? null : past9(minutes),
    leavesBySelf: false,
  });
  const given = append(null, factsOf(facts), 0, actor, begin);
  return having(given, 0, actor, { type: 'comeOn' });
}

export function decide(
  given: ShiftCase,
  minutes: number,
  actor: Actor,
  command: ShiftCommand,
): Decision<ShiftEvent> {
  const now = new Date(monday + minutes * minute);
  return decideShift(command, given.state, { now, actor, pack: defaultPack, facts: given.facts });
}

/** The shift after a command; throws where it was refused, since a test's givens are meant to happen. */
export function having(given: ShiftCase, minutes: number, actor: Actor, command: ShiftCommand): ShiftCase {
  return append(given, given.facts, minutes, actor, decide(given, minutes, actor, command));
}

export function refusalOf(decision: Decision<ShiftEvent>): Refusal {
  if (decision.kind !== 'refused') throw new Error('it was accepted');
  return decision.refusal;
}

export function eventsOf(decision: Decision<ShiftEvent>): readonly ShiftEvent[] {
  if (decision.kind === 'refused') throw new Error(decision.refusal.reason);
  return decision.events;
}

function append(
  given: ShiftCase | null,
  facts: ShiftFacts,
  minutes: number,
  actor: Actor,
  decision: Decision<ShiftEvent>,
): ShiftCase {
  const before = given?.events ?? [];
  const added = eventsOf(decision).map(
    (event, index): Recorded<ShiftEvent> => ({
      ...event,
      seq: before.length + index + 1,
      at: instant(monday + minutes * minute),
      actor: actor.kind === 'person' ? actor.id : null,
      role: actor.kind === 'person' ? (actor.role ?? 'member') : 'system',
      packVersion: defaultPack.version,
      packHash: 'hash',
    }),
  );
  const state = added.reduce<ShiftState | null>(evolveShift, given?.state ?? null);
  if (!state) throw new Error('a shift has begun');
  return { state, events: [...before, ...added], facts };
}
