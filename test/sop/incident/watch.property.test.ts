import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { issueOf } from '../../../src/sop/incident/watch.ts';
import { epoch } from '../../../src/sop/instant.ts';
import { defaultPack } from '../../../src/sop/pack/default-pack.ts';
import type { TicketState } from '../../../src/sop/ticket/state.ts';
import { lena, max } from '../ticket/support.ts';
import { classified, exports, having, Memory, signIn, ticket } from './support.ts';

const { within, issues } = defaultPack.pattern;

type Act =
  | { do: 'classify'; ticket: number; symptom: 0 | 1 }
  | { do: 'link'; ticket: number }
  | { do: 'report'; ticket: number }
  | { do: 'review' | 'declare' | 'dismiss'; incident: number };

const number = fc.integer({ min: 1, max: 9 });
const classifying = fc.record({
  do: fc.constant('classify' as const),
  ticket: number,
  symptom: fc.constantFrom(0, 1),
});
const others = fc.oneof(
  fc.record({ do: fc.constant('link' as const), ticket: number }),
  fc.record({ do: fc.constant('report' as const), ticket: number }),
  fc.record({
    do: fc.constantFrom('review' as const, 'declare' as const, 'dismiss' as const),
    incident: fc.integer({ min: 1, max: 2 }),
  }),
);
/** Minutes past nine at which the tickets were opened: close enough together that patterns overlap. */
const opened = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 9, maxLength: 9 });

/** Two drafts that the seventh ticket brings together; with a few more minutes for the tickets that nobody classifies. */
const bridged: readonly number[] = [0, 10, 20, 90, 95, 100, 40, 200, 200];
const inTurn = [1, 2, 3, 4, 5, 6, 7].map((one): Act & { do: 'classify' } => ({
  do: 'classify',
  ticket: one,
  symptom: 0,
}));
const reviewed: Act = { do: 'review', incident: 1 };
const declaring: Act = { do: 'declare', incident: 1 };

function play(minutes: readonly number[], acts: readonly Act[], watch: (desk: Memory) => void): Memory {
  const desk = new Memory();
  const current = (of: number) =>
    desk.tickets.get(of) ?? ticket(of, minutes[of - 1] ?? 0, { tier: of % 2 ? 'tier1' : 'tier2' });
  for (const act of acts) {
    if (act.do === 'classify')
      desk.change(classified(current(act.ticket), act.symptom === 0 ? signIn : exports));
    else if (act.do === 'link')
      desk.change({ ...current(act.ticket), linkedAccounts: [`BETA-${act.ticket}`] }, true);
    else if (act.do === 'report')
      desk.change({
        ...current(act.ticket),
        security: { reportedBy: null, at: '2026-03-02T08:00:00.000Z', handedOver: null },
      });
    else takeStep(desk, act.incident, act.do);
    watch(desk);
  }
  return desk;
}

function takeStep(desk: Memory, incident: number, step: 'review' | 'declare' | 'dismiss'): void {
  const given = desk.incidents.get(incident);
  const from = step === 'review' ? 'draft' : 'reviewed';
  if (given?.state.status !== from) return;
  const actor = step === 'review' ? lena : max;
  desk.incidents.set(incident, having(given, 0, actor, { type: 'step', step, words: 'looked into' }));
}

/** Every three tickets that are one issue within the hour. */
function patterns(desk: Memory): readonly (readonly TicketState[])[] {
  const all = [...desk.tickets.values()].filter((one) => issueOf(one) !== null);
  const same = (a: TicketState, b: TicketState) => JSON.stringify(issueOf(a)) === JSON.stringify(issueOf(b));
  return all.flatMap((a, i) =>
    all.slice(i + 1).flatMap((b, j) =>
      all.slice(i + j + 2).flatMap((c) => {
        const times = [a, b, c].map(({ openedAt }) => epoch(openedAt));
        return same(a, b) && same(b, c) && Math.max(...times) - Math.min(...times) < within
          ? [[a, b, c]]
          : [];
      }),
    ),
  );
}

describe('in whatever order tickets are classified', () => {
  test('ESC-6 each pattern ends in exactly one incident, which holds all of it', () => {
    let met = 0;
    let merged = 0;
    fc.assert(
      fc.property(opened, fc.array(classifying, { minLength: 6, maxLength: 40 }), (minutes, acts) => {
        const desk = play(minutes, acts, () => undefined);
        expect(issues).toBe(3);
        for (const pattern of patterns(desk)) {
          met += 1;
          const holding = desk
            .open()
            .filter(({ tickets }) =>
              pattern.some((one) => tickets.some((held) => held.number === one.number)),
            );
          expect(holding).toHaveLength(1);
          const numbers = holding[0]?.tickets.map((held) => held.number);
          expect(numbers).toEqual(expect.arrayContaining(pattern.map((one) => one.number)));
        }
        merged += [...desk.incidents.values()].filter(({ state }) => state.status === 'merged').length;
      }),
      { numRuns: 400, examples: [[[...bridged], inTurn]] },
    );
    expect(met).toBeGreaterThan(0);
    expect(merged).toBeGreaterThan(0);
  });

  test('ESC-6 whatever people do meanwhile, no ticket is in two incidents, and no restricted one in any', () => {
    let declared = 0;
    fc.assert(
      fc.property(
        opened,
        fc.array(fc.oneof({ weight: 2, arbitrary: classifying }, { weight: 1, arbitrary: others }), {
          minLength: 30,
          maxLength: 60,
        }),
        (minutes, acts) => {
          play(minutes, acts, (desk) => {
            const open = desk.open();
            declared += open.filter(({ status }) => status === 'declared').length;
            const numbers = open.flatMap(({ tickets }) => tickets.map((held) => held.number));
            expect(new Set(numbers).size).toBe(numbers.length);
            for (const { tickets, owed } of open) {
              for (const held of tickets) expect(desk.tickets.get(held.number)?.security).toBeNull();
              // Each ticket is owed its link or has it, and is let go only when it left.
              const left = owed.filter(({ kind }) => kind === 'unlink').map((one) => one.ticket);
              expect(left.filter((one) => tickets.some((held) => held.number === one))).toEqual([]);
            }
          });
        },
      ),
      {
        numRuns: 400,
        examples: [[[...bridged], [...inTurn.slice(0, 3), reviewed, declaring, ...inTurn.slice(3)]]],
      },
    );
    expect(declared).toBeGreaterThan(0);
  });
});
