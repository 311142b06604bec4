import { type Role, roleRank, type UserId } from '../actor.ts';
import { type Action, checkAuthority, somebodyOf } from '../authority.ts';
import type { Context } from '../context.ts';
import type { Refusal } from '../decision.ts';
import { type Deviation, type ExceptionState, hasHappened, type LeadNotice } from './state.ts';

/** What a form or a button about an exception wants to begin. */
export const exceptionSteps = [
  'complete',
  'withdraw',
  'authorize',
  'note',
  'dispute',
  'flag',
  'outcome',
] as const;
export type ExceptionStep = (typeof exceptionSteps)[number];

const actionOf: Readonly<Record<ExceptionStep, Action>> = {
  complete: 'exception.log',
  withdraw: 'exception.log',
  authorize: 'exception.authorize',
  note: 'exception.authorize',
  dispute: 'exception.authorize',
  flag: 'exceptions.review',
  outcome: 'exceptions.review',
};

/** First who may, then whether it is its turn. */
export function stepRefusal(
  step: ExceptionStep,
  exception: ExceptionState,
  context: Context,
): Refusal | null {
  const action = actionOf[step];
  const { actor } = context;
  const unauthorized = checkAuthority(actor, action);
  if (unauthorized) return unauthorized;
  if (actor.kind !== 'person' || actor.role === null) throw new Error('authority is a person’s');
  return step === 'complete' || step === 'withdraw'
    ? draftRefusal(step, exception, actor.id)
    : leadRefusal(step, exception, actor.id, actor.role);
}

/** A draft is its author's to complete. */
function draftRefusal(
  step: 'complete' | 'withdraw',
  { number, author, status, deviation, ticket }: ExceptionState,
  person: UserId,
): Refusal | null {
  const no = refusing(step, number);
  const name = `EXC-${number}`;
  if (person !== author)
    return no('EX-3', `${name} is <@${author}>’s to complete.`, { kind: 'people', ids: [author] });
  if (status === 'logged') return no('EX-3', `${name} is in the register already.`, nobody);
  if (status === 'withdrawn') return no('EX-3', `${name} was withdrawn.`, nobody);
  if (step === 'withdraw' && (deviation === null || hasHappened(deviation)))
    return no(
      'EX-1',
      `${deviationWordsOf(deviation, ticket)}: that happened, so ${name} is completed and not withdrawn.`,
      { kind: 'people', ids: [author] },
    );
  return null;
}

/** EX-2: what the software saw happen was not told of beforehand by an entry that came after it. */
export function noticeRefusal(
  notice: LeadNotice,
  { number, deviation, ticket }: ExceptionState,
): Refusal | null {
  if (notice !== 'before' || deviation === null || !hasHappened(deviation)) return null;
  return refusing('complete', number)(
    'EX-2',
    `${deviationWordsOf(deviation, ticket)}: that happened before EXC-${number} is entered, so the lead does not hear of it first. Open it once more and choose when the lead was told.`,
    nobody,
  );
}

function deviationWordsOf(deviation: Deviation | null, ticket: number | null): string {
  return deviation?.kind === 'repeated'
    ? `${deviation.fix} was repeated on T-${ticket}`
    : `T-${ticket} was taken out of order`;
}

/** AU-7, EX-2: nobody answers their own, and the lead of a lead is the manager. */
function leadRefusal(
  step: Exclude<ExceptionStep, 'complete' | 'withdraw'>,
  exception: ExceptionState,
  person: UserId,
  role: Role,
): Refusal | null {
  const { number, author, authorRole, status, answer, flagged } = exception;
  const no = refusing(step, number);
  const name = `EXC-${number}`;
  const least = answeringRole(authorRole);
  const answers = step === 'authorize' || step === 'note' || step === 'dispute';
  if (step !== 'flag' && person === author)
    return no(
      'AU-7',
      answers
        ? `${name} is your own, and nobody answers their own exception.`
        : `${name} is your own: somebody else records what the review made of it.`,
      { kind: 'role', atLeast: answers ? least : 'lead' },
    );
  if (answers && roleRank(role) < roleRank(least))
    return no('AU-6', `${name} is a Team Lead’s own: ${somebodyOf(least)} answers it.`, {
      kind: 'role',
      atLeast: least,
    });
  if (status !== 'logged') return no('EX-3', `${name} is not in the register yet.`, nobody);
  if (answers && answer) return no('EX-2', `<@${answer.by}> ${answer.answer} ${name} already.`, nobody);
  if (step === 'flag' && flagged) return no('EX-4', `${name} is flagged for SOP review already.`, nobody);
  if (step === 'outcome' && !flagged)
    return no('EX-4', `${name} is not flagged for SOP review: that comes first.`, {
      kind: 'role',
      atLeast: 'lead',
    });
  return null;
}

/** Who answers an exception of somebody of this role. */
function answeringRole(authorRole: Role): Role {
  return roleRank(authorRole) >= roleRank('lead') ? 'manager' : 'lead';
}

const nobody = { kind: 'nobody' } as const;

function refusing(step: ExceptionStep, exception: number) {
  return (clause: Refusal['clause'], reason: string, whoMay: Refusal['whoMay']): Refusal => ({
    action: actionOf[step],
    clause,
    reason,
    whoMay,
    nextStep: { step: 'exception', exception },
  });
}
