import { afterAll, beforeAll, expect, test } from 'vitest';
import { channelTakesNothing } from '../../src/desk/lost-channel.ts';
import { claimOutbox } from '../../src/desk/outbox.ts';
import { setChannels } from '../../src/desk/set-channels.ts';
import { noticesToAdd } from '../../src/store/outbox.ts';
import { writeTogether } from '../../src/store/writes.ts';
import { notice } from '../store/support.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { by, testDesk } from './support.ts';

let held: TestDatabase;
beforeAll(async () => {
  held = await testDatabase({ several: false });
});
afterAll(() => held.close());

test('SC-1 what stands under a shift’s briefing waits for the shift channel, and the managers are told', async () => {
  const desk = await testDesk(held.database, 'T1');
  await setChannels(desk, by('UMAX'), { tickets: 'CTICKETS', leads: 'CLEADS', shift: 'CSHIFT' });
  const about = { stream: 'SHIFT-1', lane: 'SHIFT-1', destination: 'thread:SHIFT-1', channelId: 'CSHIFT' };
  await writeTogether(desk.db, noticesToAdd(desk.id, [notice(about)], desk.clock.now()));
  const claimed = (await claimOutbox(desk, 8)).find(({ stream }) => stream === 'SHIFT-1');
  if (!claimed) throw new Error('nothing is to be told of the shift');
  const place = { channelId: 'CSHIFT', threadTs: null, standing: null };
  await channelTakesNothing(desk, claimed, place, 'is_archived', 300_000);
  const row = await desk.db.notice.findUniqueOrThrow({ where: { id: claimed.id } });
  expect(row).toMatchObject({ state: 'pending', channelId: 'CSHIFT' });
  const { lostChannels } = await desk.db.desk.findUniqueOrThrow({ where: { id: desk.id } });
  expect(lostChannels).toEqual(['CSHIFT']);
});
