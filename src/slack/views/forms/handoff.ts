import type { ModalView } from '@slack/types';
import { inputLimits } from '../../../desk/input.ts';
import type { HandoffFile, RecordTicket } from '../../../desk/read-handoff.ts';
import { roleName } from '../../../sop/authority.ts';
import type { Pack } from '../../../sop/pack/schema.ts';
import { asksForManager } from '../../../sop/shift/handoff/standing.ts';
import type { ShiftState } from '../../../sop/shift/state.ts';
import { actions, forms } from '../../ids.ts';
import { clip } from '../../limits.ts';
import { buttons, field, formView, option, radioElement, textElement } from '../elements.ts';
import { knownLines } from '../handoff/ticket-lines.ts';
import { lines, quotes } from '../rich-text.ts';

export const entryFields = { nextAction: 'next_action', waitingOn: 'waiting_on', watch: 'watch' } as const;
export type EntryMetadata = { ticket: number; page: number };

/** HO-2: a ticket's words in the record. What is known stands above them. */
export function buildEntryForm(one: RecordTicket, pack: Pack, page: number): ModalView {
  const { ticket, entry, changed } = one;
  const written = entry?.payload;
  return formView({
    name: forms.handoffEntry,
    title: `Handoff T-${ticket.number}`,
    submit: 'Save',
    metadata: { ticket: ticket.number, page } satisfies EntryMetadata,
    blocks: [
      lines(
        ...knownLines(one, pack),
        ...(changed ? [[{ bold: 'It has changed since you wrote what stands below.' }]] : []),
      ),
      field(
        entryFields.nextAction,
        'Next action',
        textElement({
          multiline: true,
          maxLength: inputLimits.nextAction,
          initial: written?.nextAction ?? null,
        }),
        {},
      ),
      field(
        entryFields.waitingOn,
        'Waiting on',
        textElement({
          multiline: false,
          maxLength: inputLimits.waitingOn,
          initial:
            written?.waitingOn ??
            (ticket.waiting ? clip(ticket.waiting.on, inputLimits.waitingOn) : 'Nothing'),
        }),
        { hint: 'Who or what it waits for; Nothing where it can go on.' },
      ),
      field(
        entryFields.watch,
        'Watch',
        textElement({ multiline: true, maxLength: inputLimits.watch, initial: written?.watch ?? null }),
        {
          optional: true,
          hint: 'What to look out for. A clock that has run out and is not pointed out here is reported to the leads (HO-5).',
        },
      ),
      buttons({ label: 'Back to the record', action: actions.handoffRecord, about: `page:${page}` }),
    ],
  });
}

export const remarkFields = {
  patterns: 'patterns',
  notInWriting: 'not_in_writing',
  manager: 'manager',
} as const;
export type RemarksMetadata = { page: number };

/** HO-3, HO-6: what concerns the shift as a whole. */
export function buildRemarksForm({ anomalies, shift }: HandoffFile, page: number): ModalView {
  const { patterns, notInWriting, managerReachable } = anomalies?.payload ?? {};
  const said = managerReachable === true ? 'yes' : managerReachable === false ? 'no' : null;
  return formView({
    name: forms.handoffRemarks,
    title: 'Patterns and anomalies',
    submit: 'Save',
    metadata: { page } satisfies RemarksMetadata,
    blocks: [
      field(
        remarkFields.patterns,
        'Patterns and anomalies',
        textElement({ multiline: true, maxLength: inputLimits.patterns, initial: patterns ?? null }),
        { optional: true, hint: 'Issues that come in numbers, suspected incidents, whatever is unusual.' },
      ),
      field(
        remarkFields.notInWriting,
        'Not in writing',
        textElement({ multiline: true, maxLength: inputLimits.notInWriting, initial: notInWriting ?? null }),
        { optional: true, hint: 'What the next agent should know and no ticket says. Name no customer.' },
      ),
      ...(asksForManager(shift)
        ? [
            field(
              remarkFields.manager,
              `Can the ${roleName('manager')} be reached?`,
              radioElement([option('Yes', 'yes'), option('No', 'no')], said),
              {},
            ),
          ]
        : []),
      buttons({ label: 'Back to the record', action: actions.handoffRecord, about: `page:${page}` }),
    ],
  });
}

export const flagFields = { words: 'words' } as const;
export type FlagMetadata = { shift: number; ticket: number };

/** HO-4: what is unclear about a ticket. */
export function buildFlagForm({ number, person }: ShiftState, ticket: number): ModalView {
  return formView({
    name: forms.flagUnclear,
    title: `Flag T-${ticket}`,
    submit: 'Ask',
    metadata: { shift: number, ticket } satisfies FlagMetadata,
    blocks: [
      lines([
        { person },
        ` is asked at once. The handoff is not acknowledged before there is an answer (HO-4).`,
      ]),
      field(
        flagFields.words,
        'What is unclear',
        textElement({ multiline: true, maxLength: inputLimits.flag }),
        {},
      ),
    ],
  });
}

export const answerFields = { words: 'words' } as const;
export type AnswerMetadata = { shift: number; flag: number };

export function buildAnswerForm(
  { number }: ShiftState,
  asked: { flag: number; ticket: number; by: string; words: string },
): ModalView {
  return formView({
    name: forms.answerFlag,
    title: `Answer T-${asked.ticket}`,
    submit: 'Answer',
    metadata: { shift: number, flag: asked.flag } satisfies AnswerMetadata,
    blocks: [
      lines([{ person: asked.by }, ` asks about T-${asked.ticket}:`]),
      ...quotes(asked.words),
      field(answerFields.words, 'Answer', textElement({ multiline: true, maxLength: inputLimits.flag }), {}),
    ],
  });
}

export const nameFields = { person: 'person' } as const;
export type NameMetadata = { shift: number };

/** HO-3: a lead says who takes over. */
export function buildNameForm({ number, person, role }: ShiftState): ModalView {
  return formView({
    name: forms.nameIncoming,
    title: 'Name somebody',
    submit: 'Name',
    metadata: { shift: number } satisfies NameMetadata,
    blocks: [
      lines([
        'Who acknowledges the handoff record of ',
        { person },
        `? It takes ${roleName(role)} or above, on shift.`,
      ]),
      field(nameFields.person, 'Agent', { type: 'users_select' }, {}),
    ],
  });
}
