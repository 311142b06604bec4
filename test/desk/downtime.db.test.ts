import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import { dueSources } from '../../src/desk/due/due-sources.ts';
import { overridePriority } from '../../src/desk/override-priority.ts';
import { takeNext } from '../../src/desk/take-ticket.ts';
import { offerTransfer } from '../../src/desk/transfer-ticket.ts';
import { startClockTick } from '../../src/jobs/clock-tick.ts';
import { defaultPack } from '../../src/sop/pack/default-pack.ts';
import { owedSince } from '../../src/sop/ticket/owed-since.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { asksSecondAgent } from './second-agent.ts';
import { by, open, recordOf, type TestDesk, testDesk } from './support.ts';

let held: TestDatabase;
let desk: TestDesk;

async function taken(): Promise<number> {
  const number = await open(desk);
  await takeNext(desk, by('UANA'));
  return number;
}

async function does(who: string, number: number, command: Parameters<typeof commandTicket>[3]) {
  const outcome = await commandTicket(desk, by(who), number, command);
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome;
}

/** Each another issue: many of one would be escalated together (ESC-6). */
async function classified(symptom: string): Promise<number> {
  const number = await taken();
  await does('UANA', number, {
    type: 'classify',
    category: 'AUTH',
    symptom,
    priority: 'P2',
    readWhole: true,
  });
  return number;
}

async function escalated(symptom: string): Promise<number> {
  const number = await classified(symptom);
  await does('UANA', number, { type: 'escalate', trigger: 'ESC-5', reason: 'it takes a change' });
  return number;
}

/** A lead looks in on it from then on (LD-4). */
async function watched(): Promise<number> {
  const number = await escalated('signed-out-repeatedly');
  const accepts = async (who: string) => {
    const events = await recordOf(desk, number);
    const escalation = events.findLast(({ type }) => type === 'escalated')?.seq ?? 0;
    await does(who, number, { type: 'acceptEscalation', escalation, read: true });
  };
  await accepts('UTESS');
  await does('UTESS', number, { type: 'escalate', trigger: 'ESL-4', reason: 'the vendor has to look' });
  await accepts('ULENA');
  return number;
}

/** Under LD-3 the stakeholders hear of it. */
async function urgent(): Promise<number> {
  const number = await taken();
  const raise = { priority: 'P1', criterion: 'wider-impact', impact: 'Nobody can invoice.' } as const;
  const outcome = await overridePriority(desk, by('ULENA'), number, raise);
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return number;
}

async function solved(): Promise<number> {
  const number = await classified('cannot-sign-in');
  const events = await recordOf(desk, number);
  const preparedFor = events.find(({ type }) => type === 'classified')?.at ?? '';
  await does('UANA', number, {
    type: 'acknowledge',
    of: 'acknowledgement',
    text: 'You will hear from us within 30 minutes.',
    preparedFor,
    customerChannel: 'hand',
  });
  await does('UANA', number, { type: 'confirmAcknowledgementSent' });
  await does('UANA', number, { type: 'applyFix', fix: 'SF-1', repeatReason: null });
  await does('UANA', number, {
    type: 'recordResult',
    outcome: 'resolved',
    verification: 'sign-in-logged',
    evidence: 'A success at 08:00',
  });
  return number;
}

async function offered(): Promise<number> {
  const number = await taken();
  await offerTransfer(desk, by('UANA'), number, 'UBEN', null);
  return number;
}

async function asking(): Promise<number> {
  const number = await classified('second-factor-rejected');
  await does('UANA', number, {
    type: 'askAuthorization',
    action: 'diagnostics.pull',
    refused: 'AU-3',
    reason: 'Tess is at lunch',
  });
  return number;
}

/** What each is left in at nine o'clock, and what an hour and a half of nobody there owes it, as the clock's events. */
const cases: Readonly<
  Record<string, { begin: () => Promise<number>; owed: readonly string[]; due: string }>
> = {
  // The warnings are superseded: of active work (ESC-1) by its limit, of the response by its breach.
  'being worked on': { begin: taken, owed: ['escalated', 'clockBreached'], due: '08:20, 08:30' },
  'offered to somebody': {
    begin: offered,
    // Nobody works on it meanwhile (ESC-1).
    owed: ['reminded', 'clockBreached'],
    due: '08:10, 08:30',
  },
  'answered right before': {
    begin: async () => {
      const number = await offered();
      await does('UBEN', number, { type: 'acceptTransfer' });
      return number;
    },
    owed: ['escalated', 'clockBreached'],
    due: '08:20, 08:30',
  },
  // Reminded once, though it would have been passed on meanwhile: whoever is to accept it hears of it first.
  'waiting to be accepted': {
    begin: () => escalated('reset-link-missing'),
    owed: ['reminded', 'clockBreached'],
    due: '08:10, 08:30',
  },
  'asked for an authorization': {
    begin: asking,
    owed: ['escalated', 'clockBreached', 'authorizationExpired'],
    due: '08:20, 08:30, 08:30',
  },
  'with a second agent': {
    begin: async () => (await asksSecondAgent(desk)).number,
    owed: ['confirmationExpired'],
    due: '08:15',
  },
  // The prompt for it is superseded.
  'told to the stakeholders': {
    begin: urgent,
    owed: ['clockBreached', 'escalated', 'p1UpdateMissed'],
    due: '08:15, 08:20, 08:30',
  },
  'watched by a lead': {
    begin: watched,
    owed: ['checkPrompted', 'clockBreached'],
    due: '08:15, 08:30',
  },
  'solved and not closed': { begin: solved, owed: ['reminded'], due: '08:10' },
  // Last: whoever takes a ticket takes the oldest.
  'in the queue': { begin: () => open(desk), owed: ['leftUnassigned'], due: '08:15' },
};

describe('after nobody was there for an hour and a half', () => {
  beforeAll(async () => {
    held = await testDatabase({ several: false });
  });
  afterAll(() => held.close());
  beforeEach(async () => {
    await held.clear();
    desk = await testDesk(held.database, 'T1');
  });

  test('ESL-1, T2-1, AU-6, T1-1 everything owed is done once, what was superseded is not', async () => {
    const numbers = new Map<string, number>();
    for (const [name, { begin }] of Object.entries(cases)) numbers.set(name, await begin());
    const before = new Map<number, number>();
    for (const number of numbers.values()) before.set(number, (await recordOf(desk, number)).length);
    desk.clock.advance(90 * 60_000);
    // Two processes that start at once, and a third one after them.
    const ticks = [startClockTick(desk, dueSources), startClockTick(desk, dueSources)];
    await Promise.all(ticks.map((tick) => tick.run()));
    await ticks[0]?.run();
    for (const tick of ticks) await tick.stop();

    const done: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    for (const [name, { owed, due }] of Object.entries(cases)) {
      const number = numbers.get(name) ?? 0;
      const record = await recordOf(desk, number);
      const struck = record.slice(before.get(number));
      const since = struck.map((event) => owedSince(record, event, defaultPack)?.slice(11, 16));
      done[name] = [struck.map(({ type }) => type), since.join(', ')];
      expected[name] = [owed, due];
    }
    expect(done).toEqual(expected);
    const notices = await desk.db.notice.groupBy({
      by: ['stream', 'seq', 'kind', 'destination'],
      where: { surface: null },
      _count: { _all: true },
    });
    expect(notices.filter(({ _count }) => _count._all !== 1)).toEqual([]);
  });
});
