import { commandException } from '../../desk/command-exception.ts';
import { exceptionInput, reasonInput } from '../../desk/input.ts';
import { ownedAs } from '../../desk/read-desk.ts';
import {
  readCurrency,
  readExceptionAs,
  readOwnExceptionsAs,
  readRegisterAs,
} from '../../desk/read-exception.ts';
import { deviationClause, registerFilters } from '../../sop/exception/state.ts';
import { type ExceptionStep, exceptionSteps } from '../../sop/exception/step-refusal.ts';
import { type Answer, form, nothing, refuse, say, sayUndone } from '../answer.ts';
import type { Bot } from '../bot.ts';
import {
  buildExceptionPage,
  buildOwnExceptions,
  buildUnknownException,
  ownListed,
} from '../views/exceptions.ts';
import { buildExceptionForm, filledFrom, nothingFilled } from '../views/forms/exception.ts';
import {
  type AnswerExceptionMetadata,
  answerExceptionFields,
  buildAnswerExceptionForm,
  buildExceptionOutcomeForm,
  type ExceptionOutcomeMetadata,
  exceptionOutcomeFields,
} from '../views/forms/exception-answer.ts';
import { buildRegister, entriesPerPage } from '../views/register.ts';
import { buildSentence } from '../views/short-answers.ts';
import type { Asked } from './asked.ts';
import type { Click } from './click.ts';
import { answerException } from './exception-outcome.ts';
import { answerUnread } from './outcome.ts';
import type { Submission } from './submission.ts';
import { optionalText, requiredText } from './written-text.ts';

/** `/exception` alone: one's drafts, what one entered last, and what a new one is about. */
export async function handleOwnExceptions({ desk }: Bot, asked: Asked): Promise<Answer> {
  const own = await readOwnExceptionsAs(desk, asked, ownListed.logged);
  if (own.kind !== 'read') return answerUnread(own);
  const { readable } = await ownedAs(desk, asked.actor, asked.userId);
  return say(buildOwnExceptions(own.value, readable, desk.sop.pack));
}

/** `/ops exceptions`. `page` counts from 1. */
export async function handleRegister(
  { desk }: Bot,
  asked: Asked,
  word: string,
  page: number,
): Promise<Answer> {
  const filter = registerFilters.find((one) => one === (word || 'all'));
  if (!filter)
    return say(
      buildSentence(
        `The register can be narrowed to ${registerFilters.slice(1).join(', ')}: /ops exceptions flagged.`,
      ),
    );
  const reading = await readRegisterAs(desk, asked, filter, page, entriesPerPage);
  return reading.kind === 'read' ? form(buildRegister(reading.value, desk.sop.pack)) : answerUnread(reading);
}

export async function handleShowException({ desk }: Bot, asked: Asked, number: number): Promise<Answer> {
  const reading = await readExceptionAs(desk, asked, number);
  switch (reading.kind) {
    case 'read':
      return form(buildExceptionPage(reading.file, desk.sop.pack, reading.closed));
    case 'refused':
      return refuse(reading.refusal);
    case 'unknownException':
      return sayUndone(buildUnknownException(reading.number));
  }
}

/** The value of the button: `dispute:3`. Who may not is told before anything is written. */
export async function handleExceptionStep(bot: Bot, asked: Asked, { value }: Click): Promise<Answer> {
  const [name, digits] = value.split(':');
  const number = Number(digits);
  const step = exceptionSteps.find((one) => one === name);
  if (!step) return sayUndone(buildSentence('That is no step of an exception. /exception shows your own.'));
  const { desk } = bot;
  switch (step) {
    case 'withdraw':
      return answerException(await commandException(desk, asked, number, { type: 'withdraw' }), () =>
        say(buildSentence(`EXC-${number} is withdrawn: nothing was done.`)),
      );
    case 'note':
      return answerException(
        await commandException(desk, asked, number, { type: 'answer', answer: 'noted', words: null }),
        () => say(buildSentence(`EXC-${number} is noted. Its author is told.`)),
      );
    case 'flag':
      return answerException(await commandException(desk, asked, number, { type: 'flag' }), () =>
        say(buildSentence(`EXC-${number} is flagged for the next SOP review.`)),
      );
    case 'complete':
    case 'authorize':
    case 'dispute':
    case 'outcome':
      return formOfStep(bot, asked, number, step);
  }
}

async function formOfStep(
  { desk }: Bot,
  asked: Asked,
  number: number,
  step: Extract<ExceptionStep, 'complete' | 'authorize' | 'dispute' | 'outcome'>,
): Promise<Answer> {
  const prepared = await commandException(desk, asked, number, { type: 'prepare', step });
  if (prepared.kind !== 'done') return answerException(prepared, () => nothing);
  const { ticket, deviation, restricted, outcome } = prepared.exception;
  switch (step) {
    case 'authorize':
    case 'dispute':
      return form(buildAnswerExceptionForm(number, step));
    case 'outcome':
      return form(buildExceptionOutcomeForm(number, outcome));
    case 'complete': {
      const filled = deviation
        ? filledFrom(deviation, deviationClause(deviation), ticket, restricted)
        : nothingFilled;
      const about = { ticket, exception: number };
      return form(buildExceptionForm(about, filled, await readCurrency(desk), [], deviation));
    }
  }
}

/** EX-2: yes or no, with words. */
export async function handleAnswerException(
  { desk }: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { exception, step } = JSON.parse(metadata) as AnswerExceptionMetadata;
  const words = requiredText(fields, answerExceptionFields.words, reasonInput);
  if (!words.ok) return words.answer;
  const answer = step === 'authorize' ? 'authorized' : 'disputed';
  const command = { type: 'answer', answer, words: words.value } as const;
  return answerException(await commandException(desk, asked, exception, command), () =>
    say(buildSentence(`EXC-${exception} is ${answer}. Its author is told.`)),
  );
}

/** EX-4. */
export async function handleExceptionOutcome(
  { desk }: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { exception } = JSON.parse(metadata) as ExceptionOutcomeMetadata;
  const words = requiredText(fields, exceptionOutcomeFields.words, exceptionInput);
  if (!words.ok) return words.answer;
  const change = optionalText(fields, exceptionOutcomeFields.change, exceptionInput);
  if (!change.ok) return change.answer;
  const command = { type: 'recordOutcome', words: words.value, change: change.value } as const;
  return answerException(await commandException(desk, asked, exception, command), () =>
    say(buildSentence(`The outcome of EXC-${exception} is recorded.`)),
  );
}
