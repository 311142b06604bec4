import type { KnownBlock, ModalView } from '@slack/types';
import { roles, type UserId } from '../../../sop/actor.ts';
import { roleName } from '../../../sop/authority.ts';
import type { Pack } from '../../../sop/pack/schema.ts';
import { planLimits } from '../../../sop/shift/pattern-input.ts';
import { type LocalDate, type ShiftPattern, weekdays } from '../../../sop/shift/plan.ts';
import { forms } from '../../ids.ts';
import { field, formView, option, radioElement, textElement } from '../elements.ts';
import { lines } from '../rich-text.ts';
import { dayNames } from '../shift-plan.ts';

/** `name`: of the pattern that is edited; null for a new one. */
export type PatternMetadata = { name: string | null };

export const patternFields = {
  name: 'name',
  days: 'days',
  start: 'start',
  end: 'end',
  timeZone: 'timeZone',
  people: 'people',
  positions: 'positions',
  channel: 'channel',
} as const;

/** CK-3: a shift that comes again every week, new or as it is. */
export function buildPatternForm(pattern: ShiftPattern | null, { timeZone }: Pack): ModalView {
  return formView({
    name: forms.shiftPattern,
    title: pattern ? 'Edit shift' : 'New shift',
    submit: 'Save',
    metadata: { name: pattern?.name ?? null } satisfies PatternMetadata,
    blocks: [
      ...(pattern
        ? [lines([{ bold: pattern.name }])]
        : [
            field(
              patternFields.name,
              'Name',
              textElement({ multiline: false, maxLength: planLimits.name }),
              {},
            ),
          ]),
      field(
        patternFields.days,
        'Days',
        checkboxes(
          weekdays.map((day) => option(dayNames[day], day)),
          pattern?.days ?? [],
        ),
        { hint: 'On which it begins.' },
      ),
      timeField(patternFields.start, 'Start', pattern?.start ?? null),
      timeField(
        patternFields.end,
        'End',
        pattern?.end ?? null,
        'At or before the start: it ends on the next day.',
      ),
      field(
        patternFields.timeZone,
        'Time zone',
        textElement({ multiline: false, maxLength: 60, initial: pattern?.timeZone ?? timeZone }),
        { hint: 'As Europe/Berlin. The times stay the same on the wall when clocks change.' },
      ),
      peopleField(pattern?.members ?? [], false),
      field(
        patternFields.positions,
        'Positions',
        checkboxes(
          roles.map((role) => option(roleName(role), role)),
          pattern?.positions ?? [],
        ),
        { optional: true, hint: 'That somebody is to hold while it runs.' },
      ),
      field(
        patternFields.channel,
        'Channel',
        {
          type: 'conversations_select',
          filter: { include: ['public', 'private'], exclude_bot_users: true },
          ...(pattern?.channel ? { initial_conversation: pattern.channel } : {}),
        },
        { optional: true, hint: 'For its briefings and reminders; without one, the desk’s shift channel.' },
      ),
    ],
  });
}

export type DayMetadata = { pattern: string };

export const dayFields = { date: 'date', how: 'how', start: 'start', end: 'end', people: 'people' } as const;

/** A single day of a pattern that differs. */
export function buildDayForm(pattern: ShiftPattern, today: LocalDate): ModalView {
  return formView({
    name: forms.shiftDay,
    title: 'Change a day',
    submit: 'Save',
    metadata: { pattern: pattern.name } satisfies DayMetadata,
    blocks: [
      lines([{ bold: pattern.name }, ` · ${pattern.start}–${pattern.end} ${pattern.timeZone}`]),
      field(
        dayFields.date,
        'Date',
        { type: 'datepicker', initial_date: today },
        { hint: 'On which it begins.' },
      ),
      field(
        dayFields.how,
        'On that day',
        radioElement(
          [
            option('It is worked as below', 'changed'),
            option('It is not worked', 'off'),
            option('It is as usual again', 'usual'),
          ],
          'changed',
        ),
        {},
      ),
      timeField(dayFields.start, 'Start', pattern.start),
      timeField(dayFields.end, 'End', pattern.end),
      peopleField(pattern.members, true),
    ],
  });
}

export const coverFields = {
  by: 'by',
  of: 'of',
  date: 'date',
  from: 'from',
  to: 'to',
  returnDate: 'returnDate',
  returnFrom: 'returnFrom',
  returnTo: 'returnTo',
} as const;

/** HO-1: a lead lets one take another's place for a part, and, for a swap, the other the one's in return. */
export function buildCoverForm(today: LocalDate, { timeZone }: Pack): ModalView {
  const person = { type: 'users_select' } as const;
  return formView({
    name: forms.shiftCover,
    title: 'Swap or cover',
    submit: 'Agree',
    metadata: {},
    blocks: [
      lines(['Times are those of the shift that is taken on; without one, ', timeZone, '.']),
      field(coverFields.by, 'Who takes the place', person, {}),
      field(coverFields.of, 'Whose place', person, {}),
      field(coverFields.date, 'Date', { type: 'datepicker', initial_date: today }, {}),
      timeField(coverFields.from, 'From', null),
      timeField(coverFields.to, 'To', null, 'At or before the beginning: on the next day.'),
      lines([{ bold: 'For a swap: what the other takes on in return' }]),
      field(coverFields.returnDate, 'Date in return', { type: 'datepicker' }, { optional: true }),
      timeField(coverFields.returnFrom, 'From, in return', null, undefined, true),
      timeField(coverFields.returnTo, 'To, in return', null, undefined, true),
    ],
  });
}

function peopleField(chosen: readonly UserId[], optional: boolean): KnownBlock {
  return field(
    patternFields.people,
    'People',
    {
      type: 'multi_users_select',
      ...(chosen.length > 0 ? { initial_users: [...chosen] } : {}),
    },
    { optional },
  );
}

function timeField(
  id: string,
  label: string,
  chosen: string | null,
  hint?: string,
  optional?: boolean,
): KnownBlock {
  return field(
    id,
    label,
    { type: 'timepicker', ...(chosen ? { initial_time: chosen } : {}) },
    { ...(hint ? { hint } : {}), ...(optional ? { optional } : {}) },
  );
}

function checkboxes(options: ReturnType<typeof option>[], chosen: readonly string[]) {
  const initial = options.filter(({ value }) => value !== undefined && chosen.includes(value));
  return {
    type: 'checkboxes' as const,
    options,
    ...(initial.length > 0 ? { initial_options: initial } : {}),
  };
}
