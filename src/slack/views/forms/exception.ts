import type { ModalView } from '@slack/types';
import { inputLimits } from '../../../desk/input.ts';
import { type ClauseId, clauses } from '../../../sop/clauses.ts';
import type { DocumentCurrency } from '../../../sop/documents.ts';
import {
  type Deviation,
  hasHappened,
  type LeadNotice,
  leadNotices,
  procedureGaps,
} from '../../../sop/exception/state.ts';
import { deviationWords, draftTexts, gapWords } from '../../../sop/exception/words.ts';
import { forms } from '../../ids.ts';
import { clip } from '../../limits.ts';
import { field, formView, option, radioElement, selectElement, textElement } from '../elements.ts';
import { type Line, lines, quotes } from '../rich-text.ts';

/** `exception`: the draft that is completed; null for a new entry. */
export type LogExceptionMetadata = { ticket: number | null; exception: number | null };

export const exceptionFields = {
  required: 'required',
  done: 'done',
  why: 'why',
  gap: 'gap',
  timeCritical: 'timeCritical',
  notice: 'notice',
  clause: 'clause',
  flag: 'flag',
} as const;

/** What stands in the form when it opens. */
export type ExceptionFilled = {
  required: string;
  done: string;
  why: string;
  clause: ClauseId | null;
  notice: LeadNotice | null;
  deviation: boolean;
};

export const nothingFilled: ExceptionFilled = {
  required: '',
  done: '',
  why: '',
  clause: null,
  notice: null,
  deviation: false,
};

/** From what the software recorded. Of a restricted ticket nothing that was written is shown again (SEC-2). */
export function filledFrom(
  deviation: Deviation,
  clause: ClauseId,
  ticket: number | null,
  restricted: boolean,
): ExceptionFilled {
  const texts = draftTexts(deviation, ticket);
  return {
    ...texts,
    why: restricted ? '' : texts.why,
    clause,
    notice: hasHappened(deviation) ? 'after' : null,
    deviation: true,
  };
}

const noticeChoices: Readonly<Record<LeadNotice, string>> = {
  before: 'No: the lead hears of it from this entry first',
  told: 'No: I told the lead before, in person',
  after: 'Yes: the lead hears of it now',
};

/**
 * EX-2, EX-3: the form of an exception. `written`: what stood in a form that this one takes the place of, so that it
 * can still be copied.
 */
export function buildExceptionForm(
  about: LogExceptionMetadata,
  filled: ExceptionFilled,
  currency: readonly DocumentCurrency[],
  written: readonly string[],
  recorded: Deviation | null,
): ModalView {
  const { ticket, exception } = about;
  const happened = recorded !== null && hasHappened(recorded);
  return formView({
    name: forms.logException,
    title: exception ? `Exception EXC-${exception}` : ticket ? `Exception T-${ticket}` : 'Exception',
    submit: 'Log exception',
    metadata: about satisfies LogExceptionMetadata,
    blocks: [
      lines(
        [
          ticket === null
            ? 'It is kept in the Exception Register, and the lead is told at once.'
            : `It is kept on T-${ticket} and in the Exception Register, and the lead is told at once.`,
        ],
        ...(recorded ? [[{ bold: 'Recorded: ' }, deviationWords(recorded, ticket)] satisfies Line] : []),
        ...staleLines(currency),
      ),
      text(exceptionFields.required, 'What the procedure required', filled.required),
      text(exceptionFields.done, 'What was done instead', filled.done),
      text(exceptionFields.why, 'Why', filled.why),
      field(
        exceptionFields.gap,
        'Procedure gap',
        radioElement(
          procedureGaps.map((gap) => option(gapWords[gap], gap)),
          filled.deviation ? 'deviation' : null,
        ),
        { hint: 'Where the SOP is silent, the entry goes to the next SOP review by itself (EX-4).' },
      ),
      field(
        exceptionFields.timeCritical,
        'Time critical',
        { type: 'checkboxes', options: [option('It could not wait for the lead', 'yes')] },
        { optional: true },
      ),
      field(
        exceptionFields.notice,
        'Is it done already?',
        radioElement(
          leadNotices
            .filter((notice) => notice !== 'before' || !happened)
            .map((notice) => option(noticeChoices[notice], notice)),
          filled.notice,
        ),
        {
          optional: true,
          ...(happened
            ? {}
            : {
                hint: 'Left open, it counts as just done where it is time critical, and as not done yet otherwise (EX-2).',
              }),
        },
      ),
      field(
        exceptionFields.clause,
        'Clause',
        selectElement(
          (Object.keys(clauses) as ClauseId[]).map((id) => option(`${id} ${clauses[id]}`, id)),
          filled.clause,
        ),
        { optional: true, hint: 'The one it departs from, where you know it.' },
      ),
      field(
        exceptionFields.flag,
        'SOP review',
        { type: 'checkboxes', options: [option('Flag it for the next SOP review', 'yes')] },
        { optional: true },
      ),
      ...(written.length > 0 ? [lines([{ bold: 'What you wrote' }]), ...written.flatMap(quotes)] : []),
    ],
  });
}

function text(id: string, label: string, initial: string) {
  const element = textElement({ multiline: true, maxLength: inputLimits.exceptionText, initial });
  return field(id, label, element, {});
}

/** DOC-2: what is not confirmed as current, before somebody relies on it. */
export function staleLines(currency: readonly DocumentCurrency[]): readonly Line[] {
  const stale = currency.filter((one) => one.stale).map(({ id, version }) => `${id} ${version}`);
  return stale.length > 0
    ? [
        [
          { bold: 'Not confirmed as current (DOC-2): ' },
          clip(stale.join(', '), 400),
          '. A Team Lead confirms them with /ops documents; the entry says so until then.',
        ],
      ]
    : [];
}
