import { roleRank } from '../../actor.ts';
import { asWritten } from '../../as-written.ts';
import { roleName } from '../../authority.ts';
import type { Instant } from '../../instant.ts';
import { endClock, startClock } from '../../sla-clock.ts';
import { wallClock } from '../../wall-clock.ts';
import type { Changes, Telling, Words } from '../chapter.ts';
import type { TicketNotice } from '../notices.ts';
import type { TicketState, Tier } from '../state.ts';
import type { EscalationPayloads } from './events.ts';

export const escalationNoticeKinds = [
  'escalation',
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
  escalationAccepted: (ticket, { payload: { from, tier2Response }, actor, at }) => ({
    clocks: tier2Response ? { ...ticket.clocks, tier2Response: startClock(tier2Response) } : ticket.clocks,
    owner: actor,
    status: ticket.status === 'queued' ? 'open' : ticket.status,
    receivedAt: ticket.receivedAt ?? at,
    escalation: ticket.escalation && { ...ticket.escalation, accepted: { by: actor ?? '', at, from } },
    // LD-4: from here on the lead looks in.
    watch:
      ticket.tier === 'lead' && actor
        ? { lead: actor, since: at, promptedAt: null, checkedAt: null, missed: 0 }
        : null,
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
  escalated: ({ seq, payload }) => [live(seq), call(payload.to)],
  escalationAccepted: ({ payload }) => [
    live(payload.escalation),
    say('escalationAccepted'),
    ...briefing(payload.escalation),
  ],
  escalationPassedOn: ({ payload }) => [live(payload.escalation), call(payload.to)],
  briefingRecorded: ({ payload }) => briefing(payload.escalation),
  activeWorkWarned: () => [say('activeWorkWarned')],
};

export const escalationWords: Words<EscalationPayloads> = {
  escalated: ({ payload: { to, reason, automatic } }, who) =>
    `${automatic ? 'It was escalated by itself' : `${who} escalated it`} to ${roleName(to)}${reason ? `, because: ${asWritten(reason)}` : '.'}`,
  escalationAccepted: (_, who) => `${who} accepted the escalation, having read the record.`,
  escalationPassedOn: ({ payload: { from, to } }) =>
    `Nobody of ${roleName(from)} accepted it in time, so it went on to ${roleName(to)}.`,
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

function briefing(escalation: number): readonly TicketNotice[] {
  return [
    { kind: 'briefing', destination: { to: 'thread' }, urgency: 'normal', surface: `briefing:${escalation}` },
  ];
}

/** Where those who are to accept it look: tier 2 in the shift's channel, leads in theirs, the manager in person. */
function call(to: Tier): TicketNotice {
  return {
    kind: 'escalationCall',
    destination:
      to === 'manager'
        ? { to: 'role', role: 'manager' }
        : { to: 'channel', role: to === 'lead' ? 'leads' : 'shift' },
    urgency: 'urgent',
    surface: null,
  };
}
