import type { LocalTime, ShiftPattern } from './plan.ts';

/** What a pattern or a day may hold at most. */
export const planLimits = { patterns: 40, name: 40, people: 50 } as const;

/** A pattern as it was entered: anything may be missing or wrong. */
export type PatternInput = Omit<ShiftPattern, 'start' | 'end'> & { start: string | null; end: string | null };
export type PatternField = 'name' | 'days' | 'start' | 'end' | 'timeZone' | 'people';

const wallTime = /^([01]\d|2[0-3]):[0-5]\d$/;

/** What is wrong with it, by field, in whole sentences; nothing where it can be worked. */
export function patternProblems(
  input: Omit<PatternInput, 'positions' | 'channel'>,
  taken: readonly string[],
): Readonly<Partial<Record<PatternField, string>>> {
  const { name, days, timeZone, members } = input;
  const isTaken = taken.some((one) => one.toLowerCase() === name.toLowerCase());
  return {
    ...(name === '' ? { name: 'Give it a name, as in Early.' } : {}),
    ...(name.length > planLimits.name ? { name: `A name has at most ${planLimits.name} characters.` } : {}),
    ...(isTaken
      ? { name: 'There is a shift of this name already. Edit that one, or choose another name.' }
      : {}),
    ...(taken.length >= planLimits.patterns
      ? { name: `A desk has at most ${planLimits.patterns} shifts.` }
      : {}),
    ...(days.length === 0 ? { days: 'Choose at least one day.' } : {}),
    ...timeProblems(input),
    ...(isZone(timeZone)
      ? {}
      : { timeZone: 'There is no such time zone. Write it as Europe/Berlin or America/New_York.' }),
    ...peopleProblems(members),
  };
}

/** Of a pattern or of a single day. */
export function timeProblems({
  start,
  end,
}: {
  start: string | null;
  end: string | null;
}): Readonly<Partial<Record<'start' | 'end', string>>> {
  return {
    ...(isTime(start) ? {} : { start: 'Choose when it begins.' }),
    ...(isTime(end) ? {} : { end: 'Choose when it ends.' }),
    ...(isTime(start) && start === end
      ? { end: 'It ends when it begins. One that ends earlier than it begins goes on past midnight.' }
      : {}),
  };
}

export function peopleProblems(members: readonly string[]): Readonly<Partial<Record<'people', string>>> {
  if (members.length === 0) return { people: 'Choose at least one person.' };
  return members.length > planLimits.people
    ? { people: `A shift has at most ${planLimits.people} people.` }
    : {};
}

export function isTime(text: string | null): text is LocalTime {
  return text !== null && wallTime.test(text);
}

/** Whether this names an IANA time zone; an offset such as `+02:00` knows no summer time, and is none. */
function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
