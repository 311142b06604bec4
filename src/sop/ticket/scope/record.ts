import { asWritten } from '../../as-written.ts';
import { endClock, slaClockKinds } from '../../sla-clock.ts';
import type { Changes, Telling, Words } from '../chapter.ts';
import { changeClocks } from '../clocks.ts';
import type { TicketNotice } from '../notices.ts';
import type { ScopePayloads } from './events.ts';

export const scopeNoticeKinds = ['redirected', 'escalationRedirected', 'split'] as const;

export const scopeChanges: Changes<ScopePayloads> = {
  redirected: ({ clocks }, { payload: { code, document }, at }) => ({
    status: 'closed',
    transfer: null,
    waiting: null,
    closure: { resolutionCode: 'redirected', at, redirect: { code, document } },
    clocks: changeClocks(clocks, slaClockKinds, (clock) => endClock(clock, at)),
  }),
  split: ({ split }, { payload: { into } }) => ({ split: { ...split, into: [...split.into, into] } }),
};

export const scopeTelling: Telling<ScopePayloads> = {
  // An unanswered offer and an escalation that nobody accepted end with it, and their buttons go.
  redirected: (_, { transfer, escalation }) => [
    ...(transfer ? [thread('transferOffered', `transfer:${transfer.seq}`)] : []),
    ...(escalation && !escalation.accepted
      ? [thread('escalationRedirected', `escalation:${escalation.seq}`)]
      : []),
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
