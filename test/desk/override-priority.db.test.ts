import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { beginUnderPack } from '../../src/desk/begin.ts';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import { displacedBy, overridePriority } from '../../src/desk/override-priority.ts';
import { readTicketFile } from '../../src/desk/read-ticket.ts';
import { strikeClock } from '../../src/desk/strike-clock.ts';
import { takeTicket } from '../../src/desk/take-ticket.ts';
import type { PriorityCode } from '../../src/sop/pack/schema.ts';
import type { TicketEventOf } from '../../src/sop/ticket/events.ts';
import { ticketStream } from '../../src/store/tickets.ts';
import { describeWithPostgres, type TestDatabase, testDatabase } from '../support/database.ts';
import { by, dueAt, inParallel, open, recordOf, type TestDesk, testDesk, typesOf } from './support.ts';

let held: TestDatabase;
let desk: TestDesk;

const raise = { priority: 'P1', criterion: 'wider-impact', impact: '400 users cannot invoice.' } as const;

async function displaced(number: number, to: PriorityCode): Promise<readonly number[]> {
  const file = await readTicketFile(desk, number);
  if (!file) throw new Error(`there is no T-${number}`);
  return (await displacedBy(desk, file.ticket, to)).map((one) => one.number);
}

async function overrideIn(number: number) {
  const events = await recordOf(desk, number);
  return events.find(
    (event): event is (typeof events)[number] & TicketEventOf<'priorityOverridden'> =>
      event.type === 'priorityOverridden',
  );
}

/** Opened one minute after the other: 1 is P1, 2 and 3 are P2, 4 and 5 P3, 6 P2, 7 P4. */
async function queueOfSeven(): Promise<void> {
  for (const reportedPriority of ['P1', 'P2', 'P2', 'P3', 'P3', 'P2', 'P4'] as const) {
    await open(desk, { reportedPriority });
    desk.clock.advance(60_000);
  }
}

describe('what an override displaces', () => {
  beforeAll(async () => {
    held = await testDatabase({ several: false });
  });
  afterAll(() => held.close());
  beforeEach(async () => {
    await held.clear();
    desk = await testDesk(held.database, 'T1');
    await queueOfSeven();
  });

  test.each<[number, PriorityCode, readonly number[]]>([
    // Behind 1, which is P1 and older; before all P2, and the P3 that came earlier.
    [5, 'P1', [2, 3, 6, 4]],
    [5, 'P2', [6, 4]],
    [4, 'P2', [6]],
    [7, 'P3', []],
    [7, 'P2', [4, 5]],
    [7, 'P1', [2, 3, 6, 4, 5]],
    [2, 'P1', []],
    [6, 'P1', [2, 3]],
    // Downward it comes before nothing that came before it.
    [2, 'P4', []],
    [2, 'P2', []],
  ])('LD-2 T-%i to %s goes before %j', async (number, to, numbers) => {
    expect(await displaced(number, to)).toEqual(numbers);
  });

  test('LD-2 what others work on counts, what is closed does not; what is recorded is as it is then', async () => {
    await takeTicket(desk, by('UANA'), 2, 'I know this customer');
    await desk.db.ticket.updateMany({ where: { number: 3 }, data: { status: 'closed' } });
    expect(await displaced(5, 'P1')).toEqual([2, 6, 4]);
    const before = await displaced(5, 'P1');
    await overridePriority(desk, by('ULENA'), 6, raise);
    expect((await overridePriority(desk, by('ULENA'), 5, raise)).kind).toBe('done');
    const event = await overrideIn(5);
    expect(before).toContain(6);
    // T-5 came in before T-6, so it goes before it at P1, too.
    expect(event?.payload.displaced).toEqual([6, 2, 4]);
    const row = await desk.db.ticket.findFirstOrThrow({ where: { number: 5 } });
    expect(row.priorityRank).toBe(1);
  });

  test('LD-3 a closed ticket that owes its closing note is claimed, and follows another pack', async () => {
    await overridePriority(desk, by('ULENA'), 2, raise);
    const file = await readTicketFile(desk, 2);
    const closure = { resolutionCode: 'redirected', at: desk.clock.now().toISOString() };
    const record = { ...file?.ticket, status: 'closed', closure };
    await desk.db.ticket.updateMany({
      where: { number: 2 },
      data: { status: 'closed', record, nextDueAt: desk.clock.now() },
    });
    // The others owe that nobody has taken them.
    expect(await strikeClock(desk, [1, 3, 4, 5, 6, 7].map(ticketStream))).toMatchObject({
      kind: 'struck',
      stream: 'T-2',
    });
    expect((await typesOf(desk, 2)).at(-1)).toBe('p1ClosingOwed');
    const { pack } = desk.sop;
    const limits = { ...pack.limits, reminder: 3 * 60_000 };
    const under = { ...desk, sop: { pack: { ...pack, limits }, hash: 'another' } };
    await beginUnderPack(under);
    expect(await dueAt(desk, 2)).toBe(new Date(desk.clock.now().getTime() + 3 * 60_000).toISOString());
  });
});

describeWithPostgres('two at once', () => {
  beforeAll(async () => {
    held = await testDatabase({ several: true });
  });
  afterAll(() => held.close());
  beforeEach(async () => {
    await held.clear();
    desk = await testDesk(held.database, 'T1');
    await queueOfSeven();
  });

  test('LD-3 two leads raise it: one override, one protocol, and the other is told that it is P1 already', async () => {
    const outcomes = await inParallel(2, (index) =>
      overridePriority(desk, by(index === 0 ? 'ULENA' : 'UMAX'), 4, raise),
    );
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['done', 'refused']);
    const types = await typesOf(desk, 4);
    expect(types.filter((type) => type === 'priorityOverridden')).toHaveLength(1);
    expect(types.filter((type) => type === 'p1Started')).toHaveLength(1);
    const refusal = outcomes.find((one) => one.kind === 'refused');
    expect(refusal).toMatchObject({ refusal: { clause: 'LD-2', reason: 'T-4 is P1 already.' } });
  });

  test('LD-3 two tickets that displace each other are raised at once: neither waits for the other for good', async () => {
    const outcomes = await Promise.all([
      overridePriority(desk, by('ULENA'), 4, raise),
      overridePriority(desk, by('UMAX'), 6, raise),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'done']);
  });

  test('LD-3 an update and the clock that misses it: whichever comes first, one state', async () => {
    await overridePriority(desk, by('ULENA'), 4, raise);
    desk.clock.advance(30 * 60_000);
    await Promise.all([
      commandTicket(desk, by('ULENA'), 4, { type: 'sendP1Update', text: 'Being worked on.' }),
      strikeClock(desk, []),
    ]);
    const file = await readTicketFile(desk, 4);
    expect(file?.ticket.p1).toMatchObject({ overdueSince: null, prompted: false });
    const types = (await typesOf(desk, 4)).filter((type) => type.startsWith('p1Update'));
    expect(types.filter((type) => type === 'p1Updated')).toHaveLength(1);
  });
});
