import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import type { Desk } from '../../src/desk/desk.ts';
import { auditOutbox } from '../../src/desk/self-audit/audit-outbox.ts';
import { auditRecord } from '../../src/desk/self-audit/audit-record.ts';
import { strikeClock } from '../../src/desk/strike-clock.ts';
import { type Database, openDatabase } from '../../src/store/database/connect.ts';
import { type Crashes, type DieAt, startCrashes } from '../support/crashes.ts';
import { createTestDatabase, describeWithPostgres, dropTestDatabase } from '../support/database.ts';
import { testLog } from '../support/log.ts';
import { by, isDead, openDesk, opensOn, patience } from './desk-beside-crashes.ts';
import { expectEachOnce } from './each-once.ts';

/** Whatever the day, some of it is working time. In ms. */
const fourDays = 4 * 24 * 3_600_000;

describeWithPostgres('the process is killed while it tells of many together', () => {
  let crashes: Crashes;
  let database: Database;
  let databaseUrl: string;
  /** Writes what is to be told, as another replica does that delivers nothing. */
  let desk: Desk;

  beforeAll(async () => {
    databaseUrl = await createTestDatabase({ empty: false });
    database = await openDatabase({ databaseUrl, dataDir: '', log: testLog });
    crashes = await startCrashes({ DATABASE_URL: databaseUrl }, 'dist-test-digest-crashes');
    desk = await openDesk(crashes, database);
  });
  afterAll(async () => {
    await crashes?.stop();
    await database?.close();
    await dropTestDatabase(databaseUrl);
  });

  const dies = async (dieAt: DieAt) => {
    await isDead(crashes.live(dieAt), dieAt.point);
    crashes.leaseRunsOut();
  };
  /** A process that nobody kills does the rest. */
  const livesOn = async () => {
    const life = crashes.live(null);
    await vi.waitFor(
      async () =>
        expect(await desk.db.notice.count({ where: { state: { in: ['pending', 'sending'] } } })).toBe(0),
      { timeout: patience, interval: 50 },
    );
    life.kill();
    await isDead(life, 'at last');
    crashes.leaseRunsOut();
    await expectEachOnce(crashes.workspace, desk.db);
  };
  const digestsIn = (channel: string) =>
    crashes.workspace
      .messagesIn(channel)
      .filter(({ text }) => text.startsWith('Several at once'))
      .map(({ text }) => [...new Set(text.match(/T-\d+/g) ?? [])].toSorted());

  test(
    'ESL-1 SEC-2 each stands in one digest, and one that is restricted in none, whichever step it was killed at',
    async () => {
      const tickets: number[] = [];
      for (let n = 0; n < 6; n += 1) tickets.push(await opensOn(desk, crashes, `Line ${n}.`));
      await livesOn();
      crashes.timePasses(fourDays);
      const burstAt = desk.clock.now();
      while ((await strikeClock(desk, [])).kind === 'struck');

      const kind = 'leftUnassigned';
      for (const point of ['claimed', 'posting', 'answered', 'looking', 'recorded'] as const)
        await dies({ point, kind, after: 0 });
      await livesOn();
      const all = tickets.map((number) => `T-${number}`).toSorted();
      for (const channel of ['leads', 'tickets']) expect(digestsIn(channel)).toEqual([all]);
      // The self-audit sees nothing in it that was never posted, given up or left unsaid.
      const now = desk.clock.now();
      expect([
        ...(await auditOutbox(desk, burstAt, now)),
        ...(await auditRecord(desk, burstAt, now)),
      ]).toEqual([]);

      const [, restricted = 0] = tickets;
      const report = { type: 'reportSecurity', note: null } as const;
      const outcome = await commandTicket(desk, by(crashes.people.lena.id, 'lead'), restricted, report);
      expect(outcome.kind).toBe('done');
      const stream = `T-${restricted}`;
      for (const [point, after] of [
        ['takingBack', 0],
        ['tookBack', 0],
        ['tookBack', 1],
        ['tookBack', 1],
      ] as const)
        await dies({ point, stream, after });
      await livesOn();
      const left = all.filter((one) => one !== stream);
      for (const channel of ['leads', 'tickets']) expect(digestsIn(channel)).toEqual([left]);
    },
    10 * patience,
  );
});
