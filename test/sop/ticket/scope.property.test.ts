import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Actor, system } from '../../../src/sop/actor.ts';
import { acknowledgementInPlace } from '../../../src/sop/ticket/acknowledgements.ts';
import type { TicketCommand } from '../../../src/sop/ticket/decide.ts';
import { nextStep } from '../../../src/sop/ticket/next-step.ts';
import { obligations } from '../../../src/sop/ticket/obligations.ts';
import type { TicketState } from '../../../src/sop/ticket/state.ts';
import {
  acknowledge,
  ana,
  append,
  ben,
  type Case,
  classify,
  decide,
  fold,
  lena,
  max,
  minute,
  monday,
  queued,
  take,
  tess,
} from './support.ts';

type Make = (ticket: TicketState) => TicketCommand;

function written(customerChannel: 'hand' | 'webhook'): Make {
  return (ticket) => ({
    ...acknowledge,
    of: acknowledgementInPlace(ticket),
    preparedFor: ticket.classification?.at ?? '',
    customerChannel,
  });
}

const make: fc.Arbitrary<Make> = fc.constantFrom<Make>(
  () => take,
  () => classify,
  () => ({ ...classify, priority: 'P1' }),
  written('hand'),
  written('webhook'),
  () => ({ type: 'confirmAcknowledgementSent' }),
  () => ({ type: 'startWait', on: 'the customer' }),
  () => ({ type: 'escalate', trigger: 'ESC-5', reason: 'a change' }),
  () => ({ type: 'escalate', trigger: 'ESL-4', reason: 'a vendor' }),
  (ticket) => ({ type: 'acceptEscalation', escalation: ticket.escalation?.seq ?? 0, read: true }),
  () => ({ type: 'redirect', code: 'infrastructure', note: 'A server.' }),
  () => ({ type: 'split', code: 'infrastructure', note: 'A server.', into: 8 }),
  () => ({ type: 'reopen', reason: 'Ours after all.' }),
);
const person: fc.Arbitrary<Actor> = fc.constantFrom(ana, ana, ben, tess, tess, lena, max);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(person, make) },
  fc.tuple(
    fc.constant(system),
    fc.constant<Make>(() => ({ type: 'clockStruck' })),
  ),
  fc.tuple(
    fc.constant(system),
    fc.constantFrom<Make>(
      () => ({ type: 'acknowledgementOutcome', failure: null }),
      () => ({ type: 'acknowledgementOutcome', failure: 'http 410' }),
    ),
  ),
);
/** A beginning that leads to tier 2, as far as it goes; then anything. */
const road: readonly (readonly [Actor, Make])[] = [
  [ana, () => take],
  [ana, () => classify],
  [ana, written('hand')],
  [ana, () => ({ type: 'confirmAcknowledgementSent' })],
  [ana, () => ({ type: 'escalate', trigger: 'ESC-5', reason: 'a change' })],
  [tess, (ticket) => ({ type: 'acceptEscalation', escalation: ticket.escalation?.seq ?? 0, read: true })],
  [tess, written('hand')],
  [tess, () => ({ type: 'confirmAcknowledgementSent' })],
];
const minutes = fc.integer({ min: 0, max: 25 });
const history = fc
  .tuple(
    fc.shuffledSubarray([...road.keys()], { minLength: 0 }).map((left) => new Set(left.slice(0, 2))),
    fc.integer({ min: 0, max: road.length }),
    fc.array(fc.tuple(minutes, step), { maxLength: 20 }),
  )
  .map(([left, length, rest]) => [
    ...road.flatMap((one, index) => (index < length && !left.has(index) ? [[1, one] as const] : [])),
    ...rest,
  ]);

function play(steps: typeof history extends fc.Arbitrary<infer T> ? T : never): readonly Case[] {
  let at = 1;
  const cases = [queued()];
  for (const [minutes, [actor, made]] of steps) {
    at += minutes;
    const now = cases.at(-1) ?? queued();
    const decision = decide(now, at, actor, made(now.state));
    cases.push(append(now, monday + at * minute, actor, decision));
  }
  return cases;
}

test('SC-2, T2-3 whatever people and the clock do in whatever order', () => {
  const met = { redirected: 0, reopened: 0, tier2: 0, both: 0 };
  fc.assert(
    fc.property(history, (steps) => {
      const cases = play(steps);
      for (const { state, events, pack } of cases) {
        const { owner, status, closure, clocks, acknowledgement, tier2Acknowledgement } = state;
        expect(owner === null ? ['queued', 'closed'] : ['open', 'waiting', 'closed']).toContain(status);
        expect(closure !== null).toBe(status === 'closed');
        if (status === 'closed') {
          expect(obligations(state, pack).filter(({ kind }) => kind !== 'breach')).toEqual([]);
          expect(nextStep(state, pack)).toBe('none');
          expect(closure?.redirect).not.toBeNull();
          for (const clock of Object.values(clocks)) expect(clock?.stoppedAt).not.toBeNull();
        } else if (state.tier === 'tier2') {
          // What still runs is not answered yet; what was answered does not run.
          if (tier2Acknowledgement?.status === 'sent') {
            expect(clocks.tier2Response?.stoppedAt ?? 'never').not.toBeNull();
            expect(clocks.response?.stoppedAt ?? 'never').not.toBeNull();
          } else if (state.escalation?.accepted) expect(clocks.tier2Response?.stoppedAt).toBeNull();
        }
        const onTheirWay = [acknowledgement, tier2Acknowledgement].filter(
          (one) => one !== null && one.status !== 'sent',
        );
        expect(onTheirWay.length).toBeLessThanOrEqual(1);
        if (closure?.redirect) met.redirected += 1;
        if (tier2Acknowledgement?.status === 'sent') met.tier2 += 1;
        if (tier2Acknowledgement?.status === 'sent' && acknowledgement?.status === 'sent') met.both += 1;
        if (events.at(-1)?.type === 'reopened') met.reopened += 1;
      }
      const last = cases.at(-1);
      if (last) expect(fold(last.events)).toEqual(last.state);
    }),
    { numRuns: 800 },
  );
  for (const [what, count] of Object.entries(met)) expect(count, what).toBeGreaterThan(0);
});
