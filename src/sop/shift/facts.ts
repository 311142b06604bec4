import type { Role, UserId } from '../actor.ts';
import type { Context } from '../context.ts';
import type { IncidentState } from '../incident/state.ts';
import type { TicketState } from '../ticket/state.ts';
import type { ShiftPlan } from './plan.ts';
import type { ShiftState } from './state.ts';

/** What a decision on a shift needs to know of the rest of the desk, read in the transaction that decides. */
export type ShiftFacts = {
  /**
   * Open tickets that the person owns, and those of others that they look in on as lead (LD-4). None for a shift that has
   * ended: what the person has now is of their next one.
   */
  owned: readonly TicketState[];
  watched: readonly TicketState[];
  /** Incidents that have not ended, for leads (HO-6); empty for everybody else. */
  incidents: readonly IncidentState[];
  /** The other shifts that are open. */
  others: readonly ShiftState[];
  /** Shifts that have ended, not long ago, with a record that was delivered and that nobody has acknowledged yet. */
  unread: readonly ShiftState[];
  /** Who owns an open ticket, of those on the other open shifts. */
  holding: readonly UserId[];
  members: Readonly<Record<UserId, Role>>;
  plan: ShiftPlan;
  /** The first of the tickets that nobody has taken, at most `queueLooked`. */
  queue: readonly TicketState[];
  /** HO-1: the tickets the person has taken on since the handoff is prepared; empty before. */
  taken: readonly number[];
  /** CK-3: the desk's open tickets with a priority override, and those a lead looks in on; for leads, else empty. */
  overridden: readonly TicketState[];
  monitored: readonly TicketState[];
};

/** So many of the tickets that nobody has taken are looked at. */
export const queueLooked = 50;

export type ShiftContext = Context & { facts: ShiftFacts };

/** What is handed over: every ticket that is the person's to answer for. */
export function handedOver({ owned, watched }: ShiftFacts): readonly TicketState[] {
  return [...owned, ...watched.filter(({ number }) => !owned.some((one) => one.number === number))];
}
