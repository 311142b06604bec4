import { type Role, roleRank, type UserId } from '../../actor.ts';
import { epoch, instant } from '../../instant.ts';
import type { TicketState } from '../../ticket/state.ts';
import { handedOver, type ShiftFacts } from '../facts.ts';
import type { Handoff, HandoffFlag, ShiftState } from '../state.ts';
import { stretchesBetween } from '../stretches.ts';

/** How a shift's record stands. `none`: nothing was written. */
export type HandoffStatus = 'none' | 'written' | 'delivered' | 'acknowledged';

export function handoffStatus({ handoff }: Pick<ShiftState, 'handoff'>): HandoffStatus {
  if (!handoff) return 'none';
  if (handoff.acknowledged) return 'acknowledged';
  return handoff.delivered ? 'delivered' : 'written';
}

/** A record that nothing was written in. */
export const emptyHandoff: Handoff = {
  since: null,
  entries: {},
  anomalies: null,
  managerAsked: false,
  delivered: null,
  rounds: [],
  named: null,
  flags: [],
  briefing: { outgoing: null, incoming: null },
  told: [],
  acknowledged: null,
};

/** HO-2: the tickets that the record still lacks words for. Of a restricted one nothing is written (SEC-2). */
export function missingEntries(shift: ShiftState, facts: ShiftFacts): readonly TicketState[] {
  return handedOver(facts).filter(
    ({ number, security }) => !security && shift.handoff?.entries[number] === undefined,
  );
}

/** HO-6: a lead says whether the manager can be reached; nobody else is asked. */
export function asksForManager({ role }: Pick<ShiftState, 'role'>): boolean {
  return role === 'lead';
}

/** HO-2, HO-6: whether the record could be delivered as it stands. */
export function isRecordComplete(shift: ShiftState, facts: ShiftFacts): boolean {
  return (
    missingEntries(shift, facts).length === 0 &&
    (!asksForManager(shift) || shift.handoff?.managerAsked === true)
  );
}

/**
 * HO-4: what was flagged as unclear of a ticket that is still handed over, and has no answer yet. Of a restricted one
 * nothing is asked any more (SEC-2).
 */
export function openFlags({ handoff }: ShiftState, facts: ShiftFacts): readonly HandoffFlag[] {
  const here = new Set(
    handedOver(facts)
      .filter(({ security }) => !security)
      .map(({ number }) => number),
  );
  return (handoff?.flags ?? []).filter(({ ticket, answered }) => answered === null && here.has(ticket));
}

/** A record without a ticket is still read by somebody, where there is somebody (HO-3). */
export function awaitsReading(shift: ShiftState, facts: ShiftFacts): boolean {
  const { handoff } = shift;
  if (!handoff || handoff.acknowledged) return false;
  const words = handoff.delivered !== null || handoff.anomalies !== null;
  return words && incomingNow(shift, facts).length > 0;
}

/** HO-4, HO-6: what is handed over goes to the same role or above. */
export function reaches(
  role: Role | null | undefined,
  { role: outgoing }: Pick<ShiftState, 'role'>,
): boolean {
  return role !== null && role !== undefined && roleRank(role) >= roleRank(outgoing);
}

/** Who could acknowledge the record at this moment: on shift, of the role, and not through with their own. */
export function incomingNow(shift: ShiftState, { others, members }: ShiftFacts): readonly UserId[] {
  return others
    .filter(
      ({ status, person, handoff }) =>
        status === 'on' &&
        person !== shift.person &&
        handoff?.acknowledged == null &&
        reaches(members[person], shift),
    )
    .map(({ person }) => person);
}

/**
 * Who may be expected to acknowledge it: whom the plan has come on when this shift ends, then who is on shift; those
 * nearest in role first, for whom it is their own queue.
 */
export function expectedIncoming(shift: ShiftState, facts: ShiftFacts, now: Date): readonly UserId[] {
  const at = shift.endsAt && epoch(shift.endsAt) > now.getTime() ? shift.endsAt : instant(now);
  const here = incomingNow(shift, facts);
  const next = stretchesBetween(facts.plan, at, instant(epoch(at) + 1))
    .filter(({ person, from }) => here.includes(person) || epoch(from) > now.getTime())
    .map(({ person }) => person)
    .filter((person) => person !== shift.person && reaches(facts.members[person], shift));
  const rank = (person: UserId) => roleRank(facts.members[person] ?? shift.role);
  return [...new Set([...next, ...here])].sort((a, b) => rank(a) - rank(b));
}
