import { asWritten } from '../../as-written.ts';
import { endClock, slaClockKinds } from '../../sla-clock.ts';
import { waitingByHand, withoutByHand } from '../acknowledgements.ts';
import type { Changes, Telling, Words } from '../chapter.ts';
import { changeClocks } from '../clocks.ts';
import { endOfCall } from '../escalation/record.ts';
import type { TicketNotice } from '../notices.ts';
import { acknowledgementKinds } from '../state.ts';
import type { ScopePayloads } from './events.ts';

export const scopeNoticeKinds = ['redirected', 'escalationRedirected', 'split'] as const;

export const scopeChanges: Changes<ScopePayloads> = {
  redirected: (ticket, { payload: { code, document }, at }) => ({
    ...withoutByHand(ticket, acknowledgementKinds),
    status: 'closed',
    transfer: null,
    waiting: null,
    closure: { resolutionCode: 'redirected', at, redirect: { code, document } },
    clocks: changeClocks(ticket.clocks, slaClockKinds, (clock) => endClock(clock, at)),
  }),
  split: ({ split }, { payload: { into } }) => ({ split: { ...split, into: [...split.into, into] } }),
};

export const scopeTelling: Telling<ScopePayloads> = {
  // What waits for somebody ends with it, and its buttons go.
  redirected: (_, before) => [
    ...waitingByHand(before, acknowledgementKinds).map((at) => thread('acknowledgementByHand', at)),
    ...(before.transfer ? [thread('transferOffered', `transfer:${before.transfer.seq}`)] : []),
    ...(before.escalation && !before.escalation.accepted
      ? [thread('escalationRedirected', `escalation:${before.escalation.seq}`)]
      : []),
    ...endOfCall(before),
    thread('redirected', null),
  ],
  split: () => [thread('split', null)],
};

export const scopeWords: Words<ScopePayloads> = {
  redirected: ({ payload: { document, note } }, who) =>
    `${who} redirected it under ${document}: ${asWritten(note)}`,
  split: ({ payload: { into, document, note } }, who) =>
    `${who} split off T-${into}, which is redirected under ${document}: ${asWritten(note)}`,
};

function thread(kind: TicketNotice['kind'], surface: string | null): TicketNotice {
  return { kind, destination: { to: 'thread' }, urgency: 'normal', surface };
}
