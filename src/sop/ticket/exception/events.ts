import type { ClauseId } from '../../clauses.ts';
import type { LeadAnswer, Statement } from '../../exception/state.ts';

/** What the ticket's own record keeps of an exception (EX-3); the register has a record of its own. */
export type ExceptionPayloads = {
  exceptionLogged: { exception: number; statement: Statement };
  /** EX-2. */
  exceptionAnswered: { exception: number; answer: LeadAnswer; words: string | null };
};

export const exceptionClauses = {
  exceptionLogged: 'EX-3',
  exceptionAnswered: 'EX-2',
} as const satisfies Record<keyof ExceptionPayloads, ClauseId>;
