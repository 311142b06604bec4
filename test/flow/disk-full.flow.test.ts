import { afterEach, describe, expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/store/database/connect.ts';
import { startFlow } from '../support/flow.ts';
import { canMakeSmallDisks, makeSmallDisk, type SmallDisk } from '../support/small-disk.ts';
import { answered, asks, endOfDay, everythingIsDelivered, hasTaken, written } from './habits.ts';

const disks: SmallDisk[] = [];
afterEach(() => {
  for (const disk of disks.splice(0)) disk.remove();
});

function smallDisk(mib: number): SmallDisk {
  const disk = makeSmallDisk(mib);
  if (!disk) throw new Error('no disk can be made here');
  disks.push(disk);
  return disk;
}

describe.skipIf(!canMakeSmallDisks())('a full disk under the embedded database', { timeout: 60_000 }, () => {
  test('people are told, nothing that was answered is lost, and with room again it goes on', async () => {
    const disk = smallDisk(80);
    const flow = await startFlow({ env: { DATA_DIR: disk.dataDir } });
    try {
      const { ana } = flow.people;
      const ticket = await hasTaken(flow, ana);
      await everythingIsDelivered(flow);
      disk.fill();
      let answers = 0;
      for (let full = false; !full; ) {
        const act = () => ana.types(`/ticket note ${ticket} ${written('x'.repeat(900))}`, { in: 'tickets' });
        const told = await answered(flow, ana, act, /Noted on|cannot be reached just now/);
        full = told.text.includes('cannot be reached');
        if (full) {
          const [id = ''] = /F-[0-9a-f]{8}/.exec(told.text) ?? [];
          expect(flow.log.find((line) => line.includes(id))).toContain('"53100"');
        } else answers += 1;
        expect(answers).toBeLessThan(200);
      }
      disk.free();
      await asks(flow, ana, `/ticket note ${ticket} ${written('room again')}`, 'Noted on');
      await everythingIsDelivered(flow);
      const { db } = flow.handrail.desk;
      expect(await db.event.count({ where: { type: 'noteAdded' } })).toBe(answers + 1);
      expect(await db.notice.count({ where: { state: 'failed' } })).toBe(0);
    } finally {
      await endOfDay(flow, 'any');
    }
  });

  test('without room for its log the database stops, says so, and starts again when there is room', async () => {
    const disk = smallDisk(60);
    const { dataDir } = disk;
    const onFailure = vi.fn();
    const log = { warn: vi.fn(), error: vi.fn() };
    const first = await openDatabase({ dataDir, log, onFailure });
    await first.prisma.$executeRaw`CREATE TABLE written (n int PRIMARY KEY, words text)`;
    const write = (n: number) => first.prisma.$executeRaw`
      INSERT INTO written SELECT ${n}, string_agg(md5(random()::text), '') FROM generate_series(1, 2000)`;
    let acknowledged = 0;
    const failure = await (async () => {
      for (;;) {
        await write(acknowledged);
        acknowledged += 1;
      }
    })().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    await vi.waitFor(() => expect(onFailure).toHaveBeenCalledTimes(1));
    expect(onFailure.mock.calls[0]?.[0].message).toContain('No space left on device');
    await first.close();
    await expect(openDatabase({ dataDir, log })).rejects.toThrow('the disk is full');
    disk.grow(120);
    const second = await openDatabase({ dataDir, log });
    expect(await second.prisma.$queryRaw`SELECT count(*)::int AS n FROM written`).toEqual([
      { n: acknowledged },
    ]);
    await second.close();
  });
});
