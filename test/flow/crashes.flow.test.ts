import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import type { Desk } from '../../src/desk/desk.ts';
import { type Database, openDatabase } from '../../src/store/database/connect.ts';
import { type Crashes, type DieAt, type Life, startCrashes } from '../support/crashes.ts';
import { createTestDatabase, describeWithPostgres, dropTestDatabase } from '../support/database.ts';
import { testLog } from '../support/log.ts';
import { by, isDead, long, openDesk, opensOn, patience } from './desk-beside-crashes.ts';
import { expectEachOnce } from './each-once.ts';

describeWithPostgres('the process is killed on the way from the transaction to the recorded delivery', () => {
  let crashes: Crashes;
  let database: Database;
  let databaseUrl: string;
  /** Writes what is to be told, as another replica does that delivers nothing. */
  let desk: Desk;
  const told: string[] = [];

  beforeAll(async () => {
    databaseUrl = await createTestDatabase({ empty: false });
    database = await openDatabase({ databaseUrl, dataDir: '', log: testLog });
    crashes = await startCrashes({ DATABASE_URL: databaseUrl }, 'dist-test-crashes');
    desk = await openDesk(crashes, database);
  });
  afterAll(async () => {
    await crashes?.stop();
    await database?.close();
    await dropTestDatabase(databaseUrl);
  });

  const opens = (description: string) => opensOn(desk, crashes, description);
  const notes = async (ticket: number): Promise<void> => {
    const text = `note <${told.length}> of the day`;
    const outcome = await commandTicket(desk, by(crashes.people.lena.id, 'lead'), ticket, {
      type: 'addNote',
      text,
    });
    expect(outcome.kind).toBe('done');
    told.push(text);
  };
  const reports = async (ticket: number): Promise<void> => {
    const outcome = await commandTicket(desk, by(crashes.people.lena.id, 'lead'), ticket, {
      type: 'reportSecurity',
      note: null,
    });
    expect(outcome.kind).toBe('done');
  };
  const everythingIsTold = () =>
    vi.waitFor(
      async () =>
        expect(await desk.db.notice.count({ where: { state: { in: ['pending', 'sending'] } } })).toBe(0),
      { timeout: patience, interval: 50 },
    );
  const dies = async (life: Life, which: string) => {
    await isDead(life, which);
    crashes.leaseRunsOut();
  };
  /** A process that nobody kills does the rest. */
  const livesOn = async () => {
    const life = crashes.live(null);
    await everythingIsTold();
    life.kill();
    await dies(life, 'at last');
    await each();
  };
  const each = async () => {
    await expectEachOnce(crashes.workspace, desk.db);
    const said = crashes.workspace.messagesIn('tickets').map(({ text }) => text);
    // Those of tickets that were reported as a security matter were taken back.
    for (const text of told) expect(said.filter((one) => one.includes(text)).length, text).toBeLessThan(2);
  };

  const loses = (fault: { resetAfterAccepting: true } | { status: number }) =>
    crashes.workspace.failNext('chat.postMessage', fault, 1, ({ text }) => String(text).startsWith('A note'));
  const nothing = async () => undefined;
  const lost = async (ticket: number) => {
    await notes(ticket);
    loses({ resetAfterAccepting: true });
  };
  const refused = async (ticket: number) => {
    await notes(ticket);
    loses({ status: 503 });
  };

  /** What is done to a ticket of its own, new or one that stands in Slack; then a process delivers until it dies. */
  type Death = {
    dies: string;
    at: Omit<DieAt, 'stream'>;
    ticket: 'new' | 'long' | 'standing';
    act: (ticket: number) => Promise<void>;
  };
  const deaths: readonly Death[] = [
    { dies: 'before anything is claimed', at: { point: 'claiming', after: 0 }, ticket: 'new', act: nothing },
    { dies: 'with a claim', at: { point: 'claimed', kind: 'card', after: 0 }, ticket: 'new', act: nothing },
    { dies: 'placed', at: { point: 'placed', kind: 'description', after: 0 }, ticket: 'new', act: nothing },
    { dies: 'in words', at: { point: 'rendered', kind: 'noteAdded', after: 0 }, ticket: 'new', act: notes },
    {
      dies: 'before it leaves',
      at: { point: 'posting', kind: 'noteAdded', after: 0 },
      ticket: 'new',
      act: notes,
    },
    { dies: 'accepted', at: { point: 'answered', kind: 'noteAdded', after: 0 }, ticket: 'new', act: notes },
    {
      dies: 'with a new card',
      at: { point: 'answered', kind: 'card', after: 0 },
      ticket: 'new',
      act: nothing,
    },
    { dies: 'updating', at: { point: 'answered', kind: 'card', after: 0 }, ticket: 'standing', act: notes },
    {
      dies: 'between pieces',
      at: { point: 'recorded', kind: 'description', after: 0 },
      ticket: 'long',
      act: nothing,
    },
    {
      dies: 'in piece 2',
      at: { point: 'answered', kind: 'description', after: 1 },
      ticket: 'long',
      act: nothing,
    },
    { dies: 'looking', at: { point: 'looking', kind: 'noteAdded', after: 0 }, ticket: 'new', act: lost },
    { dies: 'in vain', at: { point: 'looked', kind: 'noteAdded', after: 0 }, ticket: 'new', act: refused },
    {
      dies: 'in person',
      at: { point: 'answered', kind: 'securityCall', after: 0 },
      ticket: 'new',
      act: reports,
    },
    { dies: 'taking back', at: { point: 'takingBack', after: 0 }, ticket: 'standing', act: reports },
    { dies: 'having taken back', at: { point: 'tookBack', after: 0 }, ticket: 'standing', act: reports },
  ];

  test(
    'each notice stands exactly once, whichever step it was killed at',
    async () => {
      const standing = new Map<Death, number>();
      for (const death of deaths)
        if (death.ticket === 'standing') standing.set(death, await opens('It does not work.'));
      const healthy = crashes.live(null);
      await everythingIsTold();
      healthy.kill();
      await dies(healthy, 'killed');

      for (const death of deaths) {
        const ticket =
          standing.get(death) ?? (await opens(death.ticket === 'long' ? long : 'It does not work.'));
        await death.act(ticket);
        const stream = death.at.point === 'claiming' ? {} : { stream: `T-${ticket}` };
        const life = crashes.live({ ...death.at, ...stream });
        await dies(life, death.dies);
      }
      await livesOn();
    },
    10 * patience,
  );

  test(
    'also before Slack’s answer is read, and in the middle of writing it down',
    async () => {
      const unread = await opens('Killed before the answer is read.');
      const life = crashes.live(null);
      const stop = crashes.workspace.on('change', (change) => {
        if (change.type === 'message' && change.message.threadTs !== undefined) life.kill();
      });
      await dies(life, 'before the answer is read');
      stop();

      const ticket = await opens('Killed while it is written down.');
      expect(ticket).toBe(unread + 1);
      await desk.db.$executeRawUnsafe(`CREATE FUNCTION pause() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN IF NEW."stream" = 'T-${ticket}' THEN PERFORM pg_sleep(60); END IF; RETURN NEW; END $$`);
      await desk.db.$executeRaw`
        CREATE TRIGGER pause BEFORE INSERT ON "Posted" FOR EACH ROW EXECUTE FUNCTION pause()`;
      const other = crashes.live(null);
      const writing = await vi.waitFor(
        async () => {
          const [row] = await desk.db.$queryRaw<{ pid: number }[]>`
            SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`;
          if (!row) throw new Error('nothing is being written down');
          return row.pid;
        },
        { timeout: patience, interval: 20 },
      );
      other.kill();
      await dies(other, 'while it is written down');
      await desk.db.$queryRaw`SELECT pg_terminate_backend(${writing})`;
      await desk.db.$executeRaw`DROP TRIGGER pause ON "Posted"`;
      await livesOn();
    },
    10 * patience,
  );

  test(
    'and at ten moments nobody chose, while commands keep coming',
    async () => {
      const random = seeded(20_260_302);
      const tickets = [await opens('One of two.'), await opens('The other.')];
      const from = told.length;
      for (let kill = 0; kill < 10; kill += 1) {
        const life = crashes.live(null);
        await life.ready;
        const calls = crashes.workspace.calls.length;
        for (let count = 0; count < 4; count += 1) await notes(tickets[Math.floor(random() * 2)] ?? 0);
        const wanted = calls + 1 + Math.floor(random() * 4);
        await vi.waitFor(() => expect(crashes.workspace.calls.length).toBeGreaterThanOrEqual(wanted), {
          timeout: patience,
          interval: 1 + Math.floor(random() * 20),
        });
        life.kill();
        await dies(life, `for the ${kill + 1}. time`);
      }
      await livesOn();
      const said = crashes.workspace.messagesIn('tickets').map(({ text }) => text);
      for (const text of told.slice(from))
        expect(
          said.filter((one) => one.includes(text)),
          text,
        ).toHaveLength(1);
    },
    10 * patience,
  );
});

/** The same numbers between 0 and 1 each time (a linear congruential generator). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
