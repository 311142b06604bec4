import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { writtenPack } from '../../src/sop/pack/check.ts';
import { defaultPack } from '../../src/sop/pack/default-pack.ts';
import { buildForTests, folder as built, runCli } from '../support/built.ts';
import { describeWithPostgres } from '../support/database.ts';
import { setUpDesk } from '../support/flow.ts';
import { openReplicas, type Replicas } from '../support/replicas.ts';
import { answered, arrives, asks, card, finishes, opens, seesInThread, written } from './habits.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handrail-replicas-'));
  await buildForTests();
}, 180_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The shipped pack, but what waits in the queue is soon late: its clock runs from its arrival. */
function packOfShortClocks(): string {
  const pack = writtenPack(defaultPack) as { targets: { P1: object }; clocks: object };
  const path = join(inject('scratchDir'), `short-clocks-${randomUUID()}.json`);
  const changed = {
    ...pack,
    pattern: { issues: 100, within: 'PT1H' },
    clocks: { ...pack.clocks, responseStartsAt: 'arrival' },
    targets: { ...pack.targets, P1: { ...pack.targets.P1, response: 'PT18S', responseAtRisk: 'PT9S' } },
  };
  writeFileSync(path, JSON.stringify(changed));
  return path;
}

/** How often each of these happened to each ticket: ['T-1 received', 'T-1 received', …]. */
async function happened(replicas: Replicas, types: readonly string[]): Promise<readonly string[]> {
  const rows = await replicas.database.prisma.event.findMany({
    where: { type: { in: [...types] } },
    orderBy: [{ stream: 'asc' }, { seq: 'asc' }],
  });
  return rows.map(({ stream, type }) => `${stream} ${type}`);
}

async function everythingIsTold(replicas: Replicas, withinMs: number): Promise<void> {
  const owed = { state: { in: ['pending', 'sending'] }, channelId: { not: null } };
  await vi.waitFor(async () => expect(await replicas.database.prisma.notice.count({ where: owed })).toBe(0), {
    timeout: withinMs,
    interval: 50,
  });
}

describeWithPostgres('three replicas on one database', () => {
  describe.each(['http', 'socket'] as const)('over %s', { timeout: 90_000 }, (transport) => {
    let replicas: Replicas;
    beforeAll(async () => {
      // Three times as fast as ours, so that a second a message and a claim that has to run out take less of it.
      replicas = await openReplicas({ transport, folder, env: { SOP_PACK: packOfShortClocks() }, speed: 3 });
      await replicas.serves(replicas.beginOnClock(null));
      await Promise.all([1, 2].map(() => replicas.serves(replicas.beginOnClock(null))));
      await setUpDesk(replicas);
    }, 120_000);
    afterAll(() => replicas?.stop());
    afterEach(async () => {
      for (const person of Object.values(replicas.people)) await finishes(person);
    });

    test('a request of another system that reaches each of them makes one ticket', async () => {
      const request = {
        externalId: 'the-same',
        title: written('Once'),
        description: written('It came three times'),
        customerAccount: 'ACME',
      };
      const answers = await Promise.all(replicas.serving.map(() => replicas.intake(request)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
      expect(await replicas.database.prisma.ticket.count()).toBe(1);
      await asks(replicas, replicas.people.ana, '/ticket take 1', 'T-1 is yours');
    });

    test('T1-1 of two who ask at once each gets another ticket, and one thing delivered twice is done once', async () => {
      const { ana, ben, tess } = replicas.people;
      const first = await opens(tess, { priority: 'P3' });
      const second = await opens(tess, { priority: 'P3' });
      await Promise.all([
        asks(replicas, ana, '/ticket next', / is yours/),
        asks(replicas, ben, '/ticket next', / is yours/),
      ]);
      expect(await happened(replicas, ['received'])).toEqual(
        ['T-1', first, second].map((one) => `${one} received`),
      );

      const third = await opens(tess, { priority: 'P3' });
      replicas.twice();
      await asks(replicas, ana, `/ticket take ${third}`, `${third} is yours`);
      replicas.twice();
      await asks(replicas, ana, `/ticket note ${third} ${written('only once')}`, 'Noted on');
      await seesInThread(ben, third, 'only once');
      expect((await happened(replicas, ['received'])).filter((one) => one.startsWith(third))).toHaveLength(1);
      expect(await happened(replicas, ['noteAdded'])).toEqual([`${third} noteAdded`]);
      expect(await happened(replicas, ['attemptRefused'])).toEqual([]);
    });

    test('T1-1 one person’s double click on Take next takes one ticket', async () => {
      const { ana, tess } = replicas.people;
      await opens(tess, { priority: 'P3' });
      await opens(tess, { priority: 'P3' });
      const before = (await happened(replicas, ['received'])).length;
      const queue = await answered(
        replicas,
        ana,
        () => ana.types('/ticket queue', { in: 'tickets' }),
        'Cannot sign in',
      );
      await answered(
        replicas,
        ana,
        () => Promise.all([queue.clicks('Take next'), queue.clicks('Take next')]),
        / is yours/,
      );
      await asks(replicas, ana, '/ticket queue', '1 waiting');
      expect((await happened(replicas, ['received'])).length).toBe(before + 1);
    });

    test('one that is killed in the middle: the others do what it held, once', async () => {
      const { ana, ben } = replicas.people;
      const ticket = await opens(ana, { priority: 'P3' });
      await card(ben, ticket);
      await everythingIsTold(replicas, 60_000);
      // It dies when Slack has the message and nobody knows yet.
      const running = replicas.beginOnClock({ point: 'answered', kind: 'noteAdded', after: 0 });
      const dying = await replicas.serves(running);

      // Whoever takes the command sends the note, so it is soon that one's turn.
      const notes: string[] = [];
      const told = () =>
        replicas.workspace
          .messagesIn('tickets')
          .flatMap(({ text }) => /the last words but \d+;/.exec(text)?.[0] ?? []);
      while (dying.process.signalCode === null && notes.length < 30) {
        const words = `the last words but ${30 - notes.length};`;
        notes.push(words);
        await ana.types(`/ticket note ${ticket} ${written(words)}`, { in: 'tickets' });
        await vi.waitFor(() => expect(told()).toContain(words), { timeout: 20_000, interval: 20 });
        await Promise.race([dying.ended, new Promise((look) => setImmediate(look))]);
      }
      await dying.ended;
      expect(dying.process.signalCode).toBe('SIGKILL');
      replicas.serving.splice(replicas.serving.indexOf(dying), 1);

      await asks(replicas, ben, `/ticket note ${ticket} ${written('after that')}`, 'Noted on');
      await everythingIsTold(replicas, 30_000);
      expect(told()).toEqual(notes);
      const ofTicket = (await happened(replicas, ['noteAdded', 'received'])).filter((one) =>
        one.startsWith(`${ticket} `),
      );
      expect(ofTicket).toEqual([...notes, 'after that'].map(() => `${ticket} noteAdded`));
      await seesInThread(ana, ticket, 'after that');
      expect(replicas.workspace.violations).toEqual([]);
    });

    test('T1-4 each clock that runs out is noticed once, and the record holds', async () => {
      const { lena } = replicas.people;
      const many = 40;
      const numbers = await Promise.all(
        Array.from({ length: many }, () => arrives(replicas, { priority: 'P1' })),
      );
      const struck = ['clockAtRisk', 'clockBreached'];
      const expected = numbers.flatMap((one) => struck.map((type) => `${one} ${type}`)).sort();
      await vi.waitFor(async () => expect((await happened(replicas, struck)).toSorted()).toEqual(expected), {
        timeout: 30_000,
        interval: 200,
      });
      await lena.sees('response at risk', { in: 'leads', withinMs: 20_000 });
      const told = replicas.workspace.messagesIn('leads').map(({ text }) => text);
      expect(told.filter((text, index) => told.indexOf(text) !== index)).toEqual([]);
      const env = { DATABASE_URL: replicas.databaseUrl };
      expect(await runCli(['audit', 'verify'], env, folder)).toMatchObject({ code: 0 });
      expect(await runCli(['audit', 'replay'], env, folder)).toMatchObject({ code: 0 });
      expect(replicas.workspace.violations).toEqual([]);
    });
  });

  test('a rolling restart with a migration in between', { timeout: 120_000 }, async () => {
    const replicas = await openReplicas({ transport: 'http', folder, env: {}, speed: 1 });
    try {
      await replicas.add();
      await replicas.add();
      await setUpDesk(replicas);
      const { ana, ben } = replicas.people;
      await asks(replicas, ana, '/ticket queue', 'The queue is empty');

      const newer = await newerVersion();
      const begun = [0, 1].map(() => replicas.begin(join(newer, 'dist-test')));
      // The old ones go on meanwhile, and afterwards, with columns they do not know.
      const ticket = await opens(ben, { priority: 'P3' });
      const old = [...replicas.serving];
      await Promise.all(begun.map(replicas.serves));
      const after = await opens(ben, { priority: 'P3' });
      expect([ticket, after]).toEqual(['T-1', 'T-2']);
      const rows = await replicas.database.prisma.$queryRaw`
        SELECT count(*)::int AS times FROM _prisma_migrations WHERE migration_name = ${newerMigration}`;
      expect(rows).toEqual([{ times: 1 }]);

      for (const replica of old) {
        await asks(replicas, ana, '/ticket queue', 'Cannot sign in');
        expect((await replica.stop()).code).toBe(0);
      }
      await asks(replicas, ana, `/ticket take ${ticket}`, `${ticket} is yours`);
      await seesInThread(ana, ticket, 'Taken by @ana');

      const late = await runCli(['start'], replicas.settings, folder);
      expect(late.code).toBe(1);
      expect(late.stderr).toContain('The database is ahead of this version of Handrail');
      expect(late.stderr).toContain(newerMigration);
    } finally {
      await replicas.stop();
    }
  });
});

const newerMigration = '29990101000000_a_later_version';

/** The same code with one migration more: additive, as each has to be, and slow, so that two who start at once meet. */
async function newerVersion(): Promise<string> {
  const copy = join(folder, 'newer');
  await mkdir(copy);
  for (const part of ['prisma', 'manifests']) await cp(resolve(part), join(copy, part), { recursive: true });
  await cp(built, join(copy, 'dist-test'), { recursive: true });
  await cp(resolve('package.json'), join(copy, 'package.json'));
  await symlink(resolve('node_modules'), join(copy, 'node_modules'));
  const migration = join(copy, 'prisma/migrations', newerMigration);
  await mkdir(migration);
  await writeFile(
    join(migration, 'migration.sql'),
    `CREATE TABLE "Later" ("id" SERIAL PRIMARY KEY);
     SELECT pg_sleep(1);
     ALTER TABLE "Ticket" ADD COLUMN "later" INTEGER NOT NULL DEFAULT 1;
     ALTER TABLE "Event" ADD COLUMN "later" INTEGER NOT NULL DEFAULT 1;
     ALTER TABLE "Notice" ADD COLUMN "later" INTEGER NOT NULL DEFAULT 1;`,
  );
  return copy;
}
