import type { Actor, Role } from '../../../src/sop/actor.ts';
import type { Context } from '../../../src/sop/context.ts';
import type { Decision, Refusal } from '../../../src/sop/decision.ts';
import { instant } from '../../../src/sop/instant.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import type { Pack } from '../../../src/sop/pack/schema.ts';
import type { Recorded } from '../../../src/sop/recorded.ts';
import {
  decideOpen,
  decideTicket,
  type OpenTicket,
  type TicketCommand,
} from '../../../src/sop/ticket/decide.ts';
import { attemptRefused, type TicketEvent } from '../../../src/sop/ticket/events.ts';
import { evolveTicket } from '../../../src/sop/ticket/evolve.ts';
import type { PackInForce } from '../../../src/sop/ticket/explain.ts';
import type { TicketState } from '../../../src/sop/ticket/state.ts';

export function person(id: string, role: Role | null): Extract<Actor, { kind: 'person' }> {
  return { kind: 'person', id, role, standing: 'member' };
}

/** Two agents of tier 1, one of tier 2, two leads, a manager, and those who may do nothing. */
export const ana = person('UANA', 'tier1');
export const ben = person('UBEN', 'tier1');
export const tess = person('UTESS', 'tier2');
export const lena = person('ULENA', 'lead');
export const lou = person('ULOU', 'lead');
export const max = person('UMAX', 'manager');
export const otto = person('UOTTO', null);
export const guest: Actor = { kind: 'person', id: 'UGUEST', role: null, standing: 'guest' };
export const stranger: Actor = { kind: 'person', id: 'USTRANGE', role: null, standing: 'stranger' };
export const bot: Actor = { kind: 'person', id: 'UBOT', role: null, standing: 'bot' };

/** A Monday, 09:00 in the shipped pack's zone. */
export const monday = Date.parse('2026-03-02T08:00:00.000Z');
export const minute = 60_000;
export const hour = 60 * minute;

/** Minutes after that Monday's 09:00, as an instant. */
export function past9(minutes: number): string {
  return instant(monday + minutes * minute);
}

export const draft: OpenTicket = {
  type: 'open',
  number: 7,
  title: 'Cannot sign in',
  description: 'Since this morning nobody at our office can sign in.',
  attachments: [],
  customerAccount: 'ACME-1',
  reportedPriority: 'P2',
  externalId: null,
  source: 'command',
  message: null,
};

export type Sent = { at: number; actor: Actor; command: TicketCommand };

/** A ticket and its record, to which commands are put as the desk puts them: refusals are kept, too. */
export type Case = {
  state: TicketState;
  events: readonly Recorded<TicketEvent>[];
  pack: Pack;
};

export function opened(change: Partial<OpenTicket>, pack: Pack, at: number): Case {
  const context = { now: new Date(at), actor: ben, pack };
  const events = record(eventsOf(decideOpen({ ...draft, ...change }, context)), 0, context);
  const state = fold(events);
  return { state, events, pack };
}

/** The shipped pack's ticket, opened on Monday at 09:00. */
export function queued(change: Partial<OpenTicket> = {}): Case {
  return opened(change, defaultPack, monday);
}

/** The same ticket where active work has no limit (ESC-1), for what is about other clocks. */
export function unhurried(given: Case): Case {
  const limits = { ...given.pack.limits, activeWork: 10_000 * hour, activeWorkWarning: minute };
  return { ...given, pack: { ...given.pack, limits } };
}

/** Puts a command to a ticket at `minutes` after Monday 09:00. */
export function decide(
  given: Case,
  minutes: number,
  actor: Actor,
  command: TicketCommand,
): Decision<TicketEvent> {
  return decideTicket(command, given.state, contextAt(given, monday + minutes * minute, actor));
}

/** The ticket after a command; throws where it was refused, since a test's givens are meant to happen. */
export function having(given: Case, minutes: number, actor: Actor, command: TicketCommand): Case {
  const decision = decide(given, minutes, actor, command);
  if (decision.kind === 'refused') throw new Error(decision.refusal.reason);
  return append(given, monday + minutes * minute, actor, decision);
}

/** What the desk writes: the events, or the attempt where it was refused. */
export function append(given: Case, at: number, actor: Actor, decision: Decision<TicketEvent>): Case {
  const added = record(eventsOf(decision), given.events.length, contextAt(given, at, actor));
  return {
    ...given,
    state: added.reduce<TicketState>(evolveTicket, given.state),
    events: [...given.events, ...added],
  };
}

export function fold(events: readonly Recorded<TicketEvent>[]): TicketState {
  const state = events.reduce<TicketState | null>(evolveTicket, null);
  if (!state) throw new Error('a record has events');
  return state;
}

export function refusalOf(decision: Decision<TicketEvent>): Refusal {
  if (decision.kind !== 'refused') throw new Error('it was accepted');
  return decision.refusal;
}

export function eventsOf(decision: Decision<TicketEvent>): readonly TicketEvent[] {
  return decision.kind === 'accepted' ? decision.events : [attemptRefused(decision.refusal)];
}

export function typesOf(decision: Decision<TicketEvent>): readonly string[] {
  if (decision.kind === 'refused') throw new Error(decision.refusal.reason);
  return decision.events.map(({ type }) => type);
}

export function contextAt(given: Pick<Case, 'pack'>, at: number, actor: Actor): Context {
  return { now: new Date(at), actor, pack: given.pack };
}

/** Of a pack in these tests, which differ by version. */
function hashOf(pack: Pack): string {
  return `hash of ${pack.version}`;
}

/** The pack that a ticket is decided under now. */
export function inForce({ pack }: Pick<Case, 'pack'>): PackInForce {
  return { pack, hash: hashOf(pack) };
}

export function record(
  events: readonly TicketEvent[],
  seq: number,
  { now, actor, pack }: Context,
): readonly Recorded<TicketEvent>[] {
  return events.map((event, index) => ({
    ...event,
    seq: seq + index + 1,
    at: instant(now),
    actor: actor.kind === 'person' ? actor.id : null,
    role: actor.kind === 'person' ? (actor.role ?? actor.standing) : 'system',
    packVersion: pack.version,
    packHash: hashOf(pack),
  }));
}

type Command<Type extends TicketCommand['type']> = Extract<TicketCommand, { type: Type }>;

export const take: Command<'take'> = { type: 'take', reason: null, queueHead: 7 };

export const classify: Command<'classify'> = {
  type: 'classify',
  category: 'AUTH',
  symptom: 'cannot-sign-in',
  priority: 'P2',
  readWhole: true,
};

export const acknowledge: Command<'acknowledge'> = {
  type: 'acknowledge',
  text: 'Hello, your report has reached us. You will hear from us within 30 minutes.',
  preparedFor: past9(2),
  customerChannel: 'hand',
};

export const offerToBen: Command<'offerTransfer'> = {
  type: 'offerTransfer',
  to: ben.id,
  receiverRole: 'tier1',
  reason: null,
};

/** Ana took it at 09:01, classified it at 09:02, wrote the acknowledgement at 09:03, sent it at 09:04. */
export function taken(): Case {
  return having(queued(), 1, ana, take);
}
export function classified(): Case {
  return having(taken(), 2, ana, classify);
}
export function composed(customerChannel: 'webhook' | 'hand'): Case {
  return having(classified(), 3, ana, { ...acknowledge, customerChannel });
}
export function acknowledged(): Case {
  return having(composed('hand'), 4, ana, { type: 'confirmAcknowledgementSent' });
}
export function waiting(): Case {
  return having(acknowledged(), 5, ana, { type: 'startWait', on: 'the customer' });
}
export function offered(): Case {
  return having(taken(), 2, ana, offerToBen);
}
