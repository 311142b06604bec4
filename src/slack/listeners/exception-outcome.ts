import type { ExceptionOutcome } from '../../desk/command-exception.ts';
import type { Outcome } from '../../desk/desk.ts';
import type { ExceptionState } from '../../sop/exception/state.ts';
import { type Answer, nothing, refuse, sayUndone } from '../answer.ts';
import { buildUnknownException } from '../views/exceptions.ts';
import { buildUnknownTicket } from '../views/short-answers.ts';

/** What a person is answered: `done` for what happened, the refusal or what is missing otherwise. */
export function answerException(
  outcome: ExceptionOutcome | Extract<Outcome, { kind: 'unknownTicket' }>,
  done: (exception: ExceptionState) => Answer,
): Answer {
  switch (outcome.kind) {
    case 'done':
      return done(outcome.exception);
    case 'refused':
      return refuse(outcome.refusal);
    case 'unknownException':
      return sayUndone(buildUnknownException(outcome.number));
    case 'unknownTicket':
      return sayUndone(buildUnknownTicket(outcome.number));
    case 'repeated':
      return nothing;
  }
}
