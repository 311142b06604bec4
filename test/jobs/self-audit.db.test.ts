import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { changePlan } from '../../src/desk/change-plan.ts';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import { followPlan } from '../../src/desk/follow-plan.ts';
import { claimOutbox, delivered } from '../../src/desk/outbox.ts';
import { startSelfAudit } from '../../src/jobs/self-audit.ts';
import { readDoneTo } from '../../src/store/jobs.ts';
import { by, open, recordOf, type TestDesk, testDesk } from '../desk/support.ts';
import { pattern } from '../sop/shift/plan-support.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

let held: TestDatabase;
let desk: TestDesk;
beforeAll(async () => {
  held = await testDatabase({ several: false });
});
afterAll(() => held.close());
beforeEach(async () => {
  await held.clear();
  desk = await testDesk(held.database, 'T1');
});

/** A Slack in which nothing stands. */
const empty = {
  conversations: { history: async () => ({ messages: [] }), replies: async () => ({ messages: [] }) },
} as unknown as WebClient;

/** Five minutes pass, and the audit has its turn. */
async function audit(slack: WebClient = empty): Promise<void> {
  desk.clock.advance(5 * 60_000);
  const selfAudit = startSelfAudit(desk, slack);
  await selfAudit.run();
  await selfAudit.stop();
}

/** What the leads were told of audits: of each record what was found; here nothing is delivered, so all is overdue. */
async function told(): Promise<readonly (readonly string[])[]> {
  const events = await desk.db.event.findMany({ where: { type: 'auditFound' }, orderBy: { seq: 'asc' } });
  return events
    .map(({ payload }) => (payload as { findings: { kind: string; stream: string | null }[] }).findings)
    .map((findings) => findings.filter(({ kind }) => kind !== 'overdue'))
    .map((findings) => findings.map(({ kind, stream }) => `${stream}: ${kind}`))
    .filter((findings) => findings.length > 0);
}

/** A wait that ends only when it is called off: the pace at which Slack is asked, or hours. */
const forEver = (_: number, signal?: AbortSignal) =>
  new Promise<void>((end) => {
    if (signal?.aborted) end();
    signal?.addEventListener('abort', () => end(), { once: true });
  });

test('a stop does not wait until Slack was asked about everything, and what was not is looked at next time', async () => {
  const asked: string[] = [];
  const history = async ({ channel }: { channel: string }) => {
    asked.push(channel);
    return { messages: [] };
  };
  const slack = { conversations: { history } } as unknown as WebClient;
  const slow = startSelfAudit({ ...desk, clock: { ...desk.clock, wait: forEver } }, slack);
  void slow.run();
  await vi.waitFor(() => expect(asked).toHaveLength(1), { timeout: 10_000, interval: 10 });
  await slow.stop();
  await slow.run();
  expect(asked).toHaveLength(1);
  const reached = await readDoneTo(desk.db, desk.id, 'selfAuditSlack');

  desk.clock.advance(5 * 60_000);
  const next = startSelfAudit(desk, slack);
  await next.run();
  await next.stop();
  expect(asked.toSorted()).toEqual([asked[0], 'CLEADS', 'CTICKETS'].toSorted());
  expect(reached?.getTime()).toBeLessThan(desk.clock.now().getTime() - 60 * 60_000 + 5 * 60_000 + 1);
});

/** The type of a record's first event becomes one that nobody knows, or what it was. */
async function begins(stream: string, type: string): Promise<void> {
  await desk.db.event.updateMany({ where: { stream, seq: 1 }, data: { type } });
}

test('ESL-1 a record that cannot be read is found again when it was mended and breaks anew', async () => {
  const number = await open(desk);
  const [first] = await recordOf(desk, number);
  const kept = () => desk.db.auditFinding.count({ where: { kind: 'unreadable' } });
  await begins('T-1', 'somethingElse');
  await audit();
  await audit();
  expect(await told()).toEqual([['T-1: unreadable']]);
  expect(await kept()).toBe(1);
  await begins('T-1', first?.type ?? '');
  await audit();
  await audit();
  expect(await kept()).toBe(0);

  await commandTicket(desk, by('UBEN'), number, { type: 'addNote', text: 'It goes on.' });
  await begins('T-1', 'somethingElse');
  await audit();
  expect(await told()).toEqual([['T-1: unreadable'], ['T-1: unreadable']]);
});

test('ESL-1 the desk’s own record and a shift that are broken hide nothing of the others', async () => {
  const number = await open(desk);
  await commandTicket(desk, by('UBEN'), number, { type: 'addNote', text: 'It goes on.' });
  await changePlan(desk, by('ULENA'), { type: 'setShiftPattern', pattern: pattern({ members: ['UANA'] }) });
  expect(await followPlan(desk)).toBe(true);
  await begins('desk', 'somethingElse');
  await desk.db.$executeRaw`UPDATE "Shift" SET "record" = 'null'`;
  await desk.db.notice.deleteMany({ where: { kind: 'noteAdded' } });
  await audit();
  expect((await told()).flat().toSorted()).toEqual([
    'SHIFT-1: unreadable',
    'T-1: unwritten',
    'desk: unreadable',
  ]);
});

test('ESL-1 that nobody may read direct messages is one finding, however many people there are', async () => {
  for (let n = 1; n <= 3; n += 1) {
    await open(desk);
    for (const notice of await claimOutbox(desk, 8))
      await delivered(desk, notice, {
        channelId: `D${n}`,
        ts: `${n}.1`,
        threadTs: null,
        complete: true,
        pauseMs: 0,
      });
    desk.clock.advance(60_000);
  }
  const history = async ({ channel }: { channel: string }) => {
    if (channel.startsWith('D')) throw new WebAPIPlatformError({ ok: false, error: 'missing_scope' });
    return { messages: [] };
  };
  await audit({ conversations: { history, replies: history } } as unknown as WebClient);
  expect(await told()).toEqual([['null: unseen']]);
});
