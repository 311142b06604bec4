import type { Action } from '../actions.ts';
import type { Role, UserId } from '../actor.ts';
import type { ClauseId } from '../clauses.ts';
import type { Instant } from '../instant.ts';

/** `withdrawn`: a draft of what did not happen. */
export type ExceptionStatus = 'draft' | 'logged' | 'withdrawn';

/** EX-1: an action the procedure does not document, or one that deviates from a documented step. */
export const procedureGaps = ['silent', 'deviation'] as const;
export type ProcedureGap = (typeof procedureGaps)[number];

/**
 * EX-2: when the lead heard of it. `before`: from the entry, before it was done; `told`: in person, before it was done;
 * `after`: from the entry, once it was done.
 */
export const leadNotices = ['before', 'told', 'after'] as const;
export type LeadNotice = (typeof leadNotices)[number];

/** EX-3: what was required, what was done instead, and why. */
export type Statement = {
  required: string;
  done: string;
  why: string;
  gap: ProcedureGap;
  timeCritical: boolean;
  notice: LeadNotice;
  /** Which clause it departs from, where its author names one. */
  clause: ClauseId | null;
};

/** What the software saw a person do, or try to do. `reason`: what they wrote when they did it. */
export type Deviation =
  | { kind: 'outOfOrder'; insteadOf: number; reason: string }
  | { kind: 'repeated'; fix: string; reason: string }
  | { kind: 'attempt'; action: Action; clause: ClauseId };

/** Whether it was done; an attempt was refused. */
export function hasHappened({ kind }: Deviation): boolean {
  return kind !== 'attempt';
}

/** EX-2. */
const leadAnswers = ['authorized', 'noted', 'disputed'] as const;
export type LeadAnswer = (typeof leadAnswers)[number];

/** DOC-2: a governing document as it stood when the exception was entered. `stale`: its currency was not confirmed. */
export type DocumentStamp = { id: string; version: string; stale: boolean };

/** What is true of an exception now; all of it, since the register is read as a list. */
export type ExceptionState = {
  number: number;
  status: ExceptionStatus;
  author: UserId;
  /** The role held when it was drafted or entered: whose lead is told. */
  authorRole: Role;
  ticket: number | null;
  /** SEC-2: its ticket is for leads and managers alone, and so is what was written here. */
  restricted: boolean;
  /** Null for one that its author entered unasked. */
  deviation: Deviation | null;
  statement: Statement | null;
  /** `by` is null where the entry flags itself: the procedure is silent (EX-4). */
  flagged: { by: UserId | null; at: Instant } | null;
  answer: { answer: LeadAnswer; by: UserId; at: Instant; words: string | null } | null;
  /** EX-4: what the SOP review made of it. `change`: what it proposes to write into the procedure. */
  outcome: { words: string; change: string | null; by: UserId; at: Instant } | null;
  documents: readonly DocumentStamp[];
  /** The pack it was entered under. */
  sopVersion: string;
  draftedAt: Instant | null;
  /** EX-3, of a draft: when its author is reminded, and when the lead hears that it is not there. */
  remindAt: Instant | null;
  dueAt: Instant | null;
  remindedAt: Instant | null;
  overdueAt: Instant | null;
  loggedAt: Instant | null;
  /** Counts the changes; what is merely told of it leaves this alone. */
  version: number;
};

/** The clause it is counted under (EX-4); null where neither its author nor the software named one. */
export function countedUnder({ statement, deviation }: ExceptionState): ClauseId | null {
  return statement?.clause ?? (deviation ? deviationClause(deviation) : null);
}

export function deviationClause(deviation: Deviation): ClauseId {
  switch (deviation.kind) {
    case 'outOfOrder':
      return 'T1-1';
    case 'repeated':
      return 'T2-1';
    case 'attempt':
      return deviation.clause;
  }
}

/** What an attempt is found by: however often it is made, it is drafted once. */
export function attemptKey(author: UserId, ticket: number | null, action: Action): string {
  return `${author}/${ticket ?? 'desk'}/${action}`;
}

/** What a list of the register is narrowed to. */
export const registerFilters = ['all', 'drafts', 'flagged', 'disputed'] as const;
export type RegisterFilter = (typeof registerFilters)[number];
