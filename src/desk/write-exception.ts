import type { Context } from '../sop/context.ts';
import type { ExceptionEvent } from '../sop/exception/events.ts';
import { evolveException } from '../sop/exception/evolve.ts';
import { noticesOfExceptionEvent } from '../sop/exception/notices.ts';
import { exceptionIndex } from '../sop/exception/obligations.ts';
import type { ExceptionState } from '../sop/exception/state.ts';
import { exceptionInsert, exceptionStream, exceptionUpdate } from '../store/exceptions.ts';
import type { Transaction } from '../store/transaction.ts';
import type { Desk, Request } from './desk.ts';
import { type Aggregate, type Before, type Written, writeRecord } from './write.ts';

const exceptions: Aggregate<ExceptionState, ExceptionEvent> = {
  streamOf: ({ number }) => exceptionStream(number),
  evolve: evolveException,
  notices: noticesOfExceptionEvent,
  insert: (desk, state, head) => exceptionInsert(desk.id, state, exceptionIndex(state), head),
  update: (desk, state, head) => exceptionUpdate(desk.id, state, exceptionIndex(state), head),
};

/** Writes what a decision says of an exception. */
export function writeException(
  desk: Desk,
  tx: Transaction,
  before: Before<ExceptionState>,
  request: Request,
  context: Context,
  decided: readonly ExceptionEvent[],
): Promise<Written<ExceptionState, ExceptionEvent>> {
  return writeRecord(desk, tx, exceptions, before, request, context, decided);
}
