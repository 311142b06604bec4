import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readManifest } from '../../src/sandbox/manifest.ts';
import { startWorkspace } from '../../src/sandbox/workspace.ts';
import { type Database, openDatabase } from '../../src/store/database/connect.ts';
import { folder as built, type Ran, type Running, startCli, startNode } from './built.ts';
import { crashingBot, type DieAt } from './crashes.ts';
import { createTestDatabase, dropTestDatabase } from './database.ts';
import { clockIn, fastTime } from './fast-time.ts';
import { addCast, type Flow, intakeHeaders, intakeSecret } from './flow.ts';
import { testLog } from './log.ts';

export type Replica = Running & {
  port: number;
  /** It gets no chance to finish anything. */
  kill(): Promise<Ran>;
  /** As a supervisor does it: SIGTERM, and what is in hand is finished. */
  stop(): Promise<Ran>;
};

export type Replicas = Pick<Flow, 'workspace' | 'people' | 'intake'> & {
  /** A look into the database that the replicas share. */
  database: Database;
  databaseUrl: string;
  /** Where Slack's requests go in turn, over HTTP; and those of other systems. */
  readonly serving: Replica[];
  /** The next thing that Slack sends reaches two replicas at the same time. */
  twice(): void;
  readonly settings: Readonly<Record<string, string>>;
  /** One more process, ready, and serving. */
  add(): Promise<Replica>;
  /** The same, as soon as it was begun, ready or not; of another version, if its build is given. */
  begin(built?: string): Running;
  /** One on the time of the workspace, which may be a fast one, that ends itself there, or nowhere. */
  beginOnClock(dieAt: DieAt | null): Running;
  /** Waits until it is ready; from then on it is sent requests. */
  serves(running: Running): Promise<Replica>;
  stop(): Promise<void>;
};

/** A workspace and a database of their own, for real processes of the built bot to share. Time is real at speed 1. */
export async function openReplicas(options: {
  transport: 'socket' | 'http';
  folder: string;
  env: Readonly<Record<string, string>>;
  speed: number;
}): Promise<Replicas> {
  const time = fastTime(options.speed);
  const clock = clockIn(time);
  const manifest = readManifest();
  const workspace = await startWorkspace({
    clock,
    port: 0,
    socketMode: options.transport === 'socket',
    ...manifest.options,
  });
  manifest.registerShortcuts(workspace);
  const people = addCast(workspace);
  const databaseUrl = await createTestDatabase({ empty: false });
  const database = await openDatabase({ databaseUrl, dataDir: '', log: testLog });
  const settings = {
    SLACK_BOT_TOKEN: workspace.botToken,
    SLACK_SIGNING_SECRET: workspace.signingSecret,
    ...(options.transport === 'socket' ? { SLACK_APP_TOKEN: workspace.appToken } : {}),
    SLACK_API_URL: workspace.apiUrl,
    DATABASE_URL: databaseUrl,
    PORT: '0',
    BOOTSTRAP_MANAGERS: people.max.id,
    INTAKE_SECRET: intakeSecret,
    ...options.env,
  };
  const begun: Running[] = [];
  const serving: Replica[] = [];
  const balancer = await startBalancer(() => serving.map(({ port }) => port));

  const begin: Replicas['begin'] = (version) => {
    const running = startCli(['start'], settings, options.folder, version);
    begun.push(running);
    return running;
  };
  const beginOnClock: Replicas['beginOnClock'] = (dieAt) => {
    const running = startNode(crashingBot(built, time, dieAt), settings, options.folder);
    begun.push(running);
    return running;
  };
  const serves: Replicas['serves'] = async (running) => {
    const [, port] = await running.says(/"port":(\d+).*"ready"/);
    const leave = () => void serving.splice(serving.indexOf(replica), serving.includes(replica) ? 1 : 0);
    const end = (signal: 'SIGKILL' | 'SIGTERM') => {
      running.process.kill(signal);
      return running.ended;
    };
    const replica: Replica = {
      ...running,
      port: Number(port),
      kill: () => end('SIGKILL').finally(leave),
      // Taken out of service first, as a rolling restart does it.
      stop: () => {
        leave();
        return end('SIGTERM');
      },
    };
    serving.push(replica);
    if (options.transport === 'http' && serving.length === 1) await workspace.deliverTo(balancer.url);
    return replica;
  };
  let next = 0;
  return {
    workspace,
    people,
    database,
    databaseUrl,
    serving,
    twice: options.transport === 'http' ? balancer.twice : workspace.sockets.deliverTwice,
    settings,
    begin,
    beginOnClock,
    serves,
    add: () => serves(begin()),
    async intake(body) {
      const text = JSON.stringify(body);
      const replica = serving[next++ % serving.length];
      const headers = intakeHeaders(text, String(Math.floor(clock.now().getTime() / 1000)));
      return fetch(`http://127.0.0.1:${replica?.port}/intake`, { method: 'POST', headers, body: text });
    },
    async stop() {
      for (const { process: child, ended } of begun) {
        if (child.exitCode === null) child.kill('SIGKILL');
        await ended;
      }
      balancer.stop();
      await workspace.stop();
      await database.close();
      await dropTestDatabase(databaseUrl);
    },
  };
}

/** Hands Slack's requests to one replica after the other, and to the next where one is gone. Nobody is kept to one. */
async function startBalancer(ports: () => readonly number[]) {
  let turn = 0;
  let doubled = false;
  const pass = async (req: IncomingMessage, body: Buffer): Promise<Response> => {
    const all = ports();
    const mine = turn++;
    for (let tried = 0; tried < all.length; tried += 1) {
      const port = all[(mine + tried) % all.length];
      const headers = Object.entries(req.headers).flatMap(([name, value]): [string, string][] =>
        name === 'host' || name === 'connection' || name === 'content-length' || typeof value !== 'string'
          ? []
          : [[name, value]],
      );
      const answer = await fetch(`http://127.0.0.1:${port}${req.url}`, {
        method: 'POST',
        headers,
        body,
      }).catch(() => null);
      if (answer) return answer;
    }
    return new Response('nobody serves', { status: 502 });
  };
  const handle = async (req: IncomingMessage, res: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const copies = doubled ? [pass(req, body), pass(req, body)] : [pass(req, body)];
    doubled = false;
    const [answer] = await Promise.all(copies);
    res.writeHead(answer?.status ?? 502, {
      'content-type': answer?.headers.get('content-type') ?? 'text/plain',
    });
    res.end(await answer?.text());
  };
  const server = createServer((req, res) => void handle(req, res));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    twice: () => {
      doubled = true;
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
