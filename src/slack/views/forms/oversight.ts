import type { KnownBlock, ModalView } from '@slack/types';
import { inputLimits } from '../../../desk/input.ts';
import type { Displaced } from '../../../desk/override-priority.ts';
import { type Pack, type PriorityCode, priorityCodes } from '../../../sop/pack/schema.ts';
import { type Direction, directionOf } from '../../../sop/ticket/oversight/commands.ts';
import { type TicketState, workingPriority } from '../../../sop/ticket/state.ts';
import { actionId, actions, type FormName, forms } from '../../ids.ts';
import { field, formView, option, selectElement, textElement } from '../elements.ts';
import { type Line, lines } from '../rich-text.ts';
import { classificationLine, clockLine, priorityWords } from '../ticket-lines.ts';

export type OversightMetadata = { ticket: number };

export const overridePriorityFields = {
  priority: 'priority',
  /** Another field for each direction: its choices are others. */
  criterion: (direction: Direction) => `criterion:${direction}`,
  impact: 'impact',
} as const;

/** So many of the displaced tickets are named; the rest is counted. */
const named = 10;

/** LD-2. `to`: the priority chosen so far, with what it would displace. */
export function buildOverridePriorityForm(
  ticket: TicketState,
  pack: Pack,
  to: { priority: PriorityCode; displaced: readonly Displaced[] } | null,
): ModalView {
  const from = workingPriority(ticket, pack);
  const direction = to && directionOf(from, to.priority);
  return formView({
    name: forms.overridePriority,
    title: 'Override priority',
    submit: 'Override',
    metadata: { ticket: ticket.number } satisfies OversightMetadata,
    blocks: [
      lines(
        [{ bold: `T-${ticket.number} ${ticket.title}` }],
        [{ bold: 'Priority now: ' }, priorityWords(ticket, pack)],
        classificationLine(ticket, pack),
      ),
      field(
        overridePriorityFields.priority,
        'Priority',
        {
          ...selectElement(
            priorityCodes.map((code) => option(`${code} · ${pack.matrix.priorities[code].name}`, code)),
            to?.priority ?? null,
          ),
          action_id: actionId(actions.choosePriority, ticket.number),
        },
        { dispatch: true },
      ),
      ...(to && direction === 'up' ? [displacedLines(to.displaced, to.priority)] : []),
      ...(to && !direction ? [lines([`T-${ticket.number} is ${to.priority} already.`])] : []),
      ...(direction ? [criterionField(pack, direction)] : []),
      field(
        overridePriorityFields.impact,
        'Business impact',
        textElement({ multiline: true, maxLength: inputLimits.reason }),
        {
          optional: true,
          hint: 'Needed to raise it: what the business cannot do, and how much of it. That a customer presses or is important is none.',
        },
      ),
    ],
  });
}

function criterionField(pack: Pack, direction: Direction): KnownBlock {
  const fitting = pack.priorityCriteria.filter((one) => one.direction === direction);
  return field(
    overridePriorityFields.criterion(direction),
    'Criterion',
    selectElement(
      fitting.map(({ code, words }) => option(words, code)),
      null,
    ),
    {},
  );
}

/** Numbers and priorities alone: nothing of what another ticket says. */
function displacedLines(displaced: readonly Displaced[], to: PriorityCode): KnownBlock {
  if (displaced.length === 0) return lines([`At ${to} it goes before no other open ticket than now.`]);
  const first = displaced.slice(0, named).map(({ number, priority }) => `T-${number} (${priority})`);
  const rest = displaced.length - first.length;
  return lines([
    {
      bold: `At ${to} it goes before ${displaced.length} open ${displaced.length === 1 ? 'ticket' : 'tickets'}`,
    },
    ` that ${displaced.length === 1 ? 'comes' : 'come'} first now: ${first.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`,
  ]);
}

export const overrideSlaFields = { clock: 'clock', due: 'due', reason: 'reason' } as const;

/** AU-4. `settable`: the clocks that run and were not missed. */
export function buildOverrideSlaForm(
  ticket: TicketState,
  pack: Pack,
  settable: readonly (keyof TicketState['clocks'])[],
): ModalView {
  const [only] = settable;
  return formView({
    name: forms.overrideSla,
    title: `Override SLA T-${ticket.number}`,
    submit: 'Set',
    metadata: { ticket: ticket.number } satisfies OversightMetadata,
    blocks: [
      lines(
        [{ bold: ticket.title }],
        ...settable.map((kind) => clockLine(clockNames[kind], ticket.clocks[kind], pack.timeZone)),
      ),
      field(
        overrideSlaFields.clock,
        'Clock',
        selectElement(
          settable.map((kind) => option(clockNames[kind], kind)),
          settable.length === 1 && only ? only : null,
        ),
        {},
      ),
      field(overrideSlaFields.due, 'New due time', textElement({ multiline: false, maxLength: 60 }), {
        hint: `As 2026-03-31 14:30 or 14:30 (${pack.timeZone}), or from now as 2 h 30 min.`,
      }),
      field(
        overrideSlaFields.reason,
        'Reason',
        textElement({ multiline: true, maxLength: inputLimits.reason }),
        {},
      ),
    ],
  });
}

export const clockNames: Readonly<Record<keyof TicketState['clocks'], string>> = {
  response: 'Response',
  resolution: 'Resolution',
};

export const lineFields = { words: 'words' } as const;

/** LD-3, PCD00011: what the stakeholders are told. */
export function buildSendUpdateForm(ticket: TicketState, pack: Pack): ModalView {
  return lineForm(ticket, {
    name: forms.sendUpdate,
    title: `Send update T-${ticket.number}`,
    submit: 'Send',
    label: 'Update',
    lead: stakeholderHint(ticket, pack),
  });
}

export function buildClosingNoteForm(ticket: TicketState, pack: Pack): ModalView {
  return lineForm(ticket, {
    name: forms.closingNote,
    title: `Closing note T-${ticket.number}`,
    submit: 'Send',
    label: 'Closing note',
    lead: stakeholderHint(ticket, pack),
  });
}

/** LD-4. */
export function buildCheckInForm(ticket: TicketState, pack: Pack): ModalView {
  return lineForm(ticket, {
    name: forms.checkIn,
    title: `Check in T-${ticket.number}`,
    submit: 'Check in',
    label: 'How it stands',
    lead: [{ bold: ticket.title }, ` · ${priorityWords(ticket, pack)}`],
  });
}

function stakeholderHint(ticket: TicketState, pack: Pack): Line {
  return [
    { bold: `T-${ticket.number} · ${priorityWords(ticket, pack)}` },
    ' · It goes to the stakeholders channel as you write it, with number, category and status. Name no customer.',
  ];
}

function lineForm(
  { number }: TicketState,
  spec: { name: FormName; title: string; submit: string; label: string; lead: Line },
): ModalView {
  return formView({
    name: spec.name,
    title: spec.title,
    submit: spec.submit,
    metadata: { ticket: number } satisfies OversightMetadata,
    blocks: [
      lines(spec.lead),
      field(
        lineFields.words,
        spec.label,
        textElement({ multiline: true, maxLength: inputLimits.reason }),
        {},
      ),
    ],
  });
}
