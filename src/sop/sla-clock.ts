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
  /** AU-4: when a lead set its due instant; null while it is measured by its priority. */
  overriddenAt: Instant | null;
};

export type ClockTargets = Pick<SlaClock, 'startedAt' | 'atRiskAt' | 'dueAt'>;

/** The pack's calendar for a priority. Throws on a pack that was never checked. */
export function calendarOf(pack: Pack, priority: PriorityCode): CalendarSpec {
  const name = pack.targets[priority].calendar;
  const calendar = pack.calendars[name];
  if (!calendar) throw new Error(`the pack has no calendar named ${name}`);
  return calendar;
}

/**
 * When a clock started at `startedAt` is at risk and due: the earliest instants by which it has run for so long. Each of
 * the `pauses` (in order) puts off what it came before by the working time it cost, and nothing else: under a shorter
 * target the clock may have run out before a pause began.
 */
export function clockTargets(
  pack: Pack,
  priority: PriorityCode,
  kind: SlaClockKind,
  startedAt: Instant,
  pauses: SlaClock['pauses'],
): ClockTargets {
  const calendar = calendarOf(pack, priority);
  const [allowed, warning] = targetOf(pack, priority, kind);
  const after = (working: number) =>
    instant(
      pauses.reduce(
        (end, { from, to }) =>
          to && epoch(from) < end
            ? addWorkingTime(calendar, end, workingTimeBetween(calendar, epoch(from), epoch(to)))
            : end,
        addWorkingTime(calendar, epoch(startedAt), working),
      ),
    );
  return { startedAt, atRiskAt: after(allowed - warning), dueAt: after(allowed) };
}

/** How long a clock has and how much of it is left at the warning, in ms of working time. */
function targetOf(pack: Pack, priority: PriorityCode, kind: SlaClockKind): readonly [number, number] {
  const { [kind]: allowed, [`${kind}AtRisk` as const]: warning } = pack.targets[priority];
  return [allowed, warning];
}

export function startClock(targets: ClockTargets): SlaClock {
  return {
    ...targets,
    pauses: [],
    atRiskTold: false,
    breachTold: false,
    stoppedAt: null,
    outcome: null,
    overriddenAt: null,
  };
}

/** How much of a clock is left at `at`, in words; in working time where the calendar is not round the clock. */
export function leftWords(pack: Pack, priority: PriorityCode, dueAt: Instant, at: Instant): string {
  const calendar = calendarOf(pack, priority);
  const left = inWords(workingTimeBetween(calendar, epoch(at), epoch(dueAt)));
  return calendar.kind === 'always' ? left : `${left} of working time`;
}

/** Whether it ran out by `at`: that was told, or its due instant passed while it ran. A stopped one: how it ended. */
export function isMissed(clock: SlaClock, at: Instant): boolean {
  if (clock.stoppedAt) return clock.outcome === 'missed';
  const pause = clock.pauses.at(-1);
  const ranUntil = pause && pause.to === null ? pause.from : at;
  return clock.breachTold || clock.dueAt < ranUntil;
}

/** Whether it can still be met: it neither stopped nor ran out. */
function isOpen(clock: SlaClock | null, at: Instant): clock is SlaClock {
  return clock !== null && !clock.stoppedAt && !isMissed(clock, at);
}

/**
 * New targets on a running clock: a warning that was told is owed again where it now lies ahead. One that stopped or
 * ran out is history, whatever is changed later (LD-3).
 */
export function retargetClock(clock: SlaClock, targets: ClockTargets, at: Instant): SlaClock {
  if (!isOpen(clock, at)) return clock;
  return { ...clock, ...targets, atRiskTold: clock.atRiskTold && targets.atRiskAt <= at };
}

/** Targets by the name of their clock; null for one that is left as it is. */
export type TargetsByClock<Kind extends string> = Readonly<Record<Kind, ClockTargets | null>>;

/**
 * LD-3: every clock that can still be met, measured by another priority from where it started, with its pauses so far.
 * `keeps`: those that are left as they are all the same.
 */
export function recomputedTargets<Kind extends SlaClockKind>(
  clocks: Readonly<Record<Kind, SlaClock | null>>,
  pack: Pack,
  priority: PriorityCode,
  at: Instant,
  keeps: (clock: SlaClock) => boolean,
): TargetsByClock<Kind> {
  return byClock(clocks, (kind, clock) =>
    isOpen(clock, at) && !keeps(clock)
      ? clockTargets(pack, priority, kind, clock.startedAt, clock.pauses)
      : null,
  );
}

/** The clocks of a ticket with those targets that are given. */
export function retargetClocks<Kind extends SlaClockKind>(
  clocks: Readonly<Record<Kind, SlaClock | null>>,
  targets: Readonly<Partial<Record<Kind, ClockTargets | null>>>,
  at: Instant,
): Record<Kind, SlaClock | null> {
  return byClock(clocks, (kind, clock) => {
    const target = targets[kind];
    return clock && target ? retargetClock(clock, target, at) : clock;
  });
}

function byClock<Kind extends SlaClockKind, To>(
  clocks: Readonly<Record<Kind, SlaClock | null>>,
  change: (kind: Kind, clock: SlaClock | null) => To,
): Record<Kind, To> {
  const kinds = Object.keys(clocks) as Kind[];
  return Object.fromEntries(kinds.map((kind) => [kind, change(kind, clocks[kind])])) as Record<Kind, To>;
}

/**
 * AU-4: due at `dueAt`, with as much warning before it as the priority gives, in working time and never before the
 * clock started.
 */
export function overriddenTargets(
  pack: Pack,
  priority: PriorityCode,
  kind: SlaClockKind,
  { startedAt }: SlaClock,
  dueAt: Instant,
): ClockTargets {
  const calendar = calendarOf(pack, priority);
  const [, warning] = targetOf(pack, priority, kind);
  const whole = workingTimeBetween(calendar, epoch(startedAt), epoch(dueAt));
  const atRiskAt = instant(addWorkingTime(calendar, epoch(startedAt), Math.max(0, whole - warning)));
  return { startedAt, atRiskAt: atRiskAt < dueAt ? atRiskAt : dueAt, dueAt };
}

/**
 * The targets of a paused clock when its pause ends at `to`: the pause puts off what it came before by the working time
 * it cost, under whatever pack they were set. What a lead set during it (AU-4) is put off by the rest of it. Null for
 * one that ran out before.
 */
export function resumedTargets(
  pack: Pack,
  priority: PriorityCode,
  clock: SlaClock,
  to: Instant,
): ClockTargets | null {
  const pause = clock.pauses.at(-1);
  if (!isOpen(clock, to) || !pause || pause.to !== null) return null;
  const calendar = calendarOf(pack, priority);
  const { overriddenAt } = clock;
  const from = overriddenAt && overriddenAt > pause.from ? overriddenAt : pause.from;
  const paused = workingTimeBetween(calendar, epoch(from), epoch(to));
  const later = (at: Instant) => (from < at ? instant(addWorkingTime(calendar, epoch(at), paused)) : at);
  return { startedAt: clock.startedAt, atRiskAt: later(clock.atRiskAt), dueAt: later(clock.dueAt) };
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
