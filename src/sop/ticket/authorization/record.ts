import { asWritten } from '../../as-written.ts';
import { actions } from '../../authority.ts';
import type { Destination } from '../../notice.ts';
import { wallClock } from '../../wall-clock.ts';
import type { Changes, Telling, Words } from '../chapter.ts';
import type { TicketNotice } from '../notices.ts';
import type { Authorization, TicketState } from '../state.ts';
import type { AuthorizationPayloads } from './events.ts';

export const authorizationNoticeKinds = [
  'authorization',
  'authorizationCall',
  'authorizationAnswered',
] as const;

export const authorizationChanges: Changes<AuthorizationPayloads> = {
  authorizationRequested: ({ authorizations, tier }, { payload: { action, expiresAt }, seq, actor }) => {
    if (!actor) throw new Error('an authorization is asked for by a person');
    const asked: Authorization = {
      seq,
      person: actor,
      action,
      status: 'requested',
      tier,
      answeredBy: null,
      expiresAt,
      usedSeq: null,
    };
    return { authorizations: [...authorizations, asked] };
  },
  authorizationAnswered: (ticket, { payload: { request, granted, expiresAt }, actor }) =>
    change(ticket, request, {
      status: granted ? 'granted' : 'declined',
      answeredBy: actor,
      ...(expiresAt ? { expiresAt } : {}),
    }),
  authorizationUsed: (ticket, { payload: { request }, seq }) =>
    change(ticket, request, { status: 'used', usedSeq: seq }),
  authorizationExpired: (ticket, { payload: { request } }) => change(ticket, request, { status: 'expired' }),
  calibrationFlagged: () => ({}),
};

/** How each request ends is shown in its place, whatever ended it; here is what is told besides. */
export const authorizationTelling: Telling<AuthorizationPayloads> = {
  authorizationRequested: ({ seq, payload: { action } }) => [
    {
      kind: 'authorization',
      destination: { to: 'thread' },
      urgency: 'urgent',
      surface: `authorization:${seq}`,
    },
    { kind: 'authorizationCall', destination: whoAnswers(action), urgency: 'urgent', surface: null },
  ],
  authorizationAnswered: () => [answered],
  authorizationUsed: () => [],
  authorizationExpired: () => [answered],
  calibrationFlagged: () => [],
};

/** To whoever asked: the request itself is only updated, which calls nobody. */
const answered: TicketNotice = {
  kind: 'authorizationAnswered',
  destination: { to: 'thread' },
  urgency: 'normal',
  surface: null,
};

function whoAnswers(action: Authorization['action']): Destination {
  return actions[action].from === 'manager'
    ? { to: 'role', role: 'manager' }
    : { to: 'channel', role: 'leads' };
}

export const authorizationWords: Words<AuthorizationPayloads> = {
  authorizationRequested: ({ payload: { action, reason } }, who) =>
    `${who} asked to be allowed once to ${actions[action].words}, because: ${asWritten(reason)}`,
  authorizationAnswered: ({ payload: { granted, reason, expiresAt } }, who, zone) =>
    granted && expiresAt
      ? `${who} authorized it once, until ${wallClock(expiresAt, zone)}, because: ${asWritten(reason)}`
      : `${who} declined to authorize it, because: ${asWritten(reason)}`,
  authorizationUsed: ({ payload: { action, grantedBy } }, who) =>
    `${who} used the authorization of <@${grantedBy}> to ${actions[action].words}.`,
  authorizationExpired: () => 'A request for authorization, or what was authorized, ran out.',
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
