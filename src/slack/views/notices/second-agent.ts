import type { Recorded } from '../../../sop/recorded.ts';
import type { TicketEvent, TicketEventOf } from '../../../sop/ticket/events.ts';
import { merelyTold } from '../../../sop/ticket/evolve.ts';
import { findFix } from '../../../sop/ticket/ladder.ts';
import { actions } from '../../ids.ts';
import { buttons, confirmation } from '../elements.ts';
import { type Line, lines, quotes, sentence } from '../rich-text.ts';
import { fixName } from './fixes.ts';
import type { NoticeView } from './notice.ts';

/**
 * T2-7: the request to a second agent. Whatever ends it is told in its place, and its buttons go: an answer, the
 * clock, or any change of the ticket.
 */
export const buildConfirmation: NoticeView = ({ event, file: { ticket, events }, pack }) => {
  const request = requestBefore(events, event.seq);
  const { fix: id, account, expiresAt, repeatReason } = request.payload;
  const fix = findFix(pack, id);
  const open = ticket.confirmation?.seq === request.seq;
  const about = `${ticket.number}:${request.seq}`;
  const lost = fix?.irreversible ?? 'This cannot be undone.';
  return [
    {
      text: `A second agent is asked to confirm ${id} on T-${ticket.number}.`,
      blocks: [
        lines(
          [
            { bold: 'Second agent (T2-7): ' },
            { person: request.actor ?? '' },
            ' asks to apply ',
            { bold: fixName(pack, id) },
            ` on T-${ticket.number}, account ${account}.`,
          ],
          [{ bold: 'Cannot be undone: ' }, lost],
          ...(repeatReason ? [[{ bold: 'Done once more, because:' }] satisfies Line] : []),
        ),
        ...(repeatReason ? quotes(repeatReason) : []),
        ...(open
          ? [
              lines([
                'Somebody else of Tier 2 Support or above confirms it until ',
                { time: expiresAt, zone: pack.timeZone },
                '. Any change of the ticket makes it void.',
              ]),
              buttons(
                {
                  label: 'Confirm',
                  action: actions.confirmFix,
                  about,
                  primary: true,
                  confirm: confirmation(
                    `Confirm ${id} on T-${ticket.number}?`,
                    `It is begun at once. ${lost}`,
                    'Confirm',
                  ),
                },
                { label: 'Decline', action: actions.declineFix, about },
              ),
            ]
          : endedBlocks(endOf(events, request.seq))),
      ],
    },
  ];
};

/** The first thing after a request that ended it; what is merely told of the ticket does not. */
function endOf(events: readonly Recorded<TicketEvent>[], seq: number): Recorded<TicketEvent> | undefined {
  return events.find(
    (event) => event.seq > seq && event.type !== 'attemptRefused' && !merelyTold.has(event.type),
  );
}

function endedBlocks(end: Recorded<TicketEvent> | undefined) {
  const who = { person: end?.actor ?? '' };
  switch (end?.type) {
    case 'confirmationGiven':
      return [lines([{ bold: 'Confirmed' }, ' by ', who, '; the fix is begun.'])];
    case 'confirmationDeclined':
      return [lines([{ bold: 'Declined' }, ' by ', who, ', because:']), ...quotes(end.payload.reason)];
    case 'confirmationExpired':
      return [lines([{ bold: 'Expired: ' }, 'nobody confirmed it in time.'])];
    case 'confirmationVoided':
      return [lines([{ bold: 'Void ' }, 'when ', who, ' confirmed it: ', ...sentence(end.payload.reason)])];
    default:
      return [lines([{ bold: 'Void: ' }, 'the ticket changed after it was asked for.'])];
  }
}

/** To whoever asked, by mention: the request itself is only updated, which calls nobody. */
export const buildConfirmationAnswered: NoticeView = ({ event, file: { ticket, events } }) => {
  const request = requestBefore(events, event.seq);
  const { fix } = request.payload;
  return [
    {
      text: `T-${ticket.number}: the second agent’s answer on ${fix}`,
      blocks: [lines([{ person: request.actor ?? '' }, ...answerWords(event, fix, ticket.number)])],
    },
  ];
};

function answerWords(event: Recorded<TicketEvent>, fix: string, ticket: number): Line {
  const who = { person: event.actor ?? '' };
  switch (event.type) {
    case 'confirmationGiven':
      return [': ', who, ` confirmed ${fix}. It is begun; its result comes next.`];
    case 'confirmationDeclined':
      return [': ', who, ` declined ${fix}. The reason stands above.`];
    case 'confirmationExpired':
      return [`: nobody confirmed ${fix} in time. You can ask again with Apply fix.`];
    case 'confirmationVoided':
      return [
        ', ',
        who,
        `: ${fix} is not begun, though confirmed; the request is void. `,
        ...sentence(event.payload.reason),
      ];
    default:
      return [`: T-${ticket} changed, so the request to confirm ${fix} is void.`];
  }
}

function requestBefore(
  events: readonly Recorded<TicketEvent>[],
  seq: number,
): Recorded<TicketEventOf<'confirmationRequested'>> {
  const request = events.findLast((event) => event.seq <= seq && event.type === 'confirmationRequested');
  if (request?.type !== 'confirmationRequested') throw new Error('nobody was asked for a confirmation');
  return request;
}
