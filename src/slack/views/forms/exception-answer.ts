import type { ModalView } from '@slack/types';
import { inputLimits } from '../../../desk/input.ts';
import type { ExceptionStep } from '../../../sop/exception/step-refusal.ts';
import { forms } from '../../ids.ts';
import { field, formView, textElement } from '../elements.ts';
import { lines } from '../rich-text.ts';

export type AnswerExceptionMetadata = { exception: number; step: AnswerStep };
export type AnswerStep = Extract<ExceptionStep, 'authorize' | 'dispute'>;

export const answerExceptionFields = { words: 'words' } as const;

/** EX-2: the lead's yes, or the lead's no, with words. */
export function buildAnswerExceptionForm(exception: number, step: AnswerStep): ModalView {
  const [title, means] =
    step === 'authorize'
      ? ['Authorize', 'It stands as authorized by you.']
      : ['Dispute', 'It stands as disputed; what was done stays as it is.'];
  return formView({
    name: forms.answerException,
    title: `${title} EXC-${exception}`,
    submit: title,
    metadata: { exception, step } satisfies AnswerExceptionMetadata,
    blocks: [
      lines([`${means} Its author is told your words, and they stand in the record (EX-2).`]),
      field(
        answerExceptionFields.words,
        'Reason',
        textElement({ multiline: true, maxLength: inputLimits.reason }),
        {},
      ),
    ],
  });
}

export type ExceptionOutcomeMetadata = { exception: number };

export const exceptionOutcomeFields = { words: 'words', change: 'change' } as const;

/** EX-4: what the SOP review made of it. */
export function buildExceptionOutcomeForm(
  exception: number,
  before: { words: string; change: string | null } | null,
): ModalView {
  const limit = inputLimits.exceptionText;
  return formView({
    name: forms.exceptionOutcome,
    title: `Outcome of EXC-${exception}`,
    submit: 'Record outcome',
    metadata: { exception } satisfies ExceptionOutcomeMetadata,
    blocks: [
      lines(['It stands in the register and in the quarterly review packet (EX-4).']),
      field(
        exceptionOutcomeFields.words,
        'Outcome of the review',
        textElement({ multiline: true, maxLength: limit, initial: before?.words ?? null }),
        {},
      ),
      field(
        exceptionOutcomeFields.change,
        'Change proposed',
        textElement({ multiline: true, maxLength: limit, initial: before?.change ?? null }),
        { optional: true, hint: 'What the procedure should say from then on.' },
      ),
    ],
  });
}
