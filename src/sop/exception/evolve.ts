import type { Recorded } from '../recorded.ts';
import type { ExceptionEvent, ExceptionEventOf } from './events.ts';
import type { ExceptionState } from './state.ts';

type Change = Exclude<ExceptionEvent, { type: 'drafted' | 'logged' | 'attemptRefused' }>;

/** One event's effect on the exception. Folding all of them from null gives the stored row back (`audit replay`). */
export function evolveException(
  exception: ExceptionState | null,
  event: Recorded<ExceptionEvent>,
): ExceptionState {
  if (event.type === 'drafted') return drafted(event);
  if (event.type === 'logged') return logged(exception, event);
  if (!exception)
    throw new Error(`an exception's record begins with 'drafted' or 'logged', not '${event.type}'`);
  if (event.type === 'attemptRefused') return exception;
  const after = { ...exception, ...changesOf(event) };
  return isMerelyTold(event) ? after : { ...after, version: exception.version + 1 };
}

function drafted({ payload, at, packVersion }: Recorded<ExceptionEventOf<'drafted'>>): ExceptionState {
  const { deviation, remindAt, dueAt, ...beginning } = payload;
  return {
    ...beginning,
    ...nothingYet,
    status: 'draft',
    deviation,
    sopVersion: packVersion,
    draftedAt: at,
    remindAt,
    dueAt,
    version: 1,
  };
}

/** Unasked, or completing a draft: then what the software saw stays beside it. */
function logged(
  draft: ExceptionState | null,
  { payload, at, actor, packVersion }: Recorded<ExceptionEventOf<'logged'>>,
): ExceptionState {
  const { statement, flag, documents, ...beginning } = payload;
  const silent = statement.gap === 'silent';
  return {
    ...nothingYet,
    ...draft,
    ...beginning,
    status: 'logged',
    statement,
    documents,
    flagged: silent ? { by: null, at } : flag ? { by: actor, at } : null,
    sopVersion: packVersion,
    loggedAt: at,
    version: (draft?.version ?? 0) + 1,
  };
}

const nothingYet = {
  deviation: null,
  statement: null,
  flagged: null,
  answer: null,
  outcome: null,
  documents: [],
  draftedAt: null,
  remindAt: null,
  dueAt: null,
  remindedAt: null,
  overdueAt: null,
  loggedAt: null,
} as const;

function changesOf(event: Recorded<Change>): Partial<ExceptionState> {
  const { at } = event;
  const by = event.actor ?? '';
  switch (event.type) {
    case 'withdrawn':
      return { status: 'withdrawn' };
    case 'answered':
      return { answer: { ...event.payload, by, at } };
    case 'flagged':
      return { flagged: { by, at } };
    case 'outcomeRecorded':
      return { outcome: { ...event.payload, by, at } };
    case 'exceptionsReminded':
      return { remindedAt: at, dueAt: event.payload.dueAt };
    case 'exceptionsOverdue':
      return { overdueAt: at };
    case 'dueMoved':
      return event.payload;
    case 'ticketRestricted':
      return { restricted: true };
  }
}

function isMerelyTold({ type }: Change): boolean {
  return type === 'exceptionsReminded' || type === 'exceptionsOverdue' || type === 'dueMoved';
}
