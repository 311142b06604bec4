import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Clock } from './clock.ts';
import { handleIntake } from './customer/intake.ts';
import { beginWithManagers } from './desk/begin.ts';
import type { Passing } from './desk/delivery-point.ts';
import type { Desk } from './desk/desk.ts';
import { dueSources } from './desk/due/due-sources.ts';
import { noteChangedDocuments } from './desk/note-changed-documents.ts';
import { answer, type Routes, startHttpServer } from './http-server.ts';
import { type ClockTick, startClockTick } from './jobs/clock-tick.ts';
import { startDelivery } from './jobs/delivery.ts';
import { startRearming } from './jobs/rearm.ts';
import { startSelfAudit } from './jobs/self-audit.ts';
import { createMetrics, gaugeDesk } from './metrics.ts';
import { askReady } from './readiness.ts';
import type { Settings } from './settings.ts';
import { connectSlack, deliveryClient, type Identity, identify, type SlackConnection } from './slack/app.ts';
import { writtenPack } from './sop/pack/check.ts';
import { loadSop, type Sop } from './sop-source.ts';
import { type Database, openDatabase } from './store/database/connect.ts';
import { applyMigrations } from './store/database/migrate.ts';
import { ensureDesk, keepPack, readSetAside } from './store/desks.ts';
import { databaseAnswers } from './store/health.ts';

export type Handrail = {
  desk: Desk;
  /** Where health, metrics, intake and, without Socket Mode, Slack's requests are answered. */
  port: number;
  /** Does all that is owed by now, without waiting for the next second. */
  tick(): Promise<void>;
  /** Compares what should have been told with what was, if it is time and no other replica does. */
  audit(): Promise<void>;
  /** Takes nothing new, finishes what is in hand, closes the database. */
  stop(): Promise<void>;
};

export type StartOptions = {
  settings: Settings;
  clock: Clock;
  log: Logger;
  /** The embedded database died under us: nothing works after that. */
  onFailure: (error: Error) => void;
  /** Is told of each step of a delivery, before the next. */
  passing?: Passing;
  /** Told to stop while it still waits for its database: it does not wait on. */
  signal?: AbortSignal | undefined;
};

/** A database server that is started beside us gets so long, in ms, to be there. */
const databasePatienceMs = 60_000;

/** Wires settings, database, desk, Slack and jobs. Nothing else starts anything. What began is undone if the rest fails. */
export async function startHandrail(options: StartOptions): Promise<Handrail> {
  const begun: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const undo of begun.splice(0).reverse()) await undo();
  };
  try {
    return await start(options, begun, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  options: StartOptions,
  begun: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<Handrail> {
  const { settings, clock, log } = options;
  const sop = await loadSop(settings.sopPack);
  const { database, identity } = await openAndIdentify(options);
  begun.push(() => database.close());
  await applyMigrations(database);

  const { registry, meter } = createMetrics();
  const { id } = await ensureDesk(database.prisma, identity.teamId);
  const desk: Desk = {
    id,
    teamId: identity.teamId,
    db: database.prisma,
    clock,
    sop,
    customerChannel: settings.customerWebhook ? 'webhook' : 'hand',
    diagnosticsTool: settings.diagnostics !== null,
    log,
    meter,
    outboxChanged: () => delivery.nudge(),
  };
  const slackClient = deliveryClient(settings.slack, log);
  const delivery = startDelivery(
    desk,
    {
      slack: slackClient,
      customer: settings.customerWebhook,
      diagnostics: settings.diagnostics,
    },
    options.passing ?? null,
  );
  begun.push(() => delivery.stop());
  await beginUnder(desk, sop, settings.bootstrapManagers);
  const rearming = await startRearming(desk);
  begun.push(() => rearming.stop());

  const slack = connectSlack(desk, settings.slack, identity);
  const tick = startClockTick(desk, dueSources);
  begun.push(() => tick.stop());
  const selfAudit = startSelfAudit(desk, slackClient);
  begun.push(() => selfAudit.stop());
  const http = await startHttpServer(settings.port, routesOf(desk, settings, slack, tick, registry), log);
  begun.push(() => slack.stop());
  begun.push(() => http.stop());
  await slack.start();
  await tick.run();
  log.info(
    { port: http.port, database: database.kind, sop: sop.pack.version, socketMode: slack.http === null },
    'ready',
  );
  return {
    desk,
    port: http.port,
    async tick() {
      await tick.run();
      delivery.nudge();
    },
    audit: () => selfAudit.run(),
    async stop() {
      await stop();
      log.info('stopped');
    },
  };
}

/** Who we are and where the record is kept do not depend on each other: both are asked for at once. */
async function openAndIdentify({ settings, log, onFailure, signal }: StartOptions): Promise<{
  database: Database;
  identity: Identity;
}> {
  const { databaseUrl, dataDir } = settings;
  const opening = openDatabase({
    databaseUrl: databaseUrl ?? undefined,
    dataDir,
    log,
    onFailure,
    patienceMs: databasePatienceMs,
    signal,
  });
  const identifying = identify(settings.slack, log);
  const [opened, identified] = await Promise.allSettled([opening, identifying]);
  if (opened.status === 'rejected') throw opened.reason;
  if (identified.status === 'rejected') {
    await opened.value.close();
    throw identified.reason;
  }
  return { database: opened.value, identity: identified.value };
}

/** The pack is kept before anything is decided under it, and the first managers are on the roster. */
async function beginUnder(desk: Desk, sop: Sop, managers: readonly string[]): Promise<void> {
  const content = writtenPack(sop.pack);
  await keepPack(desk.db, { hash: sop.hash, version: sop.pack.version, content }, desk.clock.now());
  await noteChangedDocuments(desk);
  await beginWithManagers(desk, managers);
}

function routesOf(
  desk: Desk,
  settings: Settings,
  slack: SlackConnection,
  tick: ClockTick,
  metrics: Registry,
): Routes {
  gaugeDesk(metrics, desk);
  const { intakeSecret } = settings;
  return {
    'GET /healthz': (_, res) => answer(res, 200, { ok: true }),
    'GET /readyz': async (_, res) => {
      const { status, ready } = await askReady({
        database: () => databaseAnswers(desk.db),
        slack: () => slack.connected(),
        sinceTick: () => tick.sinceLastRun(),
        setAside: () => readSetAside(desk.db, desk.id),
      });
      answer(res, status, ready);
    },
    'GET /metrics': async (_, res) => {
      const text = await metrics.metrics();
      res.writeHead(200, { 'Content-Type': metrics.contentType });
      res.end(text);
    },
    ...(intakeSecret ? { 'POST /intake': (req, res) => handleIntake(desk, intakeSecret, req, res) } : {}),
    ...(slack.http ? { 'POST /slack/events': slack.http } : {}),
  };
}
