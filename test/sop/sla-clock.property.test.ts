import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actor } from '../../src/sop/actor.ts';
import { instant } from '../../src/sop/instant.ts';
import { defaultPack } from '../../src/sop/pack/default-pack.ts';
import { type Pack, type PriorityCode, priorityCodes } from '../../src/sop/pack/schema.ts';
import { isMissed, stopClock } from '../../src/sop/sla-clock.ts';
import { decideTicket, type TicketCommand } from '../../src/sop/ticket/decide.ts';
import { anyClock, instantIn, point, runs, seed, specFor, type Weekly } from './calendar-cases.ts';
import { type Count, countedTime, countMinutes } from './minute-oracle.ts';
import {
  acknowledge,
  ana,
  append,
  type Case,
  classify,
  contextAt,
  lena,
  opened,
  take,
} from './ticket/support.ts';

// The resolution clock as people's commands move it, against minutes counted one by one (T1-4, ESL-1, LD-3, HO-2).

const priority = fc.constantFrom(...priorityCodes);
const step = fc.oneof(
  { weight: 3, arbitrary: fc.constant('wait' as const) },
  { weight: 1, arbitrary: priority },
);
type Step = 'wait' | PriorityCode;

const target = fc.oneof(
  fc.integer({ min: 1, max: 4 * 3600 }).map((seconds) => seconds * 1000),
  fc.integer({ min: 1, max: 60 * 3600 }).map((seconds) => seconds * 1000),
);

const story = anyClock.chain((clock) =>
  fc.record({
    clock: fc.constant(clock),
    specs: fc.tuple(specFor(clock), specFor(clock)),
    targets: fc.record({ P1: target, P2: target, P3: target, P4: target }),
    warning: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
    first: priority,
    begin: point,
    steps: fc.array(fc.record({ step, when: point }), { minLength: 1, maxLength: 7 }),
  }),
);

test('HO-2: waiting costs a clock its working time, a priority measures it anew, at any instant of any calendar', {
  timeout: 120_000,
}, () => {
  fc.assert(
    fc.property(story, ({ clock, specs, targets, warning, first, begin, steps }) => {
      const counts = specs.map((spec) => countMinutes(clock, spec));
      const [one, other] = counts;
      if (!one || !other) throw new Error('there are two calendars');
      const countOf = (code: PriorityCode) => (code === 'P1' || code === 'P3' ? one : other);
      const pack = packWith(specs, targets, warning);
      const [from = 0, ...times] = [begin, ...steps.map(({ when }) => when)]
        .map((when, index) => instantIn(index % 2 === 0 ? one : other, when))
        .toSorted((a, b) => a - b);

      let ticket = begun(pack, first, from);
      let counted: Run = { from, priority: first, pauses: [], missedAt: null };
      times.forEach((at, index) => {
        const what = steps[index]?.step ?? 'wait';
        ticket = put(ticket, at, what);
        counted = moved(counted, at, what, (run) => hasRunOut(run, at, countOf(run.priority), targets));
        const resolution = ticket.state.clocks.resolution;
        if (!resolution) throw new Error('a taken ticket has a resolution clock');
        const { priority: code } = counted;
        const missed = hasRunOut(counted, at, countOf(code), targets);
        expect(isMissed(resolution, instant(at))).toBe(missed);
        if (!isWaiting(counted))
          expect(stopClock(resolution, instant(at)).outcome).toBe(missed ? 'missed' : 'met');
        if (counted.missedAt === null) {
          expectRunsOut(counted, countOf(code), Date.parse(resolution.dueAt), targets[code]);
          const warned = targets[code] - pack.targets[code].resolutionAtRisk;
          expectRunsOut(counted, countOf(code), Date.parse(resolution.atRiskAt), warned);
        }
      });
    }),
    { numRuns: Math.ceil(runs / 2), seed },
  );
});

/** What the count knows of a clock. `missedAt`: from when on it is history. */
type Run = {
  from: number;
  priority: PriorityCode;
  pauses: readonly (readonly [from: number, to: number | null])[];
  missedAt: number | null;
};

const isWaiting = ({ pauses }: Run) => pauses.at(-1)?.[1] === null;

function moved(run: Run, at: number, step: Step, ranOut: (run: Run) => boolean): Run {
  const missedAt = run.missedAt ?? (ranOut(run) ? at : null);
  const before = { ...run, missedAt };
  if (step !== 'wait') return missedAt === null ? { ...before, priority: step } : before;
  const { pauses } = run;
  return isWaiting(run)
    ? { ...before, pauses: pauses.map(([from, to]) => [from, to ?? at]) }
    : { ...before, pauses: [...pauses, [at, null]] };
}

/** For how much working time it ran until an instant: each stretch between two pauses, counted for itself. */
function ran({ from, pauses }: Run, count: Count, until: number): number {
  let total = 0;
  let start = from;
  for (const [pausedFrom, pausedTo] of [...pauses, [until, null] as const]) {
    const end = Math.min(pausedFrom, until);
    if (start < end) total += countedTime(count, start, end);
    if (pausedTo === null) break;
    start = pausedTo;
  }
  return total;
}

/** Whether it had run for its target before an instant; while it is paused, before its pause. */
function hasRunOut(run: Run, at: number, count: Count, targets: Record<PriorityCode, number>): boolean {
  if (run.missedAt !== null) return true;
  const pausedSince = run.pauses.find(([, to]) => to === null)?.[0];
  return ran(run, count, (pausedSince ?? at) - 1) >= targets[run.priority];
}

/** That `due` is the earliest instant by which a clock has run for `target`, were an open pause to end at once. */
function expectRunsOut(run: Run, count: Count, due: number, target: number): void {
  const closed = { ...run, pauses: run.pauses.filter(([, to]) => to !== null) };
  const { to } = count.clock;
  if (due > to) {
    expect(ran(closed, count, to)).toBeLessThan(target);
    return;
  }
  expect(ran(closed, count, due)).toBe(target);
  expect(ran(closed, count, due - 1)).toBe(target - 1);
}

/** P1 and P3 under the one calendar, P2 and P4 under the other. */
function packWith(
  [one, other]: readonly [Weekly, Weekly],
  targets: Record<PriorityCode, number>,
  warning: number,
): Pack {
  const measured = priorityCodes.map((code) => {
    const resolution = targets[code];
    const resolutionAtRisk = Math.min(resolution - 1, Math.ceil(resolution * warning));
    const calendar = code === 'P1' || code === 'P3' ? 'one' : 'other';
    return [code, { ...defaultPack.targets[code], calendar, resolution, resolutionAtRisk }];
  });
  return {
    ...defaultPack,
    calendars: { ...defaultPack.calendars, one, other },
    targets: Object.fromEntries(measured) as Pack['targets'],
  };
}

/** Taken, classified and acknowledged within one instant. */
function begun(pack: Pack, first: PriorityCode, at: number): Case {
  return [
    take,
    { ...classify, priority: first },
    { ...acknowledge, preparedFor: instant(at) },
    { type: 'confirmAcknowledgementSent' } as const,
  ].reduce((ticket, command) => having(ticket, at, ana, command), opened({}, pack, at));
}

function put(ticket: Case, at: number, step: Step): Case {
  if (step === 'wait')
    return having(
      ticket,
      at,
      ana,
      ticket.state.waiting ? { type: 'endWait' } : { type: 'startWait', on: 'the customer' },
    );
  const now = ticket.state.priorityOverride?.priority ?? ticket.state.classification?.priority ?? step;
  if (now === step) return ticket;
  const up = step < now;
  return having(ticket, at, lena, {
    type: 'overridePriority',
    priority: step,
    criterion: up ? 'wider-impact' : 'workaround',
    impact: up ? 'No order can be entered at any site.' : null,
    displaced: [],
  });
}

function having(ticket: Case, at: number, actor: Actor, command: TicketCommand): Case {
  const decision = decideTicket(command, ticket.state, contextAt(ticket, at, actor));
  if (decision.kind === 'refused') throw new Error(decision.refusal.reason);
  return append(ticket, at, actor, decision);
}
