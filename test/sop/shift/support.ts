import type { Actor, Role } from '../../../src/sop/actor.ts';
import { system } from '../../../src/sop/actor.ts';
import type { Decision } from '../../../src/sop/decision.ts';
import { instant } from '../../../src/sop/instant.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import type { Pack } from '../../../src/sop/pack/schema.ts';
import type { Recorded } from '../../../src/sop/recorded.ts';
import { decideBegin, decideShift, type ShiftCommand } from '../../../src/sop/shift/decide.ts';
import type { ShiftEvent } from '../../../src/sop/shift/events.ts';
import { evolveShift } from '../../../src/sop/shift/evolve.ts';
import type { ShiftContext, ShiftFacts } from '../../../src/sop/shift/facts.ts';
import { noPlan } from '../../../src/sop/shift/plan.ts';
import type { ShiftState } from '../../../src/sop/shift/state.ts';

/** Ten in the morning in Berlin: when the shifts of these tests begin. */
export const ten = Date.parse('2026-03-02T09:00:00.000Z');
export const minute = 60_000;
export const hour = 60 * minute;

export const members: Readonly<Record<string, Role>> = {
  UANA: 'tier1',
  UBEN: 'tier1',
  UTESS: 'tier2',
  ULENA: 'lead',
  ULOU: 'lead',
  UMAX: 'manager',
};

export const idle: ShiftFacts = {
  owned: [],
  watched: [],
  incidents: [],
  others: [],
  unread: [],
  holding: [],
  members,
  plan: noPlan,
  queue: [],
  taken: [],
  overridden: [],
  monitored: [],
};

export function contextAt(
  minutes: number,
  actor: Actor,
  facts: Partial<ShiftFacts> = {},
  pack: Pack = defaultPack,
): ShiftContext {
  return { now: new Date(ten + minutes * minute), actor, pack, facts: { ...idle, ...facts } };
}

/** A shift of eight hours from ten o'clock, that nobody has come to yet. */
export function begun(person: string, role: Role): ShiftState {
  const begin = {
    number: 1,
    person,
    role,
    pattern: 'Day',
    channel: null,
    startsAt: instant(ten),
    endsAt: instant(ten + 8 * hour),
    leavesBySelf: false,
  };
  return after(null, 0, system, decideBegin(begin));
}

/** The shift after what this actor asks of it, so many minutes past ten. Throws where it is refused. */
export function having(
  shift: ShiftState,
  minutes: number,
  actor: Actor,
  command: ShiftCommand,
  facts: Partial<ShiftFacts> = {},
): ShiftState {
  return after(shift, minutes, actor, decideShift(command, shift, contextAt(minutes, actor, facts)));
}

export function eventsOf(decision: Decision<ShiftEvent>): readonly ShiftEvent[] {
  if (decision.kind === 'refused') throw new Error(decision.refusal.reason);
  return decision.events;
}

function after(
  shift: ShiftState | null,
  minutes: number,
  actor: Actor,
  decision: Decision<ShiftEvent>,
): ShiftState {
  const envelope = {
    seq: (shift?.version ?? 0) + 1,
    at: instant(ten + minutes * minute),
    actor: actor.kind === 'person' ? actor.id : null,
    role: 'tier1',
    packVersion: defaultPack.version,
    packHash: 'hash',
  };
  const folded = eventsOf(decision).reduce<ShiftState | null>(
    (state, event) => evolveShift(state, { ...event, ...envelope } as Recorded<ShiftEvent>),
    shift,
  );
  if (!folded) throw new Error('nothing has begun');
  return folded;
}
