import type { Role, UserId } from '../actor.ts';
import { checkAuthority } from '../authority.ts';
import type { Context } from '../context.ts';
import { accepted, type Decision, type Refusal, refused } from '../decision.ts';
import { epoch, type Instant } from '../instant.ts';
import { type ExceptionEvent, exceptionEvent } from './events.ts';
import { draftDue, dueOnceReminded, exceptionOwed } from './obligations.ts';
import type { Deviation, DocumentStamp, ExceptionState, LeadAnswer, Statement } from './state.ts';
import { type ExceptionStep, noticeRefusal, stepRefusal } from './step-refusal.ts';

/** What its author wrote, and the documents as they stood (DOC-2). */
export type Entry = { statement: Statement; flag: boolean; documents: readonly DocumentStamp[] };

export type ExceptionCommand =
  /** Completes a draft. */
  | ({ type: 'complete' } & Entry)
  | { type: 'withdraw' }
  | { type: 'answer'; answer: LeadAnswer; words: string | null }
  | { type: 'flag' }
  | { type: 'recordOutcome'; words: string; change: string | null }
  /** Somebody wants to begin a step. Nothing happens yet, but a no is said (and kept) at once. */
  | { type: 'prepare'; step: ExceptionStep }
  /** EX-3: its author is reminded, where a shift ends early too; then the lead hears of it. Each is needless the second time. */
  | { type: 'remind' | 'reportOverdue' }
  /** EX-3: the shift of its author ends at another time now. */
  | { type: 'followShift'; endsAt: Instant }
  /** EX-3, the clock's own: whichever of the two is owed by now. */
  | { type: 'clockStruck' }
  /** AU-6: what was attempted was authorized after all. */
  | { type: 'excuse' }
  /** SEC-2. */
  | { type: 'restrict' };

/** Where it begins: its number, whose it is, on which ticket. */
export type Beginning = {
  number: number;
  author: UserId;
  authorRole: Role;
  ticket: number | null;
  restricted: boolean;
};

/**
 * What the software saw becomes a draft of whoever did it (EX-1). `shiftEnd`: of the shift they are on, where that is
 * known; without one the pack's limits count.
 */
export function decideDraftException(
  beginning: Beginning,
  deviation: Deviation,
  shiftEnd: Instant | null,
  context: Context,
): Decision<ExceptionEvent> {
  return accepted(exceptionEvent('drafted', { ...beginning, deviation, ...draftDue(shiftEnd, context) }));
}

/** EX-3: entered unasked. Whether the actor may is the ticket's to say, or `logRefusal`'s where there is none. */
export function decideLogException(beginning: Beginning, entry: Entry): Decision<ExceptionEvent> {
  const { statement, flag, documents } = entry;
  return accepted(exceptionEvent('logged', { ...beginning, statement, flag, documents }));
}

/** What stands in the way of entering an exception, before anything is written. */
export function logRefusal({ actor }: Context): Refusal | null {
  return checkAuthority(actor, 'exception.log');
}

/** The one place where an exception's yes and no are said. Pure: the same three arguments, the same answer. */
export function decideException(
  command: ExceptionCommand,
  exception: ExceptionState,
  context: Context,
): Decision<ExceptionEvent> {
  const step = stepOf(command);
  const refusal =
    (step && stepRefusal(step, exception, context)) ||
    (command.type === 'complete' && noticeRefusal(command.statement.notice, exception));
  if (refusal) return refused(refusal);
  const { number, author, authorRole, ticket, restricted, status } = exception;
  switch (command.type) {
    case 'prepare':
      return accepted();
    case 'complete':
      return decideLogException({ number, author, authorRole, ticket, restricted }, command);
    case 'withdraw':
      return accepted(exceptionEvent('withdrawn', { because: 'nothingDone' }));
    case 'excuse':
      return status === 'draft'
        ? accepted(exceptionEvent('withdrawn', { because: 'authorized' }))
        : accepted();
    case 'answer':
      return accepted(exceptionEvent('answered', { answer: command.answer, words: command.words }));
    case 'flag':
      return accepted(exceptionEvent('flagged', {}));
    case 'recordOutcome':
      return accepted(exceptionEvent('outcomeRecorded', { words: command.words, change: command.change }));
    case 'remind':
      return remind(exception, context);
    case 'reportOverdue':
      return reportOverdue(exception);
    case 'followShift':
      return followShift(command.endsAt, exception, context);
    case 'clockStruck':
      switch (exceptionOwed(exception, context.now)) {
        case 'remind':
          return remind(exception, context);
        case 'reportOverdue':
          return reportOverdue(exception);
        case null:
          return accepted();
      }
      break;
    case 'restrict':
      return restricted ? accepted() : accepted(exceptionEvent('ticketRestricted', {}));
  }
}

function remind(exception: ExceptionState, context: Context): Decision<ExceptionEvent> {
  const { status, remindedAt, overdueAt } = exception;
  return status === 'draft' && !remindedAt && !overdueAt
    ? accepted(exceptionEvent('exceptionsReminded', { dueAt: dueOnceReminded(exception, context) }))
    : accepted();
}

function reportOverdue({ status, overdueAt }: ExceptionState): Decision<ExceptionEvent> {
  return status === 'draft' && !overdueAt ? accepted(exceptionEvent('exceptionsOverdue', {})) : accepted();
}

/** One that ends at once reminds of its drafts itself; what the lead has heard of stays as it was told. */
function followShift(
  endsAt: Instant,
  { status, remindAt, dueAt, overdueAt }: ExceptionState,
  context: Context,
): Decision<ExceptionEvent> {
  if (status !== 'draft' || overdueAt || epoch(endsAt) <= context.now.getTime()) return accepted();
  const due = draftDue(endsAt, context);
  return due.remindAt === remindAt && due.dueAt === dueAt
    ? accepted()
    : accepted(exceptionEvent('dueMoved', due));
}

const answerSteps = { authorized: 'authorize', noted: 'note', disputed: 'dispute' } as const;

/** The step that a person's command is; null for what the software does by itself. */
function stepOf(command: ExceptionCommand): ExceptionStep | null {
  switch (command.type) {
    case 'prepare':
      return command.step;
    case 'complete':
    case 'withdraw':
    case 'flag':
      return command.type;
    case 'answer':
      return answerSteps[command.answer];
    case 'recordOutcome':
      return 'outcome';
    case 'remind':
    case 'reportOverdue':
    case 'followShift':
    case 'clockStruck':
    case 'excuse':
    case 'restrict':
      return null;
  }
}
