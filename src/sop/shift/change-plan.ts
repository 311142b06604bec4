import type { Role, UserId } from '../actor.ts';
import { checkAuthority } from '../authority.ts';
import type { ClauseId } from '../clauses.ts';
import type { Context } from '../context.ts';
import { accepted, type Decision, refused } from '../decision.ts';
import { epoch, type Instant, instant } from '../instant.ts';
import type { Recorded } from '../recorded.ts';
import { type CoverCommand, decideAgreeCover, decideAgreeSwap, decideWithdrawCover } from './cover.ts';
import type { Cover, DayChange, LocalDate, ShiftPattern, ShiftPlan } from './plan.ts';

/** What can happen to the plan of the shifts; it is a part of the desk's own record. */
export type PlanEvent =
  | { type: 'shiftPatternSet'; clause: ClauseId; payload: { pattern: ShiftPattern } }
  | { type: 'shiftPatternRemoved'; clause: ClauseId; payload: { name: string } }
  | { type: 'shiftDaySet'; clause: ClauseId; payload: { change: DayChange } }
  | { type: 'shiftDayReset'; clause: ClauseId; payload: { pattern: string; date: LocalDate } }
  | { type: 'coverAgreed'; clause: ClauseId; payload: { by: UserId; of: UserId; from: Instant; to: Instant } }
  | {
      type: 'coverWithdrawn';
      clause: ClauseId;
      payload: { cover: number; by: UserId; of: UserId; from: Instant; to: Instant };
    };

export type PlanCommand =
  /** Instead of the pattern of the same name, or as a new one. */
  | { type: 'setShiftPattern'; pattern: ShiftPattern }
  | { type: 'removeShiftPattern'; name: string }
  | { type: 'setShiftDay'; change: DayChange }
  | { type: 'resetShiftDay'; pattern: string; date: LocalDate }
  | CoverCommand;

const planCommands: ReadonlySet<string> = new Set<PlanCommand['type']>([
  'setShiftPattern',
  'removeShiftPattern',
  'setShiftDay',
  'resetShiftDay',
  'agreeCover',
  'agreeSwap',
  'withdrawCover',
]);
const planEvents: ReadonlySet<string> = new Set<PlanEvent['type']>([
  'shiftPatternSet',
  'shiftPatternRemoved',
  'shiftDaySet',
  'shiftDayReset',
  'coverAgreed',
  'coverWithdrawn',
]);

export function isPlanCommand<Other extends { type: string }>(
  command: Other | PlanCommand,
): command is PlanCommand {
  return planCommands.has(command.type);
}

export function isPlanEvent<Other extends { type: string }>(
  event: Other | Recorded<PlanEvent>,
): event is Recorded<PlanEvent> {
  return planEvents.has(event.type);
}

/** CK-3: a lead plans the shifts; HO-1: whoever covers for somebody says so. */
export function decidePlan(
  command: PlanCommand,
  { plan, members }: { plan: ShiftPlan; members: Readonly<Record<UserId, Role>> },
  context: Context,
): Decision<PlanEvent> {
  switch (command.type) {
    case 'setShiftPattern': {
      const refusal = checkAuthority(context.actor, 'shift.plan');
      if (refusal) return refused(refusal);
      return accepted({ type: 'shiftPatternSet', clause: 'CK-3', payload: { pattern: command.pattern } });
    }
    case 'removeShiftPattern': {
      const refusal = checkAuthority(context.actor, 'shift.plan');
      if (refusal) return refused(refusal);
      const known = plan.patterns.some(({ name }) => name === command.name);
      return known
        ? accepted({ type: 'shiftPatternRemoved', clause: 'CK-3', payload: { name: command.name } })
        : accepted();
    }
    case 'setShiftDay': {
      const refusal = checkAuthority(context.actor, 'shift.plan');
      if (refusal) return refused(refusal);
      return accepted({ type: 'shiftDaySet', clause: 'CK-3', payload: { change: command.change } });
    }
    case 'resetShiftDay': {
      const refusal = checkAuthority(context.actor, 'shift.plan');
      if (refusal) return refused(refusal);
      const { pattern, date } = command;
      return accepted({ type: 'shiftDayReset', clause: 'CK-3', payload: { pattern, date } });
    }
    case 'agreeCover':
      return decideAgreeCover(command, { plan, members }, context);
    case 'agreeSwap':
      return decideAgreeSwap(command, { plan, members }, context);
    case 'withdrawCover':
      return decideWithdrawCover(command, { plan, members }, context);
  }
}

/** Days and covers so long gone by, in ms, are not kept in the plan; the record has them for good. */
const keptFor = 14 * 86_400_000;

export function evolvePlan(plan: ShiftPlan, event: Recorded<PlanEvent>): ShiftPlan {
  const { patterns, days, covers } = withoutPast(plan, event.at);
  switch (event.type) {
    case 'shiftPatternSet': {
      const { pattern } = event.payload;
      const place = patterns.findIndex(({ name }) => name === pattern.name);
      return {
        patterns: place === -1 ? [...patterns, pattern] : patterns.with(place, pattern),
        days,
        covers,
      };
    }
    case 'shiftPatternRemoved': {
      const { name } = event.payload;
      return {
        patterns: patterns.filter((one) => one.name !== name),
        days: days.filter(({ pattern }) => pattern !== name),
        covers,
      };
    }
    case 'shiftDaySet': {
      const { change } = event.payload;
      return { patterns, days: [...withoutDay(days, change), change], covers };
    }
    case 'shiftDayReset':
      return { patterns, days: withoutDay(days, event.payload), covers };
    case 'coverAgreed':
      return { patterns, days, covers: [...covers, { seq: event.seq, ...event.payload } satisfies Cover] };
    case 'coverWithdrawn':
      return { patterns, days, covers: covers.filter(({ seq }) => seq !== event.payload.cover) };
  }
}

function withoutPast({ patterns, days, covers }: ShiftPlan, at: Instant): ShiftPlan {
  const since = instant(epoch(at) - keptFor);
  return {
    patterns,
    days: days.filter(({ date }) => date >= since.slice(0, 10)),
    covers: covers.filter(({ to }) => to >= since),
  };
}

function withoutDay(
  days: readonly DayChange[],
  { pattern, date }: { pattern: string; date: LocalDate },
): readonly DayChange[] {
  return days.filter((one) => one.pattern !== pattern || one.date !== date);
}
