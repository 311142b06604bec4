import { addWorkingTime, workingTimeBetween } from './calendar.ts';
import { epoch, type Instant, instant } from './instant.ts';
import type { CalendarSpec, Pack, PriorityCode } from './pack/schema.ts';
import { inWords } from './wall-clock.ts';

/** Which of the targets a clock is measured against, in the order they run out: T1-4, T2-3, ESL-1. */
export const slaClockKinds = ['response', 'tier2Response', 'resolution'] as const;
export type SlaClockKind = (typeof slaClockKinds)[number];

/** A clock's name inside a sentence. */
export const slaClockWords: Readonly<Record<SlaClockKind, string>> = {
  response: 'response',
  tier2Response: 'tier 2 response',
  resolution: 'resolution',
};

/**
 * A clock over working time (T1-4, ESL-1). The instants were computed under the pack in force at the last event
 * that set them; a pause moves them by the working time it cost.
 */
export type SlaClock = {
  startedAt: Instant;
  atRiskAt: Instant;
  dueAt: Instant;
  pauses: readonly { from: Instant; to: Instant | null }[];
  /** Whether these have been told already. */
  atRiskTold: boolean;
  breachTold: boolean;
  stoppedAt: Instant | null;
  outcome: 'met' | 'missed' | null;
};

export type ClockTargets = Pick<SlaClock, 'startedAt' | 'atRiskAt' | 'dueAt'>;

/** The pack's calendar for a priority. Throws on a pack that was never checked. */
export function calendarOf(pack: Pack, priority: PriorityCode): CalendarSpec {
  const name = pack.targets[priority].calendar;
  const calendar = pack.calendars[name];
  if (!calendar) throw new Error(`the pack has no calendar named ${name}`);
  return calendar;
}

/** When a clock started at `startedAt` is at risk and due, the working time of `pauses` added. */
export function clockTargets(
  pack: Pack,
  priority: PriorityCode,
  kind: SlaClockKind,
  startedAt: Instant,
  pauses: SlaClock['pauses'],
): ClockTargets {
  const calendar = calendarOf(pack, priority);
  const target = pack.targets[priority];
  const { [kind]: allowed, [`${kind}AtRisk` as const]: warning } = target;
  const paused = pauses.reduce(
    (sum, pause) => (pause.to ? sum + workingTimeBetween(calendar, epoch(pause.from), epoch(pause.to)) : sum),
    0,
  );
  const after = (working: number) => instant(addWorkingTime(calendar, epoch(startedAt), working + paused));
  return { startedAt, atRiskAt: after(allowed - warning), dueAt: after(allowed) };
}

export function startClock(targets: ClockTargets): SlaClock {
  return { ...targets, pauses: [], atRiskTold: false, breachTold: false, stoppedAt: null, outcome: null };
}

/** How much of a clock is left at `at`, in words; in working time where the calendar is not round the clock. */
export function leftWords(pack: Pack, priority: PriorityCode, dueAt: Instant, at: Instant): string {
  const calendar = calendarOf(pack, priority);
  const left = inWords(workingTimeBetween(calendar, epoch(at), epoch(dueAt)));
  return calendar.kind === 'always' ? left : `${left} of working time`;
}

/** New targets on a running clock: what was told stays told unless the new instant is later than now is. */
export function retargetClock(clock: SlaClock, targets: ClockTargets, at: Instant): SlaClock {
  if (clock.stoppedAt) return clock;
  return {
    ...clock,
    ...targets,
    atRiskTold: clock.atRiskTold && targets.atRiskAt <= at,
    breachTold: clock.breachTold && targets.dueAt <= at,
  };
}

export function pauseClock(clock: SlaClock, at: Instant): SlaClock {
  return clock.stoppedAt ? clock : { ...clock, pauses: [...clock.pauses, { from: at, to: null }] };
}

export function isPaused(clock: SlaClock): boolean {
  return clock.pauses.at(-1)?.to === null;
}

/** The pauses with the open one ended at `at`. */
export function endPause(clock: SlaClock, at: Instant): SlaClock['pauses'] {
  return clock.pauses.map((pause) => (pause.to === null ? { ...pause, to: at } : pause));
}

/** Met means stopped no later than the due instant, and before it was told that the clock ran out. */
export function stopClock(clock: SlaClock, at: Instant): SlaClock {
  if (clock.stoppedAt) return clock;
  const met = at <= clock.dueAt && !clock.breachTold;
  return { ...clock, stoppedAt: at, outcome: met ? 'met' : 'missed' };
}

/**
 * What it measured is no longer owed: it stops as it stands. What was missed by then stays missed; else it has no
 * outcome, for nothing was met either.
 */
export function endClock(clock: SlaClock, at: Instant): SlaClock {
  if (clock.stoppedAt) return clock;
  const pausedSince = clock.pauses.find(({ to }) => to === null)?.from;
  const missed = clock.breachTold || (pausedSince ?? at) > clock.dueAt;
  return { ...clock, pauses: endPause(clock, at), stoppedAt: at, outcome: missed ? 'missed' : null };
}
