import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { dueSources } from '../../src/desk/due/due-sources.ts';
import { strikeClock } from '../../src/desk/strike-clock.ts';
import { takeNext } from '../../src/desk/take-ticket.ts';
import { startClockTick } from '../../src/jobs/clock-tick.ts';
import { ticketStream } from '../../src/store/tickets.ts';
import { by, open, type TestDesk, testDesk, typesOf } from '../desk/support.ts';
import { describeWithPostgres, type TestDatabase, testDatabase } from '../support/database.ts';

describeWithPostgres('the tick on PostgreSQL', () => {
  let held: TestDatabase;
  let desk: TestDesk;
  beforeAll(async () => {
    held = await testDatabase({ several: true });
    desk = await testDesk(held.database, 'T1');
  });
  afterAll(() => held.close());

  test('ESL-1 with one ticket poisoned and one that hangs, the others are struck at once', {
    timeout: 60_000,
  }, async () => {
    const numbers: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      numbers.push(await open(desk));
      await takeNext(desk, by('UANA'));
    }
    const [first, poisoned, hangs, ...sound] = numbers;
    desk.clock.advance(25 * 60_000);
    // The channels that are told have been told of something before: the first time of all, others wait for it.
    await strikeClock(desk, numbers.slice(1).map(ticketStream));
    expect(await typesOf(desk, first ?? 0)).toContain('clockAtRisk');
    await desk.db.$executeRaw`UPDATE "Ticket" SET "record" = '{"clocks": null}' WHERE "number" = ${poisoned}`;
    await desk.db.$executeRawUnsafe(`
      CREATE FUNCTION hang() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF NEW."number" = ${hangs} THEN PERFORM pg_sleep(300); END IF; RETURN NEW; END $$;
      CREATE TRIGGER hang BEFORE UPDATE ON "Ticket" FOR EACH ROW EXECUTE FUNCTION hang()`);
    const tick = startClockTick(desk, dueSources);
    try {
      const began = performance.now();
      void tick.run();
      for (const number of sound)
        await vi.waitFor(async () => expect(await typesOf(desk, number)).toContain('clockAtRisk'), 10_000);
      expect(performance.now() - began).toBeLessThan(10_000);
      expect(await typesOf(desk, hangs ?? 0)).toEqual(['opened', 'received']);
    } finally {
      // Ends when the hanging one does, which the limits of transactions and statements see to.
      await tick.stop();
    }
    expect(await typesOf(desk, hangs ?? 0)).toEqual(['opened', 'received']);
    await desk.db.$executeRaw`DROP TRIGGER hang ON "Ticket"`;
    desk.clock.advance(5000);
    const after = startClockTick(desk, dueSources);
    await after.run();
    await after.stop();
    expect(await typesOf(desk, hangs ?? 0)).toContain('clockAtRisk');
    expect(await typesOf(desk, poisoned ?? 0)).not.toContain('clockAtRisk');
  });
});
