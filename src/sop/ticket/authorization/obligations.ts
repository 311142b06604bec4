import type { ChapterObligation } from '../chapter.ts';
import { ticketEvent } from '../events.ts';
import type { TicketState } from '../state.ts';
import { isStanding } from './standing.ts';

/** AU-6: a request that nobody answered runs out, and so does an authorization that was not used. */
export function authorizationObligations(ticket: TicketState): readonly ChapterObligation[] {
  return ticket.authorizations.filter(isStanding).map(({ seq, expiresAt }) => ({
    kind: 'chapter',
    name: 'authorizationExpiry',
    at: expiresAt,
    strike: () => [ticketEvent('authorizationExpired', { request: seq })],
  }));
}
