import { roleRank } from '../../actor.ts';
import { asWritten } from '../../as-written.ts';
import { somebodyOf } from '../../authority.ts';
import { triggers } from '../../escalation/index.ts';
import type { Instant } from '../../instant.ts';
import { endClock, startClock } from '../../sla-clock.ts';
import { wallClock } from '../../wall-clock.ts';
import type { Changes, Telling, Words } from '../chapter.ts';
import type { TicketNotice } from '../notices.ts';
import { watchFrom } from '../oversight/watch.ts';
import type { Escalation, TicketState, Tier } from '../state.ts';
import type { EscalationPayloads } from './events.ts';
import { pendingEscalation } from './pending.ts';

export const escalationNoticeKinds = [
  'escalation',
  'escalationSuperseded',
  'escalationCall',
  'escalationAccepted',
  'briefing',
  'activeWorkWarned',
] as const;

export const escalationChanges: Changes<EscalationPayloads> = {
  escalated: ({ clocks }, { payload: { trigger, from, to, reason, automatic }, seq, at, actor }) => ({
    tier: to,
    transfer: null,
    escalation: {
      seq,
      trigger,
      from,
      to,
      reason,
      by: automatic ? null : actor,
      at,
      waitingSince: at,
      remindedAt: null,
      accepted: null,
      briefing: null,
    },
    watch: null,
    clocks: pastTier2(clocks, to, at),
  }),
  escalationAccepted: (ticket, event) => ({
    owner: event.actor,
    clocks: event.payload.tier2Response
      ? { ...ticket.clocks, tier2Response: startClock(event.payload.tier2Response) }
      : ticket.clocks,
    escalation: ticket.escalation && {
      ...ticket.escalation,
      accepted: { by: event.actor ?? '', at: event.at, from: event.payload.from },
      briefing: event.payload.briefing ? 'prompted' : null,
    },
    // LD-4: from here on the lead looks in.
    watch: ticket.tier === 'lead' ? watchFrom(event) : null,
  }),
  escalationPassedOn: (ticket, { payload: { to }, at }) => ({
    tier: to,
    escalation: ticket.escalation && { ...ticket.escalation, to, waitingSince: at, remindedAt: null },
  }),
  briefingRecorded: (ticket, { payload: { held } }) => ({
    escalation: ticket.escalation && { ...ticket.escalation, briefing: held ? 'held' : 'unavailable' },
  }),
  activeWorkWarned: (ticket) => ({ activeWork: { ...ticket.activeWork, warned: true } }),
};

export const escalationTelling: Telling<EscalationPayloads> = {
  escalated: ({ seq, payload, at }, before) => [
    // What it ends loses its buttons: an unanswered offer, an escalation that nobody had accepted.
    ...(before.transfer ? [standing('transferOffered', `transfer:${before.transfer.seq}`)] : []),
    ...[pendingEscalation(before)].flatMap((pending) =>
      pending ? [standing('escalationSuperseded', `escalation:${pending.seq}`)] : [],
    ),
    ...(before.escalation?.briefing === 'prompted' ? [briefing(before.escalation.seq)] : []),
    ...endOfCall(before),
    live(seq),
    call(payload.to, at),
  ],
  escalationAccepted: ({ payload }, before) => [
    ...endOfCall(before),
    live(payload.escalation),
    say('escalationAccepted'),
    ...(payload.briefing ? [briefing(payload.escalation)] : []),
  ],
  escalationPassedOn: ({ payload, at }, before) => [
    ...endOfCall(before),
    live(payload.escalation),
    call(payload.to, at),
  ],
  briefingRecorded: ({ payload }) => [briefing(payload.escalation)],
  activeWorkWarned: () => [say('activeWorkWarned')],
};

export const escalationWords: Words<EscalationPayloads> = {
  escalated: ({ payload: { trigger, to, reason, automatic } }, who) =>
    `${automatic ? 'It was escalated by itself' : `${who} escalated it`} to ${somebodyOf(to)} (${triggers[trigger].words})${reason ? `, because: ${asWritten(reason)}` : '.'}`,
  escalationAccepted: (_, who) => `${who} accepted the escalation, having read the record.`,
  escalationPassedOn: ({ payload: { from, to } }) =>
    `It was not accepted in time by ${somebodyOf(from)}, so it went on to ${somebodyOf(to)}.`,
  briefingRecorded: ({ payload: { held } }, who) =>
    held
      ? `${who} recorded that the verbal handoff was held.`
      : `${who} recorded that no verbal handoff was possible.`,
  activeWorkWarned: ({ payload: { dueAt } }, _, zone) =>
    `A warning was posted: at ${wallClock(dueAt, zone)} active work reaches its limit.`,
};

/** T2-3: above tier 2 no further acknowledgement is owed. */
function pastTier2(clocks: TicketState['clocks'], to: Tier, at: Instant): TicketState['clocks'] {
  const { tier2Response } = clocks;
  return tier2Response && roleRank(to) > roleRank('tier2')
    ? { ...clocks, tier2Response: endClock(tier2Response, at) }
    : clocks;
}

function live(escalation: number): TicketNotice {
  return {
    kind: 'escalation',
    destination: { to: 'thread' },
    urgency: 'urgent',
    surface: `escalation:${escalation}`,
  };
}

function say(kind: (typeof escalationNoticeKinds)[number]): TicketNotice {
  return { kind, destination: { to: 'thread' }, urgency: 'normal', surface: null };
}

function briefing(escalation: number): TicketNotice {
  return standing('briefing', `briefing:${escalation}`);
}

/** Where a message of the thread that is kept up to date stands. */
function standing(kind: TicketNotice['kind'], surface: string): TicketNotice {
  return { kind, destination: { to: 'thread' }, urgency: 'normal', surface };
}

/**
 * Where those who are to accept it look: tier 2 in the shift's channel, leads in theirs, the manager in person. `at`:
 * when they are called; each call is a message of its own, and only the latest can be answered.
 */
export function call(to: Tier, at: Instant): TicketNotice {
  return {
    kind: 'escalationCall',
    destination:
      to === 'manager'
        ? { to: 'role', role: 'manager' }
        : { to: 'channel', role: to === 'lead' ? 'leads' : 'shift' },
    urgency: 'urgent',
    surface: `call:${at}`,
  };
}

/** When those of its tier were last called. */
export function calledAt({ remindedAt, waitingSince }: Escalation): Instant {
  return remindedAt ?? waitingSince;
}

/** The call that can be answered no longer says so, in place. */
export function endOfCall(before: TicketState): readonly TicketNotice[] {
  const pending = pendingEscalation(before);
  return pending ? [{ ...call(pending.to, calledAt(pending)), urgency: 'normal' }] : [];
}
