import { asWritten } from '../../as-written.ts';
import { actions } from '../../authority.ts';
import { wallClock } from '../../wall-clock.ts';
import type { Changes, Telling, Words } from '../chapter.ts';
import type { Authorization, TicketState } from '../state.ts';
import type { AuthorizationPayloads } from './events.ts';

export const authorizationNoticeKinds = [] as const;

export const authorizationChanges: Changes<AuthorizationPayloads> = {
  authorizationRequested: ({ authorizations, tier }, { payload: { action, expiresAt }, seq, actor }) => ({
    authorizations: [
      ...authorizations,
      { seq, person: actor ?? '', action, status: 'requested', tier, answeredBy: null, expiresAt },
    ],
  }),
  authorizationAnswered: (ticket, { payload: { request, granted, expiresAt }, actor }) =>
    change(ticket, request, {
      status: granted ? 'granted' : 'declined',
      answeredBy: actor,
      ...(expiresAt ? { expiresAt } : {}),
    }),
  authorizationUsed: (ticket, { payload: { request } }) => change(ticket, request, { status: 'used' }),
  authorizationExpired: (ticket, { payload: { request } }) => change(ticket, request, { status: 'expired' }),
  calibrationFlagged: () => ({}),
};

export const authorizationTelling: Telling<AuthorizationPayloads> = {
  authorizationRequested: () => [],
  authorizationAnswered: () => [],
  authorizationUsed: () => [],
  authorizationExpired: () => [],
  calibrationFlagged: () => [],
};

export const authorizationWords: Words<AuthorizationPayloads> = {
  authorizationRequested: ({ payload: { action, reason } }, who) =>
    `${who} asked to be allowed once to ${actions[action].words}, because: ${asWritten(reason)}`,
  authorizationAnswered: ({ payload: { granted, reason, expiresAt } }, who, zone) =>
    granted && expiresAt
      ? `${who} authorized it once, until ${wallClock(expiresAt, zone)}, because: ${asWritten(reason)}`
      : `${who} declined to authorize it, because: ${asWritten(reason)}`,
  authorizationUsed: ({ payload: { action } }, who) =>
    `${who} used the authorization to ${actions[action].words}.`,
  authorizationExpired: () => 'The authorization ran out.',
  calibrationFlagged: ({ payload: { refused, words } }, who) =>
    `${who} flagged ${refused} as badly calibrated: ${asWritten(words)}`,
};

function change(
  { authorizations }: TicketState,
  request: number,
  to: Partial<Authorization>,
): Pick<TicketState, 'authorizations'> {
  return { authorizations: authorizations.map((one) => (one.seq === request ? { ...one, ...to } : one)) };
}
