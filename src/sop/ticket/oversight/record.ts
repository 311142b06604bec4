import { asWritten } from '../../as-written.ts';
import { retargetClock } from '../../sla-clock.ts';
import { wallClock } from '../../wall-clock.ts';
import type { Changes, Telling, Words } from '../chapter.ts';
import type { TicketState } from '../state.ts';
import type { OversightPayloads } from './events.ts';

export const oversightNoticeKinds = [] as const;

export const oversightChanges: Changes<OversightPayloads> = {
  priorityOverridden: ({ clocks }, { payload, actor, at }) => ({
    priorityOverride: { priority: payload.to, by: actor ?? '', at },
    clocks: retargeted(clocks, payload.clocks, at),
  }),
  slaOverridden: ({ clocks }, { payload: { clock, targets }, at }) => ({
    clocks: retargeted(clocks, { [clock]: targets }, at),
  }),
  p1Started: (_, { seq, at }) => ({ p1: { seq, since: at, updatedAt: null, missedAt: null } }),
  p1Updated: ({ p1 }, { at }) => ({ p1: p1 && { ...p1, updatedAt: at, missedAt: null } }),
  p1UpdateMissed: ({ p1 }, { at }) => ({ p1: p1 && { ...p1, missedAt: at } }),
  p1Ended: () => ({ p1: null }),
  checkPrompted: ({ watch }, { payload: { missed }, at }) => ({
    watch: watch && { ...watch, promptedAt: at, missed },
  }),
  checkedIn: ({ watch }, { at }) => ({ watch: watch && { ...watch, checkedAt: at, missed: 0 } }),
};

export const oversightTelling: Telling<OversightPayloads> = {
  priorityOverridden: () => [],
  slaOverridden: () => [],
  p1Started: () => [],
  p1Updated: () => [],
  p1UpdateMissed: () => [],
  p1Ended: () => [],
  checkPrompted: () => [],
  checkedIn: () => [],
};

export const oversightWords: Words<OversightPayloads> = {
  priorityOverridden: ({ payload: { from, to } }, who) =>
    `${who} overrode the priority from ${from} to ${to}.`,
  slaOverridden: ({ payload: { clock, targets, reason } }, who, zone) =>
    `${who} set the ${clock} clock to be due at ${wallClock(targets.dueAt, zone)}, because: ${asWritten(reason)}`,
  p1Started: () => 'The P1 Communication Protocol (PCD00011) started.',
  p1Updated: (_, who) => `${who} sent an update under PCD00011.`,
  p1UpdateMissed: ({ payload: { dueAt } }, _, zone) =>
    `No update under PCD00011 came by ${wallClock(dueAt, zone)}, when one was owed.`,
  p1Ended: ({ payload: { cause } }) =>
    cause === 'resolved' ? 'PCD00011 ended with its closing note.' : 'PCD00011 ended: it is no longer P1.',
  checkPrompted: ({ payload: { missed } }) =>
    missed === 0
      ? 'The lead was asked to look in.'
      : `The lead was asked to look in; ${missed} such prompts went unanswered.`,
  checkedIn: ({ payload: { words } }, who) => `${who} looked in: ${asWritten(words)}`,
};

function retargeted(
  clocks: TicketState['clocks'],
  targets: OversightPayloads['priorityOverridden']['clocks'],
  at: string,
): TicketState['clocks'] {
  const entries = Object.entries(clocks).map(([kind, clock]) => {
    const target = targets[kind];
    return [kind, clock && target ? retargetClock(clock, target, at) : clock];
  });
  return Object.fromEntries(entries) as TicketState['clocks'];
}
