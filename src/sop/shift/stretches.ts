import type { Role, UserId } from '../actor.ts';
import { epoch, type Instant, instant } from '../instant.ts';
import { atWallClock, dateOf, localDay, minutesOf, weekdayOf } from './local-time.ts';
import { type Cover, type LocalDate, type ShiftPattern, type ShiftPlan, weekdays } from './plan.ts';

/** A pattern on one day, as it is worked. `to` is not part of it. */
export type Occurrence = {
  pattern: string;
  date: LocalDate;
  from: Instant;
  to: Instant;
  members: readonly UserId[];
  positions: readonly Role[];
  channel: string | null;
};

/** The time without a break for which one person is planned to be on shift. */
export type Stretch = {
  person: UserId;
  /** Of the part it begins with. */
  pattern: string;
  channel: string | null;
  from: Instant;
  to: Instant;
};

/** What is worked at some time between two instants, in the order of its beginning. */
export function occurrencesBetween(plan: ShiftPlan, from: Instant, to: Instant): readonly Occurrence[] {
  return plan.patterns
    .flatMap((pattern) => occurrencesOf(pattern, plan, from, to))
    .filter((one) => one.from < to && one.to > from)
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}

function occurrencesOf(
  pattern: ShiftPattern,
  { days }: ShiftPlan,
  from: Instant,
  to: Instant,
): readonly Occurrence[] {
  // One that began the day before may still run; a day more, since clocks may go back past midnight.
  const first = localDay(pattern.timeZone, epoch(from)) - 2;
  const last = localDay(pattern.timeZone, epoch(to)) + 1;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index).flatMap((number) => {
    const date = dateOf(number);
    const change = days.find((one) => one.pattern === pattern.name && one.date === date);
    const weekday = weekdays[weekdayOf(number)];
    if (!change && !(weekday && pattern.days.includes(weekday))) return [];
    const { start, end, members } = change ?? pattern;
    const endDate = minutesOf(end) > minutesOf(start) ? date : dateOf(number + 1);
    const { name, timeZone, positions, channel } = pattern;
    const [begins, ends] = [atWallClock(timeZone, date, start), atWallClock(timeZone, endDate, end)];
    return members.length === 0 || begins >= ends
      ? []
      : [{ pattern: name, date, from: begins, to: ends, members, positions, channel }];
  });
}

/** How far beyond the two instants shifts are looked for, in ms: back-to-back ones make one stretch. */
const reach = 2 * 86_400_000;

/**
 * Who is planned to be on shift at some time between two instants, covers counted; in the order of beginning. Each is
 * whole, also where it began before or ends after, so that a stretch has the same beginning whenever it is asked for.
 */
export function stretchesBetween(plan: ShiftPlan, from: Instant, to: Instant): readonly Stretch[] {
  const [first, last] = [instant(epoch(from) - reach), instant(epoch(to) + reach)];
  const parts = occurrencesBetween(plan, first, last).flatMap((one) => partsOf(one, plan.covers));
  const byPerson = new Map<UserId, Stretch[]>();
  for (const part of parts) {
    const own = byPerson.get(part.person);
    if (own) own.push(part);
    else byPerson.set(part.person, [part]);
  }
  return [...byPerson.values()]
    .flatMap(joined)
    .filter((one) => one.from < to && one.to > from)
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.person < b.person ? -1 : 1));
}

/** The stretch a person is planned for at an instant; null where none is. */
export function stretchAt(plan: ShiftPlan, person: UserId, at: Instant): Stretch | null {
  const all = stretchesBetween(plan, at, instant(epoch(at) + 1));
  return all.find((one) => one.person === person && one.from <= at && at < one.to) ?? null;
}

/** Whether a person is planned to be on at some time between two instants. */
export function isPlanned(plan: ShiftPlan, person: UserId, from: Instant, to: Instant): boolean {
  return occurrencesBetween(plan, from, to).some((one) =>
    partsOf(one, plan.covers).some((part) => part.person === person && part.from < to && part.to > from),
  );
}

/** Each cover in the order in which it was agreed: what the one has by then passes to the other. */
function partsOf(occurrence: Occurrence, covers: readonly Cover[]): readonly Stretch[] {
  const { pattern, channel, members, from, to } = occurrence;
  const concerned = covers.filter((cover) => cover.from < to && cover.to > from);
  return members.flatMap((member) => {
    let parts: readonly Stretch[] = [{ person: member, pattern, channel, from, to }];
    for (const cover of concerned)
      parts = parts.flatMap((part) =>
        part.person === cover.of
          ? [
              ...overlap(part, cover).map((span) => ({ ...part, person: cover.by, ...span })),
              ...without(part, cover).map((span) => ({ ...part, ...span })),
            ]
          : [part],
      );
    return parts;
  });
}

type Span = { from: Instant; to: Instant };

function overlap(a: Span, b: Span): readonly Span[] {
  const [from, to] = [a.from > b.from ? a.from : b.from, a.to < b.to ? a.to : b.to];
  return from < to ? [{ from, to }] : [];
}

function without(a: Span, b: Span): readonly Span[] {
  return [
    ...overlap(a, { from: a.from, to: b.from }),
    ...overlap(a, { from: b.to > a.from ? b.to : a.from, to: a.to }),
  ];
}

/** Parts of one person that touch or overlap are one: nobody hands over to themselves. */
function joined(parts: readonly Stretch[]): readonly Stretch[] {
  const result: Stretch[] = [];
  for (const part of parts.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    const last = result.at(-1);
    if (last && part.from <= last.to)
      result[result.length - 1] = { ...last, to: last.to > part.to ? last.to : part.to };
    else result.push(part);
  }
  return result;
}
