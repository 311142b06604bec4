import { type Role, roleRank, type UserId } from '../../actor.ts';
import { epoch, type Instant, instant } from '../../instant.ts';
import type { TicketState } from '../../ticket/state.ts';
import { isPreparing, preparationAt } from '../duty.ts';
import { handedOver, type ShiftContext, type ShiftFacts } from '../facts.ts';
import type { Handoff, HandoffFlag, ShiftState } from '../state.ts';
import { type Stretch, stretchesBetween } from '../stretches.ts';

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

/** CK-2: the tickets that are not written up, or that have changed since; a restricted one is neither (SEC-2). */
export function staleEntries({ handoff }: ShiftState, facts: ShiftFacts): readonly number[] {
  return handedOver(facts)
    .filter(({ number, version, security }) => !security && handoff?.entries[number]?.version !== version)
    .map(({ number }) => number);
}

/** HO-6: a lead says whether the manager can be reached; nobody else is asked. */
export function asksForManager({ role }: Pick<ShiftState, 'role'>): boolean {
  return role === 'lead';
}

/**
 * HO-6: what a lead on shift hands over besides the tickets that are theirs, by name: open incidents and overrides, which
 * nobody owns. Once somebody has acknowledged the record it is theirs to watch. Who is off the roster cannot write one.
 */
export function leadMatters(
  { role, status, person, handoff }: ShiftState,
  { incidents, overridden, members }: ShiftFacts,
): readonly string[] {
  if (role !== 'lead' || status !== 'on' || handoff?.acknowledged || !(person in members)) return [];
  return [
    ...incidents.map(({ number }) => `INC-${number}`),
    ...overridden.map(({ number }) => `the override of T-${number}`),
  ];
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
 * nothing is asked any more (SEC-2), and who is off the roster can give no answer.
 */
export function openFlags({ handoff, person }: ShiftState, facts: ShiftFacts): readonly HandoffFlag[] {
  if (!(person in facts.members)) return [];
  const here = new Set(
    handedOver(facts)
      .filter(({ security }) => !security)
      .map(({ number }) => number),
  );
  return (handoff?.flags ?? []).filter(({ ticket, answered }) => answered === null && here.has(ticket));
}

/** A record without a ticket is still read by somebody, where there is somebody, or will be at once (HO-3). */
export function awaitsReading(shift: ShiftState, context: ShiftContext): boolean {
  const { handoff } = shift;
  if (!handoff || handoff.acknowledged) return false;
  const words = handoff.delivered !== null || handoff.anomalies !== null;
  return words && incomingNow(shift, context).length + comingOn(shift, context).length > 0;
}

/**
 * Who is planned to be on when this shift ends, and is not yet: from its last minutes on they are waited for, until they
 * would be reported as missing.
 */
function comingOn(shift: ShiftState, context: ShiftContext): readonly UserId[] {
  const { pack, now } = context;
  const { endsAt } = shift;
  const lastMinutes = preparationAt(shift, pack);
  if (!endsAt || !lastMinutes || now.getTime() < epoch(lastMinutes)) return [];
  return plannedAt(endsAt, shift, context)
    .filter((one) => isStillDue(one, context))
    .map(({ person }) => person);
}

/** Who of the role the plan has on at an instant. */
function plannedAt(at: Instant, shift: ShiftState, { facts }: ShiftContext): readonly Stretch[] {
  return stretchesBetween(facts.plan, at, instant(epoch(at) + 1)).filter(
    ({ person }) => person !== shift.person && reaches(facts.members[person], shift),
  );
}

/** Not on shift yet, and not to be reported as missing either. */
function isStillDue({ person, from }: Stretch, { facts, pack, now }: ShiftContext): boolean {
  const isOn = facts.others.some((one) => one.person === person && one.status === 'on');
  return !isOn && now.getTime() < epoch(from) + pack.shifts.grace;
}

/** HO-4, HO-6: what is handed over goes to the same role or above. */
export function reaches(
  role: Role | null | undefined,
  { role: outgoing }: Pick<ShiftState, 'role'>,
): boolean {
  return role !== null && role !== undefined && roleRank(role) >= roleRank(outgoing);
}

/** Who could take over at this moment: on shift, of the role, and not in the last minutes of their own. */
export function incomingNow(
  shift: ShiftState,
  { facts: { others, members }, pack, now }: Pick<ShiftContext, 'facts' | 'pack' | 'now'>,
): readonly UserId[] {
  return others
    .filter(
      (other) =>
        other.status === 'on' &&
        other.person !== shift.person &&
        !isPreparing(other, pack, now) &&
        reaches(members[other.person], shift),
    )
    .map(({ person }) => person);
}

/**
 * Who may be expected to acknowledge it: whom the plan has come on when this shift ends, then who is on shift; those
 * nearest in role first, for whom it is their own queue.
 */
export function expectedIncoming(shift: ShiftState, context: ShiftContext): readonly UserId[] {
  const { facts, now } = context;
  const at = shift.endsAt && epoch(shift.endsAt) > now.getTime() ? shift.endsAt : instant(now);
  const here = incomingNow(shift, context);
  const next = plannedAt(at, shift, context)
    .filter((one) => here.includes(one.person) || isStillDue(one, context))
    .map(({ person }) => person);
  const rank = (person: UserId) => roleRank(facts.members[person] ?? shift.role);
  return [...new Set([...next, ...here])].sort((a, b) => rank(a) - rank(b));
}
