import { addWorkingTime } from '../calendar.ts';
import { type Instant, instant } from '../instant.ts';
import type { Pack, PriorityCode } from '../pack/schema.ts';
import { calendarOf } from '../sla-clock.ts';
import { wallClock } from '../wall-clock.ts';
import { type Classification, type TicketState, workingPriority } from './state.ts';

/** What a customer is told the category is. */
export function categoryWords(pack: Pack, { category }: Pick<Classification, 'category'>): string {
  return pack.matrix.categories.find(({ code }) => code === category)?.words ?? category;
}

/** The symptom as agents and customers call it. */
export function symptomWords(
  pack: Pack,
  { category, symptom }: Pick<Classification, 'category' | 'symptom'>,
): string {
  const entry = pack.matrix.categories.find(({ code }) => code === category);
  return entry?.symptoms.find(({ code }) => code === symptom)?.words ?? symptom;
}

/** T1-4: when a customer acknowledged at `now` can expect to hear from us, by the priority's calendar. */
export function expectedResponse(pack: Pack, priority: PriorityCode, now: Date): Instant {
  return instant(addWorkingTime(calendarOf(pack, priority), now.getTime(), pack.targets[priority].response));
}

/** T1-4: the pack's template for the priority, filled in; the expected response in the desk's time zone. */
export function acknowledgementText(
  pack: Pack,
  ticket: TicketState,
  classification: Classification,
  now: Date,
): string {
  const priority = workingPriority(ticket, pack);
  const fill: Record<string, string> = {
    ticket: `T-${ticket.number}`,
    title: ticket.title,
    category: categoryWords(pack, classification),
    priority: `${priority} (${pack.matrix.priorities[priority].name})`,
    response: `${span(pack, priority)} (by ${wallClock(expectedResponse(pack, priority, now), pack.timeZone)})`,
  };
  return pack.templates.acknowledgement[priority].replace(
    /\{(\w+)\}/g,
    (whole, name: string) => fill[name] ?? whole,
  );
}

/** The response target as customers say it: `15 minutes`, `4 working hours`. */
function span(pack: Pack, priority: PriorityCode): string {
  const minutes = Math.round(pack.targets[priority].response / 60_000);
  const working = calendarOf(pack, priority).kind === 'always' ? '' : 'working ';
  const [count, unit] = minutes % 60 === 0 ? [minutes / 60, 'hour'] : [minutes, 'minute'];
  return `${count} ${working}${unit}${count === 1 ? '' : 's'}`;
}
