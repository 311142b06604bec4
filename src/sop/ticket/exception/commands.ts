import type { Context } from '../../context.ts';
import { accepted, type Refusal, refused } from '../../decision.ts';
import type { Deciders } from '../chapter.ts';
import { ticketEvent } from '../events.ts';
import { authorityGuard } from '../guards.ts';
import type { ExceptionPayloads } from './events.ts';

export type ExceptionChapterCommand =
  /** `completes`: a draft of what its author did before. */
  | ({ type: 'logException'; completes: boolean } & ExceptionPayloads['exceptionLogged'])
  /** Who may answer is decided on the exception, in the same transaction. */
  | ({ type: 'answerException' } & ExceptionPayloads['exceptionAnswered']);

export const exceptionDeciders: Deciders<ExceptionChapterCommand> = {
  logException: ({ exception, statement }, _, context) => {
    const refusal = logExceptionRefusal(context);
    return refusal ? refused(refusal) : accepted(ticketEvent('exceptionLogged', { exception, statement }));
  },
  answerException: ({ exception, answer, words }) =>
    accepted(ticketEvent('exceptionAnswered', { exception, answer, words })),
};

/** EX-3: on a closed ticket, too; the shift ends later than the work. */
export function logExceptionRefusal(context: Context): Refusal | null {
  return authorityGuard(context, 'exception.log')();
}
