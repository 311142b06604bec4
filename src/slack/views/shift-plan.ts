import type { KnownBlock, ModalView } from '@slack/types';
import type { UserId } from '../../sop/actor.ts';
import { roleName } from '../../sop/authority.ts';
import type { DeskSettings } from '../../sop/desk-settings.ts';
import { type Instant, instant } from '../../sop/instant.ts';
import type { Pack } from '../../sop/pack/schema.ts';
import { checkPlan, type Finding, newFindings } from '../../sop/shift/check-plan.ts';
import { atWallClock, dateOf, localDay, weekdayOf } from '../../sop/shift/local-time.ts';
import { type ShiftPattern, type ShiftPlan, type Weekday, weekdays } from '../../sop/shift/plan.ts';
import { type Occurrence, occurrencesBetween } from '../../sop/shift/stretches.ts';
import { wallClock } from '../../sop/wall-clock.ts';
import type { Message } from '../answer.ts';
import { actions } from '../ids.ts';
import { type ButtonSpec, buttons, confirmation, divider, header, readingView } from './elements.ts';
import { paginate, turns } from './pages.ts';
import { type Line, lines, type Part } from './rich-text.ts';
import { findingLines } from './shift-findings.ts';

/** So many people of one shift, and covers, are named; the rest is counted. */
const named = { people: 8, covers: 20 };
const week = 7;

/** From the beginning of today, where the desk is, seven days on. */
function weekFrom(now: Date, zone: string): { from: Instant; to: Instant; first: number } {
  const first = localDay(zone, now.getTime());
  return {
    first,
    from: atWallClock(zone, dateOf(first), '00:00'),
    to: atWallClock(zone, dateOf(first + week), '00:00'),
  };
}

/** What is amiss with the plan from now on, in the seven days from today: what is over nobody can mend. */
export function findingsOf(
  { plan, members }: DeskSettings,
  { timeZone }: Pack,
  now: Date,
): readonly Finding[] {
  return checkPlan(plan, members, instant(now), weekFrom(now, timeZone).to);
}

/** `/ops shifts`: a week at a glance, what is amiss with it, and each shift with its buttons. `page` counts from 1. */
export function buildShiftPlan(settings: DeskSettings, pack: Pack, now: Date, page: number): ModalView {
  const pages = paginate(planBlocks(settings, pack, now));
  const current = Math.min(Math.max(page, 1), pages.length);
  return readingView('Shifts', [
    ...(pages[current - 1] ?? []),
    ...turns(current, pages.length, actions.shiftPlanPage, 'week'),
  ]);
}

function planBlocks(settings: DeskSettings, pack: Pack, now: Date): readonly KnownBlock[] {
  const { plan } = settings;
  const { timeZone: zone } = pack;
  const add: ButtonSpec[] = [
    { label: 'New shift', action: actions.shiftPlanStep, about: 'new', primary: plan.patterns.length === 0 },
    ...(plan.patterns.length > 0
      ? [{ label: 'Swap or cover', action: actions.shiftPlanStep, about: 'cover' } satisfies ButtonSpec]
      : []),
  ];
  if (plan.patterns.length === 0)
    return [
      lines(
        [{ bold: 'This desk does not work in shifts.' }],
        [
          'With the first one it does: then tickets are taken by those on shift, and handed over when they leave.',
        ],
      ),
      buttons(...add),
    ];
  const { first, from, to } = weekFrom(now, zone);
  const worked = occurrencesBetween(plan, from, to);
  const findings = findingLines(findingsOf(settings, pack, now), zone);
  return [
    lines([{ bold: `The week from ${dayWords(first)}` }], [`Times without a zone are ${zone}.`]),
    buttons(...add),
    lines(
      [
        {
          bold: findings.length === 0 ? 'Nothing is amiss: every tier is covered throughout.' : 'To look at',
        },
      ],
      ...findings,
    ),
    divider,
    ...Array.from({ length: week }, (_, index) => dayLines(first + index, worked, plan, zone)),
    ...coverLines(plan, zone, from, to),
    divider,
    header('The shifts'),
    ...plan.patterns.flatMap((pattern) => patternBlocks(pattern, zone)),
  ];
}

function dayLines(day: number, worked: readonly Occurrence[], plan: ShiftPlan, zone: string): KnownBlock {
  const on = worked.filter(({ date }) => date === dateOf(day));
  const rows = on.map((one): Line => {
    const pattern = plan.patterns.find(({ name }) => name === one.pattern);
    const change = plan.days.find(({ pattern: name, date }) => name === one.pattern && date === one.date);
    const { start, end } = change ?? pattern ?? { start: '', end: '' };
    const own = pattern?.timeZone === zone ? '' : ` ${pattern?.timeZone ?? ''}`;
    return [`${start}–${end}${own} “${one.pattern}”${change ? ' (changed)' : ''}: `, ...people(one.members)];
  });
  const off = plan.days
    .filter(({ date, members }) => date === dateOf(day) && members.length === 0)
    .map(({ pattern }): Line => [`“${pattern}” is not worked (changed)`]);
  const none: Line[] = rows.length + off.length === 0 ? [['No shift begins.']] : [];
  return lines([{ bold: dayWords(day) }], ...rows, ...off, ...none);
}

function coverLines(plan: ShiftPlan, zone: string, from: Instant, to: Instant): readonly KnownBlock[] {
  const covers = plan.covers.filter((one) => one.to > from && one.from < to);
  return covers
    .slice(0, named.covers)
    .flatMap((cover, index): KnownBlock[] => [
      lines(...(index === 0 ? [[{ bold: 'Covers and swaps' }]] : []), [
        { person: cover.by },
        ' for ',
        { person: cover.of },
        `: ${wallClock(cover.from, zone)} to ${wallClock(cover.to, zone)}`,
      ]),
      buttons({ label: 'Withdraw', action: actions.withdrawCover, about: cover.seq }),
    ])
    .concat(
      covers.length > named.covers ? [lines([`… and ${covers.length - named.covers} more covers.`])] : [],
    );
}

function patternBlocks(pattern: ShiftPattern, zone: string): readonly KnownBlock[] {
  const { name, start, end, timeZone, members, positions, channel } = pattern;
  return [
    lines(
      [
        { bold: name },
        ` · ${daysWords(pattern.days)} · ${start}–${end}${timeZone === zone ? '' : ` ${timeZone}`}`,
      ],
      ['People: ', ...people(members)],
      ...(positions.length > 0 ? [[`Positions: ${positions.map(roleName).join(', ')}`]] : []),
      ...(channel ? [['Channel: ', { channel }]] : []),
    ),
    buttons(
      { label: 'Edit', action: actions.shiftPlanStep, about: `edit:${name}` },
      { label: 'Change a day', action: actions.shiftPlanStep, about: `day:${name}` },
      {
        label: 'Remove',
        action: actions.shiftPlanStep,
        about: `remove:${name}`,
        confirm: confirmation(
          'Remove this shift?',
          `“${name}” does not begin any more. Who is on it now leaves once their tickets are handed over.`,
          'Remove',
        ),
      },
    ),
  ];
}

/** To whoever changed the plan: what was done, and what is amiss because of it. */
export function buildPlanChanged(
  done: string,
  before: readonly Finding[],
  after: readonly Finding[],
  { timeZone }: Pack,
): Message {
  const found = findingLines(newFindings(before, after), timeZone);
  return {
    text: done,
    blocks: [
      lines(
        [{ bold: done }],
        ...(found.length > 0
          ? [[{ bold: 'New with it in the next seven days:' }] as Line, ...found]
          : [['It leaves no new gap in the next seven days.'] as Line]),
      ),
      buttons({ label: 'Shifts', action: actions.shiftPlanStep, about: 'show', primary: true }),
    ],
  };
}

function people(ids: readonly UserId[]): readonly Part[] {
  const shown = ids
    .slice(0, named.people)
    .flatMap((person, index): Part[] => (index === 0 ? [{ person }] : [', ', { person }]));
  return ids.length > named.people ? [...shown, ` and ${ids.length - named.people} more`] : shown;
}

export const dayNames: Readonly<Record<Weekday, string>> = {
  monday: 'Monday',
  tuesday: 'Tuesday',
  wednesday: 'Wednesday',
  thursday: 'Thursday',
  friday: 'Friday',
  saturday: 'Saturday',
  sunday: 'Sunday',
};

function daysWords(days: readonly Weekday[]): string {
  if (days.length === week) return 'every day';
  return weekdays
    .filter((day) => days.includes(day))
    .map((day) => dayNames[day].slice(0, 3))
    .join(' ');
}

/** `Monday 2026-03-02`. */
function dayWords(day: number): string {
  const weekday = weekdays[weekdayOf(day)];
  return `${weekday ? dayNames[weekday] : ''} ${dateOf(day)}`;
}
