import { asWritten } from '../../as-written.ts';
import type { Destination, Urgency } from '../../notice.ts';
import { retargetClocks, slaClockWords } from '../../sla-clock.ts';
import { wallClock } from '../../wall-clock.ts';
import { waitingByHand, withoutByHand } from '../acknowledgements.ts';
import type { Changes, Telling, Words } from '../chapter.ts';
import type { TicketNotice } from '../notices.ts';
import { acknowledgementKinds, type TicketState } from '../state.ts';
import type { OversightPayloads } from './events.ts';
import { isAnswered } from './watch.ts';

export const oversightNoticeKinds = [
  'priorityOverridden',
  'slaOverridden',
  'p1Started',
  'p1StartedForManagers',
  'p1StartedForStakeholders',
  'p1UpdateOwed',
  'p1Updated',
  'p1UpdatedForStakeholders',
  'p1ClosingOwed',
  'p1Ended',
  'p1EndedForStakeholders',
  'checkPrompt',
  'checksMissed',
  'checkedIn',
] as const;

/** So many prompts in a row without an answer are told to the managers, once. */
export const missedUntilTold = 2;

export const oversightChanges: Changes<OversightPayloads> = {
  priorityOverridden: (ticket, { payload, actor, at }) => ({
    priorityOverride: { priority: payload.to, by: actor ?? '', at },
    clocks: withOverride(retargetClocks(ticket.clocks, payload.clocks, at), payload.clocks, null),
    // They announce the response time of the old priority; not sent yet, they are not to be sent.
    ...withoutByHand(ticket, acknowledgementKinds),
  }),
  slaOverridden: ({ clocks }, { payload: { clock, targets }, at }) => ({
    clocks: withOverride(retargetClocks(clocks, { [clock]: targets }, at), { [clock]: targets }, at),
  }),
  p1Started: (_, { seq, at }) => ({
    p1: {
      seq,
      since: at,
      countedFrom: at,
      updatedAt: null,
      overdueSince: null,
      prompted: false,
      closingAskedAt: null,
    },
  }),
  p1UpdatePrompted: ({ p1 }) => ({ p1: p1 && { ...p1, prompted: true } }),
  p1Updated: ({ p1 }, { at }) => ({
    p1: p1 && { ...p1, countedFrom: at, updatedAt: at, overdueSince: null, prompted: false },
  }),
  p1UpdateMissed: ({ p1 }, { payload: { dueAt }, at }) => ({
    p1: p1 && { ...p1, countedFrom: at, overdueSince: p1.overdueSince ?? dueAt, prompted: false },
  }),
  p1ClosingOwed: ({ p1 }, { at }) => ({ p1: p1 && { ...p1, closingAskedAt: at } }),
  p1Ended: () => ({ p1: null }),
  checkPrompted: ({ watch }, { payload: { missed }, at }) => ({
    watch: watch && {
      ...watch,
      promptedAt: at,
      missed,
      missedInAll: watch.missedInAll + (isAnswered(watch) ? 0 : 1),
    },
  }),
  checkedIn: ({ watch }, { at }) => ({ watch: watch && { ...watch, checkedAt: at, missed: 0 } }),
};

const thread: Destination = { to: 'thread' };
const leads: Destination = { to: 'channel', role: 'leads' };
const stakeholders: Destination = { to: 'channel', role: 'stakeholders' };
const managers: Destination = { to: 'role', role: 'manager' };

export const oversightTelling: Telling<OversightPayloads> = {
  priorityOverridden: ({ payload: { to }, actor }, before) => [
    // A message in the thread that is void now is shown so.
    ...waitingByHand(before, acknowledgementKinds).map(
      (surface): TicketNotice => ({ ...tell('acknowledgementByHand', thread, 'normal'), surface }),
    ),
    tell('priorityOverridden', thread, 'normal'),
    ...(before.owner && before.owner !== actor
      ? [tell('priorityOverridden', { to: 'person', id: before.owner }, 'urgent')]
      : []),
    // LD-3. Where the protocol starts, its own notice tells them.
    ...(to === 'P1' && before.security ? [tell('priorityOverridden', managers, 'urgent')] : []),
  ],
  slaOverridden: () => [tell('slaOverridden', thread, 'normal')],
  p1Started: () => [
    tell('p1Started', thread, 'urgent'),
    tell('p1StartedForManagers', managers, 'urgent'),
    tell('p1StartedForStakeholders', stakeholders, 'urgent'),
  ],
  p1UpdatePrompted: () => [tell('p1UpdateOwed', thread, 'urgent'), tell('p1UpdateOwed', leads, 'urgent')],
  p1Updated: () => [
    tell('p1UpdatedForStakeholders', stakeholders, 'urgent'),
    tell('p1Updated', thread, 'normal'),
  ],
  p1UpdateMissed: () => [tell('p1UpdateOwed', thread, 'urgent'), tell('p1UpdateOwed', leads, 'urgent')],
  p1ClosingOwed: () => [tell('p1ClosingOwed', thread, 'urgent'), tell('p1ClosingOwed', leads, 'urgent')],
  p1Ended: () => [tell('p1EndedForStakeholders', stakeholders, 'urgent'), tell('p1Ended', thread, 'normal')],
  checkPrompted: ({ payload: { missed } }, { watch }) => [
    ...(watch ? [tell('checkPrompt', { to: 'person', id: watch.lead }, 'urgent')] : []),
    ...(missed === missedUntilTold ? [tell('checksMissed', managers, 'urgent')] : []),
  ],
  // SEC-2: what the lead saw of a security matter stays in the record.
  checkedIn: (_, { security }) => (security ? [] : [tell('checkedIn', thread, 'normal')]),
};

export const oversightWords: Words<OversightPayloads> = {
  priorityOverridden: ({ payload: { from, to, criterion, impact, displaced } }, who) =>
    [
      `${who} overrode the priority from ${from} to ${to} on the criterion ${criterion}.`,
      ...(impact ? [`Business impact: ${asWritten(impact)}`] : []),
      ...(displaced.length > 0
        ? [`It went before ${displaced.length} open ${displaced.length === 1 ? 'ticket' : 'tickets'}.`]
        : []),
    ].join(' '),
  slaOverridden: ({ payload: { clock, targets, reason } }, who, zone) =>
    `${who} set the ${slaClockWords[clock]} clock to be due at ${wallClock(targets.dueAt, zone)}, because: ${asWritten(reason)}`,
  p1Started: ({ payload: { cause } }) =>
    `The P1 Communication Protocol (PCD00011) started, by ${cause === 'override' ? 'an override to P1' : 'the escalation of a P1 to a lead'}.`,
  p1UpdatePrompted: ({ payload: { dueAt } }, _, zone) =>
    `An update under PCD00011 was asked for, owed by ${wallClock(dueAt, zone)}.`,
  p1Updated: ({ payload: { text } }, who) =>
    `${who} sent the stakeholders an update under PCD00011: ${asWritten(text)}`,
  p1UpdateMissed: ({ payload: { dueAt } }, _, zone) =>
    `No update under PCD00011 came by ${wallClock(dueAt, zone)}, when one was owed.`,
  p1ClosingOwed: () => 'The closing note of PCD00011 was asked for.',
  p1Ended: ({ payload: { cause, note } }, who) =>
    cause === 'downgraded'
      ? 'PCD00011 ended: it is no longer P1.'
      : `${who} ended PCD00011 with its closing note: ${asWritten(note ?? '')}`,
  checkPrompted: ({ payload: { missed } }) =>
    missed === 0
      ? 'The lead was asked to look in.'
      : `The lead was asked to look in; ${missed === 1 ? 'the prompt before it' : `${missed} prompts before it`} went unanswered.`,
  checkedIn: ({ payload: { words } }, who) => `${who} looked in: ${asWritten(words)}`,
};

function tell(kind: TicketNotice['kind'], destination: Destination, urgency: Urgency): TicketNotice {
  return { kind, destination, urgency, surface: null };
}

/** Those clocks that were set anew, with when a lead set them: null where the priority measures them. */
function withOverride(
  clocks: TicketState['clocks'],
  set: Readonly<Record<string, unknown>>,
  overriddenAt: string | null,
): TicketState['clocks'] {
  const entries = Object.entries(clocks).map(([kind, clock]) => [
    kind,
    clock && set[kind] ? { ...clock, overriddenAt } : clock,
  ]);
  return Object.fromEntries(entries) as TicketState['clocks'];
}
