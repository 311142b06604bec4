import { exceptionInput } from '../../desk/input.ts';
import { completeException, logException } from '../../desk/log-exception.ts';
import { prepareForm } from '../../desk/prepare-form.ts';
import { openAttempt, readCurrency } from '../../desk/read-exception.ts';
import { readAs } from '../../desk/read-ticket.ts';
import type { Action } from '../../sop/authority.ts';
import { type ClauseId, isClauseId } from '../../sop/clauses.ts';
import { leadNotices, procedureGaps, type Statement } from '../../sop/exception/state.ts';
import { type Answer, form, say } from '../answer.ts';
import type { Bot } from '../bot.ts';
import { buildLogged } from '../views/exceptions.ts';
import {
  buildExceptionForm,
  exceptionFields,
  filledFrom,
  type LogExceptionMetadata,
  nothingFilled,
  staleLines,
} from '../views/forms/exception.ts';
import type { Asked } from './asked.ts';
import { answerException } from './exception-outcome.ts';
import type { FieldValues } from './field-values.ts';
import { answerUnread } from './outcome.ts';
import type { Submission } from './submission.ts';
import { requiredText } from './written-text.ts';

/** The form of a new entry. The value of the button: the ticket's number, or `none`. */
export async function handleLogExceptionForm(bot: Bot, asked: Asked, ticket: number | null): Promise<Answer> {
  const refused = await notBegun(bot, asked, ticket);
  if (refused) return refused;
  const currency = await readCurrency(bot.desk);
  return form(buildExceptionForm({ ticket, exception: null }, nothingFilled, currency, [], null));
}

/** From a refusal: filled in with the clause and what was refused; the attempt's own draft, where it is open. */
export async function handleRefusedExceptionForm(
  bot: Bot,
  asked: Asked,
  about: { ticket: number | null; action: Action; clause: ClauseId },
  written: readonly string[],
): Promise<Answer> {
  const { ticket, action, clause } = about;
  const attempt = { kind: 'attempt', action, clause } as const;
  const draft = await openAttempt(bot.desk, asked.userId, ticket, action);
  if (!draft) {
    const refused = await notBegun(bot, asked, ticket);
    if (refused) return refused;
  }
  const filled = filledFrom(attempt, clause, ticket, false);
  const currency = await readCurrency(bot.desk);
  return form(
    buildExceptionForm({ ticket, exception: draft?.number ?? null }, filled, currency, written, null),
  );
}

/** Who may not is told before anything is written. */
async function notBegun({ desk }: Bot, asked: Asked, ticket: number | null): Promise<Answer | null> {
  const begun =
    ticket === null
      ? await readAs(desk, asked, 'exception.log', async () => ({ kind: 'read', value: null }))
      : await prepareForm(desk, asked, ticket, 'logException');
  return begun.kind === 'read' ? null : answerUnread(begun);
}

/** EX-2, EX-3. Every field that needs another look is named at once. */
export async function handleLogException(
  { desk }: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { ticket, exception } = JSON.parse(metadata) as LogExceptionMetadata;
  const read = readStatement(fields);
  if ('answer' in read) return read.answer;
  const written = { statement: read.statement, flag: fields.many(exceptionFields.flag).length > 0 };
  const outcome =
    exception === null
      ? await logException(desk, asked, ticket, written)
      : await completeException(desk, asked, exception, written);
  const currency = await readCurrency(desk);
  return answerException(outcome, (done) => say(buildLogged(done, staleLines(currency))));
}

function readStatement(fields: FieldValues): { statement: Statement } | { answer: Answer } {
  const texts = ['required', 'done', 'why'] as const;
  const [required, done, why] = texts.map((id) => requiredText(fields, exceptionFields[id], exceptionInput));
  const gap = procedureGaps.find((one) => one === fields.one(exceptionFields.gap));
  if (!required?.ok || !done?.ok || !why?.ok || !gap) {
    const errors = [required, done, why].flatMap((one) =>
      one && !one.ok && one.answer.kind === 'fieldErrors' ? [one.answer.errors] : [],
    );
    const gapError = gap ? {} : { [exceptionFields.gap]: 'choose one of the two' };
    return { answer: { kind: 'fieldErrors', errors: Object.assign({}, ...errors, gapError) } };
  }
  const timeCritical = fields.many(exceptionFields.timeCritical).length > 0;
  const chosen = leadNotices.find((one) => one === fields.one(exceptionFields.notice));
  const clause = fields.one(exceptionFields.clause);
  return {
    statement: {
      required: required.value,
      done: done.value,
      why: why.value,
      gap,
      timeCritical,
      // EX-2: what could not wait is told of right after it.
      notice: chosen ?? (timeCritical ? 'after' : 'before'),
      clause: clause && isClauseId(clause) ? clause : null,
    },
  };
}
