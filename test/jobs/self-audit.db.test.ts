import type { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startSelfAudit } from '../../src/jobs/self-audit.ts';
import { readDoneTo } from '../../src/store/jobs.ts';
import { type TestDesk, testDesk } from '../desk/support.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

let held: TestDatabase;
let desk: TestDesk;
beforeAll(async () => {
  held = await testDatabase({ several: false });
  desk = await testDesk(held.database, 'T1');
});
afterAll(() => held.close());

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
