import type { KnownBlock } from '@slack/types';
import { actions as procedureActions, roleName } from '../../../sop/authority.ts';
import type { Pack } from '../../../sop/pack/schema.ts';
import type { Recorded } from '../../../sop/recorded.ts';
import { answering } from '../../../sop/ticket/authorization/commands.ts';
import type { authorizationNoticeKinds } from '../../../sop/ticket/authorization/record.ts';
import type { TicketEvent, TicketEventOf } from '../../../sop/ticket/events.ts';
import type { Authorization, TicketState } from '../../../sop/ticket/state.ts';
import { actions } from '../../ids.ts';
import { buttons } from '../elements.ts';
import { lines, quotes } from '../rich-text.ts';
import { type NoticeView, telling } from './notice.ts';

/** The views of what is told of a one-off authorization (AU-6). */
export const authorizationViews: Record<(typeof authorizationNoticeKinds)[number], NoticeView> = {
  authorization: ({ surface, file: { ticket, events }, pack }) => {
    const asked = ofSurface(surface, ticket);
    const request = requestOf(events, asked.seq);
    const { number } = ticket;
    const { words } = procedureActions[asked.action];
    // SEC-2: from the report on, the thread says nothing of what was asked.
    if (ticket.security) {
      const gone = `A request for authorization on T-${number} is void.`;
      return [{ text: gone, blocks: [lines([gone])] }];
    }
    return [
      {
        text: `Somebody asks to be authorized once on T-${number}.`,
        blocks: [
          lines(
            [
              { bold: 'Authorization (AU-6): ' },
              { person: asked.person },
              ' asks to be allowed once to ',
              { bold: words },
              ` on T-${number}.`,
            ],
            [{ bold: `Refused by ${request.payload.refused}. Because:` }],
          ),
          ...quotes(request.payload.reason),
          ...stateBlocks(asked, events, ticket, pack),
        ],
      },
    ];
  },

  authorizationCall: telling(['authorizationRequested'], (event, { file: { ticket }, pack }) => {
    const { actor, payload } = event;
    const asked = ticket.authorizations.find(({ seq }) => seq === event.seq);
    // Answered, run out or void before anybody could be called.
    if (ticket.security || asked?.status !== 'requested') return [];
    return [
      {
        text: `Somebody asks to be authorized once on T-${ticket.number}.`,
        blocks: [
          lines([
            { person: actor ?? '' },
            ` asks to be allowed once to ${procedureActions[payload.action].words} on T-${ticket.number}. ${whoMay(payload.action)} answers in its thread until `,
            { time: payload.expiresAt, zone: pack.timeZone },
            ' (AU-6).',
          ]),
        ],
      },
    ];
  }),

  authorizationAnswered: telling(
    ['authorizationAnswered', 'authorizationExpired'],
    (event, { file: { ticket, events }, pack }) => {
      if (ticket.security) return [];
      const request = requestOf(events, event.payload.request);
      const person = { person: request.actor ?? '' };
      const text = `T-${ticket.number}: the answer to a request for authorization`;
      const { words } = procedureActions[request.payload.action];
      if (event.type === 'authorizationExpired') {
        const granted = answerOf(events, request.seq)?.payload.granted;
        const ended = granted
          ? `: the authorization to ${words} ran out unused. You can ask again.`
          : `: nobody answered whether you may ${words}. You can ask again.`;
        return [{ text, blocks: [lines([person, ended])] }];
      }
      const by = { person: event.actor ?? '' };
      const { granted, reason, expiresAt } = event.payload;
      const said =
        granted && expiresAt
          ? [
              person,
              ': ',
              by,
              ` authorized you to ${words}, once, until `,
              { time: expiresAt, zone: pack.timeZone },
              '. Do it as you would have before. The reason:',
            ]
          : [person, ': ', by, ` declined to let you ${words}, because:`];
      return [{ text, blocks: [lines(said), ...quotes(reason)] }];
    },
  ),
};

/** How the request stands: its buttons while it is open, and afterwards what came of it. */
function stateBlocks(
  asked: Authorization,
  events: readonly Recorded<TicketEvent>[],
  ticket: TicketState,
  pack: Pack,
): readonly KnownBlock[] {
  const until = { time: asked.expiresAt, zone: pack.timeZone };
  const by = { person: asked.answeredBy ?? '' };
  const reason = answerOf(events, asked.seq)?.payload.reason ?? '';
  switch (asked.status) {
    case 'requested': {
      const about = `${ticket.number}:${asked.seq}`;
      return [
        lines([`${whoMay(asked.action)} answers until `, until, '.']),
        buttons(
          { label: 'Authorize', action: actions.authorize, about, primary: true },
          { label: 'Decline', action: actions.declineAuthorization, about },
        ),
      ];
    }
    case 'granted':
      return [lines([{ bold: 'Authorized' }, ' by ', by, ', once, until ', until, ':']), ...quotes(reason)];
    case 'used':
      return [lines([{ bold: 'Authorized' }, ' by ', by, ', and used:']), ...quotes(reason)];
    case 'declined':
      return [lines([{ bold: 'Declined' }, ' by ', by, ', because:']), ...quotes(reason)];
    case 'expired':
      return [
        lines([
          { bold: 'Expired: ' },
          asked.answeredBy ? 'it was not used in time.' : 'nobody answered in time.',
        ]),
      ];
    case 'void':
      return [
        lines([
          { bold: 'Void: ' },
          ticket.tier === asked.tier ? 'the ticket was closed.' : 'the ticket moved to another tier.',
        ]),
      ];
  }
}

function whoMay(action: Authorization['action']): string {
  const role = answering(action);
  return role === 'manager' ? roleName(role) : `${roleName(role)} or above`;
}

/** One event can end several requests at once, so it is the message's own name that says which one it shows. */
function ofSurface(surface: string | null | undefined, { authorizations }: TicketState): Authorization {
  const asked = authorizations.find(({ seq }) => surface === `authorization:${seq}`);
  if (!asked) throw new Error(`the ticket has no request for '${surface}'`);
  return asked;
}

function requestOf(
  events: readonly Recorded<TicketEvent>[],
  seq: number,
): Recorded<TicketEventOf<'authorizationRequested'>> {
  const request = events.find((event) => event.seq === seq);
  if (request?.type !== 'authorizationRequested') throw new Error(`event ${seq} asks for no authorization`);
  return request;
}

function answerOf(
  events: readonly Recorded<TicketEvent>[],
  seq: number,
): Recorded<TicketEventOf<'authorizationAnswered'>> | undefined {
  return events.find(
    (event): event is Recorded<TicketEventOf<'authorizationAnswered'>> =>
      event.type === 'authorizationAnswered' && event.payload.request === seq,
  );
}
