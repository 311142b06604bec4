import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Clock } from '../../src/clock.ts';
import type { DeliveryPoint } from '../../src/desk/delivery-point.ts';
import { readManifest } from '../../src/sandbox/manifest.ts';
import type { Person } from '../../src/sandbox/person/person.ts';
import { startWorkspace, type Workspace } from '../../src/sandbox/workspace.ts';
import { channelRoles } from '../../src/sop/notice.ts';
import { buildInto } from './built.ts';
import { clockIn, type FastTime, fastTime } from './fast-time.ts';
import { intakeSecret } from './flow.ts';

/** At which step a process ends itself: of notices of that stream and kind (any), after it has passed so many. */
export type DieAt = { point: DeliveryPoint; stream?: string; kind?: string; after: number };

/** What node is to run: the built bot on that time, which ends itself where it is told to. */
export function crashingBot(built: string, time: FastTime, dieAt: DieAt | null): readonly string[] {
  const plan = JSON.stringify({ clock: time, dieAt });
  return [resolve('test/support/crashing-bot.mjs'), resolve(built), plan];
}

/** As long as a claim of a dead process is held, and a little, in ms. */
const lease = 31_000;

/** One process of the bot. */
export type Life = {
  /** The port it listens on, once it is ready. */
  ready: Promise<number>;
  ended: Promise<unknown>;
  kill(): void;
  log(): string;
};

export type Crashes = {
  workspace: Workspace;
  clock: Clock;
  people: Record<'ana' | 'lena' | 'max', Person>;
  /** Starts the bot; it ends itself where it is told to. */
  live(dieAt: DieAt | null): Life;
  /** What a dead process had claimed is free again. */
  leaseRunsOut(): void;
  /** So many ms pass at once, while no process lives. */
  timePasses(ms: number): void;
  stop(): Promise<void>;
};

/** A local workspace on a fast clock, and processes of the bot that die in it one after the other. */
export async function startCrashes(
  storage: Readonly<Record<string, string>>,
  built: string,
): Promise<Crashes> {
  await buildInto(resolve(built));
  const time = fastTime(10);
  const clock = clockIn(time);
  const timePasses = (ms: number) =>
    void Object.assign(time, { at: clock.now().getTime() + ms, real: Date.now() });
  const manifest = readManifest();
  const workspace = await startWorkspace({ clock, port: 0, socketMode: true, ...manifest.options });
  const people = {
    ana: workspace.addPerson({ name: 'ana' }),
    lena: workspace.addPerson({ name: 'lena' }),
    max: workspace.addPerson({ name: 'max' }),
  };
  for (const role of channelRoles) workspace.addChannel(role, { members: Object.values(people), bot: true });
  const env = {
    PATH: process.env.PATH ?? '',
    SLACK_BOT_TOKEN: workspace.botToken,
    SLACK_SIGNING_SECRET: workspace.signingSecret,
    SLACK_APP_TOKEN: workspace.appToken,
    SLACK_API_URL: workspace.apiUrl,
    BOOTSTRAP_MANAGERS: people.max.id,
    INTAKE_SECRET: intakeSecret,
    PORT: '0',
    ...storage,
  };
  const alive = new Set<ChildProcess>();
  return {
    workspace,
    clock,
    people,
    live(dieAt) {
      const child = spawn(process.execPath, crashingBot(built, time, dieAt), {
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      alive.add(child);
      const ended = once(child, 'exit').then(() => alive.delete(child));
      let log = '';
      const ready = new Promise<number>((found) => {
        child.stdout.setEncoding('utf8').on('data', (text: string) => {
          log += text;
          const port = /"port":(\d+).*"ready"/.exec(log)?.[1];
          if (port) found(Number(port));
        });
      });
      return { ready, ended, kill: () => void child.kill('SIGKILL'), log: () => log };
    },
    leaseRunsOut: () => timePasses(lease),
    timePasses,
    async stop() {
      for (const child of alive) child.kill('SIGKILL');
      await workspace.stop();
    },
  };
}
