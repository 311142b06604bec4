import type { Outcome } from '../../desk/desk.ts';
import type { Reading } from '../../desk/read-ticket.ts';
import type { TicketState } from '../../sop/ticket/state.ts';
import { type Answer, nothing, refuse, sayUndone } from '../answer.ts';
import { buildUnknownTicket } from '../views/short-answers.ts';

/** What a person is answered: `done` for what happened, the refusal or the missing ticket otherwise. */
export function answerOutcome(outcome: Outcome, done: (ticket: TicketState) => Answer): Answer {
  switch (outcome.kind) {
    case 'done':
      return done(outcome.ticket);
    case 'refused':
      return refuse(outcome.refusal);
    case 'unknownTicket':
      return sayUndone(buildUnknownTicket(outcome.number));
    case 'repeated':
      return nothing;
  }
}

/** What is answered when something could not be read: the refusal, or that there is no such ticket. */
export function answerUnread(reading: Exclude<Reading<unknown>, { kind: 'read' }>): Answer {
  return reading.kind === 'refused' ? refuse(reading.refusal) : sayUndone(buildUnknownTicket(reading.number));
}
