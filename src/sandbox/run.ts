import { setTimeout as delay } from 'node:timers/promises';
import { sign } from '../customer/signature.ts';
import { createLog } from '../log.ts';
import { type Handrail, startHandrail } from '../main.ts';
import { readSettings } from '../settings.ts';
import { defaultPack } from '../sop/pack/default-pack.ts';
import { createSandboxClock, type SandboxClock } from './clock.ts';
import { readManifest } from './manifest.ts';
import { runScript } from './script.ts';
import { authorization } from './story/authorization.ts';
import { castPeople, type Stage } from './story/cast.ts';
import { exception, register } from './story/exception.ts';
import { fixes } from './story/fixes.ts';
import { handoff } from './story/handoff.ts';
import { incident } from './story/incident.ts';
import { mainRoad } from './story/main-road.ts';
import { oversight } from './story/oversight.ts';
import { scope } from './story/scope.ts';
import { security } from './story/security.ts';
import { settingUp } from './story/setting-up.ts';
import { shifts } from './story/shifts.ts';
import { theRecord } from './story/the-record.ts';
import { keepTranscript } from './transcript.ts';
import { startWorkspace, type Workspace } from './workspace.ts';

const minute = 60_000;
/** How long a step's messages may take, in ms of real time. */
const patienceMs = 15_000;
/** The story begins on this Monday, at eight in the morning of the shipped pack's time zone. */
const storyBegins = new Date('2026-03-02T07:00:00Z');
const intakeSecret = 'sandbox-intake-secret';

type SandboxOptions = {
  /** Of the local workspace; 0 for any that is free. */
  port: number;
  /** Where Handrail keeps its database. */
  dataDir: string;
  /** What keeps it up after the morning; null ends it there. */
  stayUntil: Promise<unknown> | null;
  write: (line: string) => void;
};

/**
 * Starts the local workspace with the real bot in it, plays the morning, and writes what people see. Returns the exit
 * code: 0 when all went as scripted. With `stayUntil` it stays up afterwards, its clock ticking.
 */
export async function runSandbox(options: SandboxOptions): Promise<number> {
  const begun = performance.now();
  const clock = createSandboxClock(storyBegins);
  const manifest = readManifest();
  const workspace = await startWorkspace({
    clock,
    port: options.port,
    socketMode: true,
    ...manifest.options,
  });
  manifest.registerShortcuts(workspace);
  try {
    return await playIn(workspace, clock, begun, options);
  } finally {
    await workspace.stop();
  }
}

async function playIn(
  workspace: Workspace,
  clock: SandboxClock,
  begun: number,
  { dataDir, stayUntil, write }: SandboxOptions,
): Promise<number> {
  const people = castPeople(workspace);
  const handrail = await startBot(workspace, clock, people.max.id, dataDir);
  const transcript = keepTranscript(workspace.core, { timeZone: defaultPack.timeZone, write });
  try {
    write(
      `Ready in ${((performance.now() - begun) / 1000).toFixed(1)} s. Slack's API is at ${workspace.apiUrl}`,
    );
    const intake = (ticket: unknown) => postIntake(handrail, clock.now(), ticket);
    const passes = (minutes: number) => timePasses(handrail, clock, minutes);
    const stage: Stage = { workspace, clock, handrail, people, passes, intake };
    const steps = [
      ...settingUp(stage),
      ...mainRoad(stage),
      ...fixes(stage),
      ...incident(stage),
      ...authorization(stage),
      ...oversight(stage),
      ...security(stage),
      ...scope(stage),
      ...exception(stage),
      ...shifts(stage),
      ...handoff(stage),
      ...register(stage),
      ...theRecord(stage, write),
    ];
    // People take a minute between two steps.
    const result = await runScript(steps, write, () => passes(1));
    write('');
    write(result.ok ? 'Every step went as scripted.' : `Stopped at: ${result.step}`);
    if (stayUntil) {
      clock.tick();
      write(
        `Handrail stays up on http://127.0.0.1:${handrail.port} (/healthz, /readyz, /metrics, /intake) until Ctrl-C.`,
      );
      await stayUntil;
    }
    return result.ok ? 0 : 1;
  } finally {
    transcript.stop();
    await handrail.stop();
  }
}

async function timePasses(handrail: Handrail, clock: SandboxClock, minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes; passed += 1) {
    await allDelivered(handrail);
    clock.advance(minute);
    await handrail.tick();
  }
  await allDelivered(handrail);
}

/** Waits until everything that can be delivered has been, so that each step is read to its end. */
async function allDelivered({ desk }: Handrail): Promise<void> {
  const deadline = performance.now() + patienceMs;
  const waiting = { deskId: desk.id, state: { in: ['pending', 'sending'] }, channelId: { not: null } };
  while ((await desk.db.notice.count({ where: waiting })) > 0) {
    if (performance.now() > deadline) throw new Error('what was to be told has not been delivered');
    await delay(10);
  }
}

function startBot(
  workspace: Workspace,
  clock: ReturnType<typeof createSandboxClock>,
  manager: string,
  dataDir: string,
): Promise<Handrail> {
  const read = readSettings({
    SLACK_BOT_TOKEN: workspace.botToken,
    SLACK_SIGNING_SECRET: workspace.signingSecret,
    SLACK_APP_TOKEN: workspace.appToken,
    SLACK_API_URL: workspace.apiUrl,
    DATA_DIR: dataDir,
    PORT: '0',
    BOOTSTRAP_MANAGERS: manager,
    INTAKE_SECRET: intakeSecret,
    LOG_LEVEL: 'warn',
  });
  if (!read.ok) throw new Error(read.problems.map(({ name, message }) => `${name} ${message}`).join('; '));
  return startHandrail({
    settings: read.settings,
    clock,
    log: createLog(read.settings.logLevel),
    onFailure: (error) => {
      throw error;
    },
  });
}

function postIntake(handrail: Handrail, now: Date, ticket: unknown): Promise<Response> {
  const body = JSON.stringify(ticket);
  const timestamp = String(Math.floor(now.getTime() / 1000));
  return fetch(`http://127.0.0.1:${handrail.port}/intake`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-Handrail-Timestamp': timestamp,
      'X-Handrail-Signature': sign(intakeSecret, timestamp, body),
    },
    body,
  });
}
