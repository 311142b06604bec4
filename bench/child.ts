import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

export const signingSecret = 'a-signing-secret-for-the-benchmark';

export type Child = {
  port: number;
  stop(): Promise<void>;
};

/** In MiB, after a garbage collection: what the process has of the machine, and what its objects hold. */
export type Memory = { resident: number; held: number };
export type MeasuredChild = Child & { memory(): Promise<Memory> };

/** `handrail start` as a process of its own, over HTTP, ready. */
export async function startReplica(apiUrl: string, databaseUrl: string): Promise<MeasuredChild> {
  const args = ['--expose-gc', '--import', './bench/measured-memory.mjs', 'dist/cli.js', 'start'];
  return startChild(args, '/readyz', {
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_API_URL: apiUrl,
    DATABASE_URL: databaseUrl,
    BOOTSTRAP_MANAGERS: 'UMANAGER',
    LOG_LEVEL: 'fatal',
  });
}

/** A Bolt app that answers a command with a form and does nothing else. */
export async function startBareBolt(apiUrl: string): Promise<Child> {
  return startChild(['bench/bare-bolt.mjs'], '/healthz', {
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_API_URL: apiUrl,
  });
}

async function startChild(
  args: readonly string[],
  ready: string,
  env: Readonly<Record<string, string>>,
): Promise<MeasuredChild> {
  const port = await freePort();
  const child = spawn(process.execPath, [...args], {
    env: { PATH: process.env.PATH, PORT: String(port), SLACK_SIGNING_SECRET: signingSecret, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await untilReady(child, `http://127.0.0.1:${port}${ready}`);
  return {
    port,
    async memory() {
      const answered = once(child, 'message', { signal: AbortSignal.timeout(10_000) });
      child.send('measure');
      const [memory] = await answered;
      return memory as Memory;
    },
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(`a process ended with ${child.exitCode} before it was ready`);
    const answered = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill('SIGKILL');
  throw new Error('a process was not ready within a minute');
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (!address || typeof address === 'string') throw new Error('no port');
  return address.port;
}
