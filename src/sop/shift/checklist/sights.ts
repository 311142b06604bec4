import { type Role, roleRank } from '../../actor.ts';
import { roleName } from '../../authority.ts';
import { instant } from '../../instant.ts';
import type { ChecklistSight } from '../../pack/schema.ts';
import { isPreparing } from '../duty.ts';
import { handedOver, queueLooked, type ShiftContext, type ShiftFacts } from '../facts.ts';
import { isLeads, numbersInWords } from '../handoff/guards.ts';
import { riskOf } from '../handoff/risk.ts';
import { handoffStatus, leadMatters, missingEntries, staleEntries } from '../handoff/standing.ts';
import { type Shortage, shortagesOf } from '../positions.ts';
import type { Boundary, ShiftState } from '../state.ts';
import { occurrencesBetween } from '../stretches.ts';

type Seen = { holds: boolean; saw: string };
type Look = (shift: ShiftState, context: ShiftContext, boundary: Boundary) => Seen;

/** CK-4: what Handrail sees of an item: whether it holds, and a sentence that says what it saw. */
export function lookAt(
  sight: ChecklistSight,
  shift: ShiftState,
  context: ShiftContext,
  boundary: Boundary,
): Seen {
  return looks[sight](shift, context, boundary);
}

/** What is a fact of the record, which nobody ticks against what Handrail sees; the rest is for a person to weigh. */
export function isFact(sight: ChecklistSight): boolean {
  return facts.has(sight);
}

const facts: ReadonlySet<ChecklistSight> = new Set([
  'received',
  'matrix',
  'notesCurrent',
  'recordComplete',
  'acknowledged',
]);

const looks: Readonly<Record<ChecklistSight, Look>> = {
  received: (shift, context, boundary) => {
    // At the end of a shift the record that goes from here is one's own.
    if (boundary === 'end') return looks.acknowledged(shift, context, boundary);
    const { facts } = context;
    const waiting = [...facts.others, ...facts.unread].filter((other) => waitsFor(other, shift));
    if (waiting.length > 0)
      return no(`The record of ${people(waiting)} waits to be acknowledged by somebody.`);
    const undelivered = facts.others.filter((other) => isToDeliver(other, shift, context));
    if (undelivered.length > 0) return no(`The record of ${people(undelivered)} is not delivered yet.`);
    const received = shift.received.filter(({ from }) =>
      isLeads(shift.role) ? isLeads(facts.members[from] ?? 'tier1') : true,
    );
    return received.length > 0
      ? yes(`The record of ${named(received.map(({ from }) => from))} is acknowledged.`)
      : yes('No handoff record waits.');
  },
  nearBreach: (_, { facts: { owned, queue }, pack, now }) => {
    const near = [...owned, ...queue].filter((ticket) =>
      ['near', 'breached'].includes(riskOf(ticket, pack, now).risk),
    );
    if (near.length > 0) return no(`At or near breach: ${numbers(near)}.`);
    return queue.length < queueLooked
      ? yes('No ticket of yours or in the queue is at or near breach.')
      : no(
          `None of yours or of the first ${queueLooked} in the queue is at or near breach; look at the rest.`,
        );
  },
  playbook: (_, { pack }) => yes(`The playbook is that of procedure ${pack.version}, which is in force.`),
  matrix: (_, { pack }) => {
    const used = pack.matrix.version;
    const published = pack.documents.find(({ id }) => id === 'REF-OPS-002')?.version;
    return published === used
      ? yes(`REF-OPS-002 ${used} is in use and published.`)
      : no(`REF-OPS-002 ${used} is in use, ${published ?? 'none'} is published.`);
  },
  nothingNew: (_, { facts: { taken } }) =>
    taken.length === 0
      ? yes('No ticket was taken on since the handoff was begun.')
      : no(`Taken on since then: ${numbersInWords(taken)}.`),
  notesCurrent: (shift, { facts: shiftFacts }) => {
    const stale = staleEntries(shift, shiftFacts);
    if (stale.length > 0) return no(`Changed or not written up since: ${numbersInWords(stale)}.`);
    // What is with somebody else now stays as it was handed over.
    const passed = shift.handoff?.acknowledged?.stale ?? [];
    return passed.length === 0
      ? yes('Every open ticket stands as the record says.')
      : no(`Changed since, and handed over so: ${numbersInWords(passed)}.`);
  },
  recordComplete: (shift, { facts: shiftFacts }) => {
    const missing = missingEntries(shift, shiftFacts);
    if (missing.length > 0) return no(`Still to be written: ${numbers(missing)}.`);
    return shift.handoff?.delivered
      ? yes('Every open ticket is in the record.')
      : yes('No open ticket is missing from it.');
  },
  briefed: (shift, { facts: shiftFacts }) => {
    const said = Object.values(shift.handoff?.briefing ?? {});
    if (said.includes('notHeld')) return no('It is recorded that no verbal briefing took place.');
    if (said.includes('held')) return yes('The verbal briefing is recorded as held.');
    return nothingToHandOver(shift, shiftFacts)
      ? yes('There is nothing to hand over.')
      : no('No verbal briefing is recorded.');
  },
  acknowledged: (shift, { facts: shiftFacts }) => {
    const done = shift.handoff?.acknowledged;
    if (done) return yes(`<@${done.by}> has acknowledged the record.`);
    return nothingToHandOver(shift, shiftFacts)
      ? yes('There is nothing to hand over.')
      : no('Nobody has acknowledged the record yet.');
  },
  positions: (shift, { facts: { plan, others, members }, now }) => {
    const onShift = [shift, ...others]
      .filter(({ status }) => status === 'on')
      .flatMap(({ person }) => members[person] ?? []);
    const planned = occurrencesBetween(plan, instant(now), instant(now.getTime() + 1));
    const short = shortagesOf(
      planned.flatMap((one) => one.positions),
      onShift,
    );
    return short.length === 0
      ? yes('Every planned position is held by somebody on shift.')
      : no(`Nobody on shift holds: ${short.map(shortageInWords).join(', ')}.`);
  },
  overrides: (_, { facts: { overridden } }) =>
    overridden.length === 0
      ? yes('No priority override is open.')
      : no(`Overridden: ${numbers(overridden)}.`),
  incidents: (_, { facts: { incidents, monitored } }) =>
    incidents.length + monitored.length === 0
      ? yes('No incident is open and no ticket is monitored.')
      : no(
          [
            ...(incidents.length > 0
              ? [`Open: ${incidents.map(({ number }) => `INC-${number}`).join(', ')}.`]
              : []),
            ...(monitored.length > 0 ? [`Monitored: ${numbers(monitored)}.`] : []),
          ].join(' '),
        ),
  manager: (shift, { facts: { others, members } }, boundary) => {
    // Whoever leaves is not there for those who stay.
    const here = boundary === 'end' ? others : [shift, ...others];
    const managers = here.filter(({ status, person }) => status === 'on' && members[person] === 'manager');
    return managers.length > 0
      ? yes(`${people(managers)} is on shift.`)
      : no('No Operations Manager is on shift: make sure that one can be reached.');
  },
};

/** Whether a delivered record is this person's to take over, or to see taken over; of whom a lead has named it is theirs. */
function waitsFor(other: ShiftState, shift: ShiftState): boolean {
  const { handoff } = other;
  if (!handoff?.delivered || handoff.acknowledged) return false;
  return handoff.named ? handoff.named === shift.person : couldRelieve(shift, other);
}

/** Whether somebody hands over now whose record this person is to wait for, since they still have to deliver it. */
function isToDeliver(other: ShiftState, shift: ShiftState, { facts, pack, now }: ShiftContext): boolean {
  const handsOver = isPreparing(other, pack, now) && handoffStatus(other) !== 'delivered';
  return handsOver && !isPreparing(shift, pack, now) && couldRelieve(shift, other) && leaves(other, facts);
}

function leaves(shift: ShiftState, facts: ShiftFacts): boolean {
  const { person, handoff } = shift;
  return (
    facts.holding.includes(person) ||
    facts.monitored.some(({ watch }) => watch?.lead === person) ||
    leadMatters(shift, facts).length > 0 ||
    (handoff !== null && handoff.anomalies !== null && !handoff.acknowledged)
  );
}

/** CK-1, CK-3: leads look at the records of leads, agents at those of agents whose place they could take. */
function couldRelieve({ role, person }: ShiftState, other: ShiftState): boolean {
  return person !== other.person && sameDuty(other.role, role) && roleRank(other.role) <= roleRank(role);
}

function sameDuty(one: Role, other: Role): boolean {
  return isLeads(one) === isLeads(other);
}

function nothingToHandOver(shift: ShiftState, shiftFacts: ShiftFacts): boolean {
  const left = handedOver(shiftFacts).length + leadMatters(shift, shiftFacts).length;
  return left === 0 && !shift.handoff?.delivered;
}

function shortageInWords({ role, empty, of }: Shortage): string {
  return empty === of ? roleName(role) : `${empty} of ${of} positions of ${roleName(role)}`;
}

function yes(saw: string): Seen {
  return { holds: true, saw };
}

function no(saw: string): Seen {
  return { holds: false, saw };
}

function numbers(tickets: readonly { number: number }[]): string {
  return numbersInWords(tickets.map(({ number }) => number));
}

function people(shifts: readonly { person: string }[]): string {
  return named(shifts.map(({ person }) => person));
}

function named(ids: readonly string[]): string {
  return [...new Set(ids)].map((id) => `<@${id}>`).join(', ');
}
