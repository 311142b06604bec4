import type { Context } from '../context.ts';
import { epoch, type Instant, instant } from '../instant.ts';
import type { Recorded } from '../recorded.ts';
import type { ExceptionEvent } from './events.ts';
import { attemptKey, countedUnder, type ExceptionState } from './state.ts';

/**
 * EX-3: when the author of a draft is reminded, and when the lead hears that it is missing. At the end of the shift and
 * some time later; of a deviation after that end, or where nobody works in shifts, as the pack says.
 */
export function draftDue(
  shiftEnd: Instant | null,
  { now, pack }: Context,
): { remindAt: Instant; dueAt: Instant } {
  const drafted = now.getTime();
  if (shiftEnd && epoch(shiftEnd) > drafted)
    return { remindAt: shiftEnd, dueAt: instant(epoch(shiftEnd) + pack.shifts.exceptionDue) };
  // After its shift there is no later end to wait for.
  const due = drafted + (shiftEnd ? pack.shifts.exceptionDue : pack.limits.exceptionDue);
  return {
    // Not right after being told of it.
    remindAt: instant(Math.max((drafted + due) / 2, due - pack.limits.exceptionReminder)),
    dueAt: instant(due),
  };
}

/** EX-3: a shift that ends before its time brings the entry's due time with it. */
export function dueOnceReminded({ dueAt }: ExceptionState, { now, pack }: Context): Instant {
  const soon = instant(now.getTime() + pack.shifts.exceptionDue);
  return dueAt && dueAt < soon ? dueAt : soon;
}

/** EX-3: when its author is to be reminded of a draft, or the lead told that it is missing: what `nextDueAt` holds. */
export function exceptionDueAt({
  status,
  remindAt,
  dueAt,
  remindedAt,
  overdueAt,
}: ExceptionState): Instant | null {
  if (status !== 'draft' || overdueAt) return null;
  return remindedAt ? dueAt : remindAt;
}

/** What the clock owes a draft by `now`. Late after a downtime, only the worse is told. */
export function exceptionOwed(exception: ExceptionState, now: Date): 'remind' | 'reportOverdue' | null {
  const due = exceptionDueAt(exception);
  if (!due || epoch(due) > now.getTime()) return null;
  return exception.dueAt && epoch(exception.dueAt) <= now.getTime() ? 'reportOverdue' : 'remind';
}

/** Since when the clock owed what it told of a draft; null where it told nothing, or a shift's end came first. */
export function toldOfDraftSince(
  { remindAt, dueAt }: ExceptionState,
  { type, at }: Recorded<ExceptionEvent>,
): Instant | null {
  const owed = type === 'exceptionsReminded' ? remindAt : type === 'exceptionsOverdue' ? dueAt : null;
  return owed !== null && owed <= at ? owed : null;
}

/** What the register finds it by, beside what stands in its record. */
export function exceptionIndex(exception: ExceptionState) {
  const { author, ticket, deviation } = exception;
  return {
    clause: countedUnder(exception),
    // What really happened is drafted each time.
    draftKey: deviation?.kind === 'attempt' ? attemptKey(author, ticket, deviation.action) : null,
    nextDueAt: exceptionDueAt(exception),
  };
}
