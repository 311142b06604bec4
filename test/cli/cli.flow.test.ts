import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { readManifest } from '../../src/sandbox/manifest.ts';
import { startWorkspace, type Workspace } from '../../src/sandbox/workspace.ts';
import { openDatabase } from '../../src/store/database/connect.ts';
import { buildForTests, type Running, runCli, startCli } from '../support/built.ts';
import { testLog } from '../support/log.ts';

let folder: string;
beforeAll(() => buildForTests(), 180_000);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handrail-cli-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const tokens = { SLACK_BOT_TOKEN: 'xoxb-not-a-real-one', SLACK_SIGNING_SECRET: 'not-a-real-one' };

describe('the command line', () => {
  test('start without tokens names each missing setting, points at the sandbox and ends with 2', async () => {
    const { code, stderr } = await runCli(['start'], {}, folder);
    expect(code).toBe(2);
    expect(stderr).toContain('SLACK_BOT_TOKEN is missing');
    expect(stderr).toContain('SLACK_SIGNING_SECRET is missing');
    expect(stderr).toContain('npm run sandbox');
  });

  test('wrong settings are all named at once, and never their values', async () => {
    const { code, stderr } = await runCli(
      ['start'],
      {
        SLACK_BOT_TOKEN: 'secret-token-1',
        SLACK_SIGNING_SECRET: 'x',
        PORT: 'eighty',
        LOG_LEVEL: 'loud',
        BOOTSTRAP_MANAGERS: 'max',
        INTAKE_SECRET: 'short',
        CUSTOMER_WEBHOOK_URL: 'ftp://somewhere',
      },
      folder,
    );
    expect(code).toBe(2);
    for (const name of [
      'SLACK_BOT_TOKEN',
      'PORT',
      'LOG_LEVEL',
      'BOOTSTRAP_MANAGERS',
      'INTAKE_SECRET',
      'CUSTOMER_WEBHOOK_URL',
    ])
      expect(stderr).toContain(name);
    expect(stderr).not.toContain('secret-token-1');
  });

  test('an unknown command shows what there is and ends with 2', async () => {
    const misused = [[], ['strat'], ['sop'], ['sop', 'chekc', 'x'], ['audit'], ['start', '--nope']];
    const reviews = [['review'], ['review', '2026-Q1', '2026-Q2'], ['review', '2026-Q1', '--format', 'xml']];
    for (const args of [...misused, ...reviews]) {
      expect((await runCli(args, {}, folder)).code, args.join(' ')).toBe(2);
    }
    expect((await runCli(['help'], {}, folder)).stdout).toContain('audit verify');
  });

  test('what sop export writes, sop check takes; an error is named with its path and line', async () => {
    const exported = await runCli(['sop', 'export'], {}, folder);
    expect(exported.code).toBe(0);
    const file = join(folder, 'pack.yaml');
    await writeFile(file, exported.stdout);
    expect(await runCli(['sop', 'check', file], {}, folder)).toMatchObject({ code: 0 });

    const lines = exported.stdout.split('\n');
    const line = lines.findIndex((text) => /^\s+response: PT15M/.test(text));
    await writeFile(file, lines.with(line, (lines[line] ?? '').replace('PT15M', 'a quarter')).join('\n'));
    const checked = await runCli(['sop', 'check', file], {}, folder);
    expect(checked.code).toBe(1);
    expect(checked.stderr).toContain(`line ${line + 1}:`);
    expect(checked.stderr).toContain('targets.P1.response');

    const started = await runCli(['start'], { ...tokens, SOP_PACK: file }, folder);
    expect(started.code).toBe(1);
    expect(started.stderr).toContain('targets.P1.response');
    expect(await runCli(['sop', 'check', join(folder, 'none.yaml')], {}, folder)).toMatchObject({ code: 1 });
  });

  test('a database that cannot be reached is named by host and port, without its password; 1', async () => {
    const url = 'postgresql://desk:pa55word@127.0.0.1:9/handrail';
    const { code, stderr, stdout } = await runCli(['migrate'], { DATABASE_URL: url }, folder);
    expect(code).toBe(1);
    expect(stderr).toContain('127.0.0.1:9');
    expect(stdout + stderr).not.toContain('pa55word');
  });
});

describe('the bot as a process', () => {
  let workspace: Workspace;
  let max: { id: string };
  const manifest = readManifest();
  const running: Running[] = [];

  beforeAll(async () => {
    workspace = await startWorkspace({ clock: systemClock, port: 0, socketMode: true, ...manifest.options });
    const person = workspace.addPerson({ name: 'max' });
    workspace.addChannel('tickets', { members: [person], bot: true });
    max = person;
  });
  afterAll(() => workspace.stop());
  afterEach(async () => {
    for (const { process, ended } of running.splice(0)) {
      process.kill('SIGKILL');
      await ended;
    }
  });

  const settings = (port: string) => ({
    SLACK_BOT_TOKEN: workspace.botToken,
    SLACK_SIGNING_SECRET: workspace.signingSecret,
    SLACK_APP_TOKEN: workspace.appToken,
    SLACK_API_URL: workspace.apiUrl,
    BOOTSTRAP_MANAGERS: max.id,
    DATA_DIR: join(folder, 'data'),
    PORT: port,
  });
  const start = (env: Readonly<Record<string, string>>) => {
    const bot = startCli(['start'], env, folder);
    running.push(bot);
    return bot;
  };

  test('it is ready, answers, refuses a second process on its folder, and ends with 0 on SIGTERM', async () => {
    const bot = start(settings('0'));
    const [, port] = await bot.says(/"port":(\d+).*"ready"/);
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    expect(await (await fetch(`http://127.0.0.1:${port}/readyz`)).json()).toEqual({
      database: true,
      slack: true,
      clock: true,
      setAside: [],
    });
    expect(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).toContain('handrail_tickets');
    expect((await fetch(`http://127.0.0.1:${port}/nothing`)).status).toBe(404);

    for (const args of [['start'], ['review', '2026-Q1']]) {
      const second = await runCli(args, settings('0'), folder);
      expect(second.code).toBe(1);
      expect(second.stderr).toContain(join(folder, 'data'));
    }

    const person = workspace.person('max');
    await person.types('/ops roster list', { in: 'tickets' });
    await person.sees('Operations Manager: @max');
    bot.process.kill('SIGTERM');
    const began = performance.now();
    const { code, stdout, stderr } = await bot.ended;
    expect(code).toBe(0);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(stdout).toContain('"stopped"');
    expect(stdout + stderr).not.toContain(workspace.botToken);
    expect(stdout + stderr).not.toContain(workspace.appToken);
  }, 180_000);

  test('a port in use, a token Slack does not know: one sentence and 1', async () => {
    const holder = createServer();
    const port = await new Promise<number>((resolve) => {
      holder.listen(0, () => resolve((holder.address() as { port: number }).port));
    });
    const busy = await runCli(['start'], settings(String(port)), folder);
    holder.close();
    expect(busy.code).toBe(1);
    expect(busy.stderr).toContain('PORT');
    const stranger = await runCli(['start'], { ...settings('0'), SLACK_BOT_TOKEN: 'xoxb-unknown' }, folder);
    expect(stranger.code).toBe(1);
    expect(stranger.stderr).toContain('invalid_auth');
  }, 180_000);

  test('the audit holds, and names an event that was changed, dropped or moved', async () => {
    const bot = start(settings('0'));
    await bot.says(/"ready"/);
    const person = workspace.person('max');
    for (const account of ['A-1', 'A-2']) {
      await person.types('/ticket new', { in: 'tickets' });
      await person.fills({ Title: 'Slow', Description: 'Slow since today.', 'Customer account': account });
      await person.submits();
      await person.seesForm('Handrail');
      await person.closes();
    }
    for (const text of ['one', 'two', 'three']) {
      await person.types(`/ticket note 1 ${text}`, { in: 'tickets' });
      await person.sees('Noted on T-1');
    }
    bot.process.kill('SIGTERM');
    expect((await bot.ended).code).toBe(0);

    const env = { DATA_DIR: join(folder, 'data') };
    expect(await runCli(['audit', 'verify'], env, folder)).toMatchObject({ code: 0 });
    expect(await runCli(['audit', 'replay'], env, folder)).toMatchObject({ code: 0 });
    const review = await runCli(['review', '2026-Q1'], env, folder);
    expect(review).toMatchObject({ code: 0 });
    expect(review.stdout).toContain('# SOP review 2026-Q1, desk ');
    const table = await runCli(['review', '2026-q1', '--format', 'csv'], env, folder);
    expect(table.stdout).toMatch(/^\uFEFFdesk,kind,number,/);
    const none = await runCli(['review', '2026-Q5'], env, folder);
    expect(none).toMatchObject({ code: 2 });
    expect(none.stderr).toContain('As in handrail review 2026-Q4.');

    const tamper = async (sql: string) => {
      const database = await openDatabase({ dataDir: env.DATA_DIR, log: testLog });
      await database.prisma.$executeRawUnsafe(sql);
      await database.close();
    };
    await tamper(`UPDATE "Event" SET "payload" = '{"text":"else"}' WHERE "stream" = 'T-1' AND "seq" = 2`);
    const changed = await runCli(['audit', 'verify'], env, folder);
    expect(changed.code).toBe(1);
    expect(changed.stderr).toContain('T-1 event 2 (noteAdded) was changed');
    await tamper(`DELETE FROM "Event" WHERE "stream" = 'T-1' AND "seq" = 3`);
    expect((await runCli(['audit', 'verify'], env, folder)).stderr).toContain('T-1 event 3 was dropped');
    await tamper(`UPDATE "Ticket" SET "title" = 'Fast' WHERE "number" = 2`);
    const replayed = await runCli(['audit', 'replay'], env, folder);
    expect(replayed.code).toBe(1);
    expect(replayed.stderr).toContain('T-2: the column title');
  }, 180_000);
});
