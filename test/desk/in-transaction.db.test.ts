import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inRequest, inTransaction } from '../../src/desk/in-transaction.ts';
import { strikeClock } from '../../src/desk/strike-clock.ts';
import { setPackHash } from '../../src/store/desks.ts';
import { describeWithPostgres, type TestDatabase, testDatabase } from '../support/database.ts';
import { by, open, type TestDesk, testDesk } from './support.ts';

let db: TestDatabase;
let desk: TestDesk;

describeWithPostgres('a transaction on PostgreSQL', () => {
  beforeAll(async () => {
    db = await testDatabase({ several: true });
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    await db.clear();
    desk = await testDesk(db.database, 'T1');
    for (let n = 0; n < 2; n += 1) await open(desk);
  });

  /** Locks both tickets, in an order that two may have the wrong way round. */
  const lockBoth = (first: number, meet: () => Promise<void>) => {
    let attempts = 0;
    return inTransaction(desk, async (tx) => {
      attempts += 1;
      await tx.$queryRaw`SELECT 1 FROM "Ticket" WHERE "number" = ${first} FOR UPDATE`;
      if (attempts === 1) await meet();
      await tx.$queryRaw`SELECT 1 FROM "Ticket" WHERE "number" = ${3 - first} FOR UPDATE`;
      return { kind: 'done', attempts };
    });
  };

  test('two that wait for each other are both done, one of them at its second attempt', async () => {
    let arrived = 0;
    let bothHere = () => {};
    const both = new Promise<void>((resolve) => {
      bothHere = resolve;
    });
    const meet = () => {
      arrived += 1;
      if (arrived === 2) bothHere();
      return both;
    };
    const outcomes = await Promise.all([lockBoth(1, meet), lockBoth(2, meet)]);
    expect(outcomes.map(({ attempts }) => attempts).sort()).toEqual([1, 2]);
  });

  const cutOff = () => db.database.prisma.$queryRaw`
    SELECT count(pg_terminate_backend(pid))::int FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`;

  describe('whose connection is lost', () => {
    test('is begun anew for a person, and left to whoever comes round again by itself', async () => {
      const losing = () => {
        let attempts = 0;
        return async () => {
          attempts += 1;
          if (attempts === 1) await cutOff();
          return { kind: 'done', attempts };
        };
      };
      const work = losing();
      expect(
        await inRequest(desk, by('UANA', 'key'), async (tx) => {
          const result = await work();
          await tx.desk.count();
          return result;
        }),
      ).toEqual({ kind: 'done', attempts: 2 });
      const system = losing();
      await expect(
        inRequest(desk, by('UANA', null), async (tx) => {
          const result = await system();
          await tx.desk.count();
          return result;
        }),
      ).rejects.toThrow();
    });

    test('is not held against the ticket whose clock was striking', async () => {
      await setPackHash(desk.db, desk.id, desk.sop.hash);
      await desk.db.ticket.updateMany({ data: { nextDueAt: new Date(0) } });
      await desk.db.$executeRaw`
        CREATE OR REPLACE FUNCTION cut_off() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$`;
      await desk.db.$executeRaw`
        CREATE TRIGGER cut_off BEFORE UPDATE ON "Ticket" FOR EACH ROW EXECUTE FUNCTION cut_off()`;
      await expect(strikeClock(desk, [])).rejects.toThrow();
      await desk.db.$executeRaw`DROP TRIGGER cut_off ON "Ticket"`;
      expect(await strikeClock(desk, [])).toMatchObject({ kind: 'struck' });
    });
  });
});
