import { type Action, mayDo } from '../sop/authority.ts';
import type { Refusal } from '../sop/decision.ts';
import { type DocumentCurrency, documentCurrency } from '../sop/documents.ts';
import type { ExceptionEvent } from '../sop/exception/events.ts';
import { attemptKey, type ExceptionState, type RegisterFilter } from '../sop/exception/state.ts';
import type { Recorded } from '../sop/recorded.ts';
import { readConfirmations } from '../store/desks.ts';
import { readEvents } from '../store/events.ts';
import {
  exceptionStream,
  readDraftByKey,
  readDraftsOf,
  readException,
  readLoggedOf,
  readRegister,
} from '../store/exceptions.ts';
import type { Desk, Request } from './desk.ts';
import { type Reading, readAs } from './read-ticket.ts';

/** An exception with its whole record. */
export type ExceptionFile = { exception: ExceptionState; events: readonly Recorded<ExceptionEvent>[] };

export type ExceptionReading =
  /** `closed`: what was written in it is not for this reader (SEC-2). */
  | { kind: 'read'; file: ExceptionFile; closed: boolean }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'unknownException'; number: number };

/** Its author reads it, and whoever reviews the register. */
export async function readExceptionAs(
  desk: Desk,
  request: Request,
  number: number,
): Promise<ExceptionReading> {
  const { actor } = request;
  const file = await readExceptionFile(desk, number);
  const own = actor.kind === 'person' && actor.role !== null && file?.exception.author === actor.id;
  const may = await readAs(desk, request, own ? 'exception.log' : 'exceptions.review', async () => ({
    kind: 'read',
    value: null,
  }));
  if (may.kind === 'refused') return may;
  if (!file) return { kind: 'unknownException', number };
  const lead = actor.kind === 'person' && actor.role !== null && mayDo(actor.role, 'security.read');
  return { kind: 'read', file, closed: file.exception.restricted && !lead };
}

/** For rendering what was decided already; authority was checked there. */
export async function readExceptionFile(desk: Desk, number: number): Promise<ExceptionFile | null> {
  const exception = await readException(desk.db, desk.id, number);
  if (!exception) return null;
  return {
    exception,
    events: await readEvents<ExceptionEvent>(desk.db, desk.id, exceptionStream(number)),
  };
}

/** Somebody's drafts, the oldest first, and what they entered last. */
export type OwnExceptions = { drafts: readonly ExceptionState[]; logged: readonly ExceptionState[] };

export function readOwnExceptionsAs(
  desk: Desk,
  request: Request,
  limit: number,
): Promise<Reading<OwnExceptions>> {
  return readAs(desk, request, 'exception.log', async () => {
    const { actor } = request;
    const id = actor.kind === 'person' ? actor.id : '';
    const [drafts, logged] = await Promise.all([
      readDraftsOf(desk.db, desk.id, id),
      readLoggedOf(desk.db, desk.id, id, limit),
    ]);
    return { kind: 'read', value: { drafts, logged } };
  });
}

/** One page of the register, newest first; `page` counts from 1. */
export type RegisterPage = {
  filter: RegisterFilter;
  page: number;
  pages: number;
  total: number;
  exceptions: readonly ExceptionState[];
};

export function readRegisterAs(
  desk: Desk,
  request: Request,
  filter: RegisterFilter,
  page: number,
  perPage: number,
): Promise<Reading<RegisterPage>> {
  return readAs(desk, request, 'exceptions.review', async () => {
    const read = (of: number) => readRegister(desk.db, desk.id, filter, (of - 1) * perPage, perPage);
    const { exceptions, total } = await read(page);
    const pages = Math.max(1, Math.ceil(total / perPage));
    // The entry that stood on it was completed, or withdrawn, meanwhile.
    const shown = page > pages ? (await read(pages)).exceptions : exceptions;
    const value = { filter, page: Math.min(page, pages), pages, total, exceptions: shown };
    return { kind: 'read', value };
  });
}

/** The person's own open draft of an attempt that was refused; null where it is none any more. */
export async function openAttempt(
  desk: Desk,
  author: string,
  ticket: number | null,
  action: Action,
): Promise<ExceptionState | null> {
  const found = await readDraftByKey(desk.db, desk.id, attemptKey(author, ticket, action));
  return found?.status === 'draft' ? found : null;
}

/** DOC-2: the documents as they stand now. */
export async function readCurrency(desk: Desk): Promise<readonly DocumentCurrency[]> {
  return documentCurrency(desk.sop.pack, await readConfirmations(desk.db, desk.id), desk.clock.now());
}
