import { randomUUID } from 'node:crypto';
import { constants, cpSync, existsSync, renameSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { inject } from 'vitest';
import { sign } from '../../src/customer/signature.ts';
import { type Handrail, startHandrail } from '../../src/main.ts';
import { createSandboxClock, type SandboxClock } from '../../src/sandbox/clock.ts';
import { readManifest } from '../../src/sandbox/manifest.ts';
import type { Person } from '../../src/sandbox/person/person.ts';
import { startWorkspace, type Workspace } from '../../src/sandbox/workspace.ts';
import { readSettings } from '../../src/settings.ts';
import { channelRoles } from '../../src/sop/notice.ts';
import { writtenPack } from '../../src/sop/pack/check.ts';
import { defaultPack } from '../../src/sop/pack/default-pack.ts';

export type Flow = {
  workspace: Workspace;
  clock: SandboxClock;
  /** Every line the bot logged. */
  log: readonly string[];
  readonly handrail: Handrail;
  /** Two agents of tier 1, one of tier 2, a lead, a manager; Otto is in the workspace but not on the roster. */
  people: Record<'ana' | 'ben' | 'tess' | 'lena' | 'max' | 'otto', Person>;
  /** Sends the clock forward by minutes and lets everything happen that is owed by then. */
  minutesPass(minutes: number): Promise<void>;
  intake(body: unknown, change?: Partial<IntakeHeaders>): Promise<Response>;
  /** Stops the bot, does `meanwhile`, and starts another on the same data, in the same workspace. */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
};

type IntakeHeaders = { timestamp: string; signature: string };

export const intakeSecret = 'a-secret-for-the-tests';

export type FlowOptions = {
  transport?: 'socket' | 'http';
  /** Whether the desk's channels and roster are set already. */
  setUp?: boolean;
  customerWebhook?: { url: string; secret: string };
  startsAt?: string;
  /** Whether identical issues become incidents (ESC-6); where tests share a symptom, they would get in each other's way. */
  patterns?: boolean;
  /** Settings of the bot that differ from the usual ones; undefined leaves one out. */
  env?: Readonly<Record<string, string | undefined>>;
};

/** The real bot in a local workspace, with the cast of the sandbox, on a clock that stands still. */
export async function startFlow(options: FlowOptions = {}): Promise<Flow> {
  const transport = options.transport ?? 'socket';
  // A Monday, 09:00 in the desk's zone.
  const clock = createSandboxClock(new Date(options.startsAt ?? '2026-03-02T08:00:00Z'));
  const manifest = readManifest();
  const workspace = await startWorkspace({
    clock,
    port: 0,
    socketMode: transport === 'socket',
    ...manifest.options,
  });
  manifest.registerShortcuts(workspace);
  const people = addCast(workspace);

  const lines: string[] = [];
  const dataDir = join(inject('scratchDir'), randomUUID());
  cpSync(inject('embeddedTemplate'), dataDir, { recursive: true, mode: constants.COPYFILE_FICLONE });
  const read = readSettings({
    SLACK_BOT_TOKEN: workspace.botToken,
    SLACK_SIGNING_SECRET: workspace.signingSecret,
    SLACK_APP_TOKEN: transport === 'socket' ? workspace.appToken : undefined,
    SLACK_API_URL: workspace.apiUrl,
    DATA_DIR: dataDir,
    PORT: '0',
    BOOTSTRAP_MANAGERS: people.max.id,
    INTAKE_SECRET: intakeSecret,
    SOP_PACK: options.patterns ? undefined : packWithoutPatterns(),
    CUSTOMER_WEBHOOK_URL: options.customerWebhook?.url,
    CUSTOMER_WEBHOOK_SECRET: options.customerWebhook?.secret,
    ...options.env,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { settings } = read;
  const startBot = async () => {
    const bot = await startHandrail({
      settings,
      clock,
      log: pino({ base: null }, { write: (line: string) => void lines.push(line) }),
      onFailure: (error) => {
        throw error;
      },
    });
    if (transport === 'http') await workspace.deliverTo(`http://127.0.0.1:${bot.port}/slack/events`);
    return bot;
  };
  let handrail = await startBot();

  const flow: Flow = {
    workspace,
    clock,
    log: lines,
    get handrail() {
      return handrail;
    },
    people,
    async minutesPass(minutes) {
      clock.advance(minutes * 60_000);
      await handrail.tick();
    },
    async intake(body, change) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const timestamp = change?.timestamp ?? String(Math.floor(clock.now().getTime() / 1000));
      return fetch(`http://127.0.0.1:${handrail.port}/intake`, {
        method: 'POST',
        headers: {
          ...intakeHeaders(text, timestamp),
          ...(change?.signature !== undefined ? { 'X-Handrail-Signature': change.signature } : {}),
        },
        body: text,
      });
    },
    async restart(meanwhile) {
      await handrail.stop();
      await meanwhile?.();
      handrail = await startBot();
    },
    async stop() {
      await handrail.stop();
      await workspace.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  if (options.setUp ?? true) await setUpDesk(flow);
  return flow;
}

/** The shipped pack, in which it takes a hundred identical issues to make a pattern; returns its path. */
function packWithoutPatterns(): string {
  const path = join(inject('scratchDir'), 'without-patterns.json');
  const pattern = { issues: 100, within: 'PT1H' };
  // Several files of tests may write it at once, all the same.
  if (!existsSync(path)) {
    const own = `${path}.${randomUUID()}`;
    writeFileSync(own, JSON.stringify({ ...writtenPack(defaultPack), pattern }));
    renameSync(own, path);
  }
  return path;
}

/** The people of the sandbox, all of them in the desk's channels. */
export function addCast(workspace: Workspace): Flow['people'] {
  const people = {
    ana: workspace.addPerson({ name: 'ana', realName: 'Ana' }),
    ben: workspace.addPerson({ name: 'ben', realName: 'Ben' }),
    tess: workspace.addPerson({ name: 'tess', realName: 'Tess' }),
    lena: workspace.addPerson({ name: 'lena', realName: 'Lena' }),
    max: workspace.addPerson({ name: 'max', realName: 'Max' }),
    otto: workspace.addPerson({ name: 'otto', realName: 'Otto' }),
  };
  const everybody = Object.values(people);
  for (const role of channelRoles) workspace.addChannel(role, { members: everybody, bot: true });
  return people;
}

/** Headers that prove where a request to `POST /intake` comes from. */
export function intakeHeaders(body: string, timestamp: string): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    'X-Handrail-Timestamp': timestamp,
    'X-Handrail-Signature': sign(intakeSecret, timestamp, body),
  };
}

/** What a manager does first, in the manager's own words. */
export async function setUpDesk({ people }: Pick<Flow, 'people'>): Promise<void> {
  const { max } = people;
  await max.types('/ops setup', { in: 'leads' });
  await max.fills({
    'Tickets channel': '#tickets',
    'Shift channel': '#shift',
    'Leads channel': '#leads',
    'Stakeholders channel': '#stakeholders',
  });
  await max.submits();
  await max.closes();
  for (const [name, role] of [
    ['ana', 'tier1'],
    ['ben', 'tier1'],
    ['tess', 'tier2'],
    ['lena', 'lead'],
  ]) {
    await max.types(`/ops roster add @${name} ${role}`, { in: 'leads' });
    await max.sees(`@${name} is on the roster`);
  }
}
