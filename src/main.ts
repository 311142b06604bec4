import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import { handleIntake } from './customer/intake.ts';
import type { Desk } from './desk/desk.ts';
import { executeOnDesk } from './desk/execute.ts';
import { answer, startHttpServer } from './http-server.ts';
import { startClockTick } from './jobs/clock-tick.ts';
import { startDelivery } from './jobs/delivery.ts';
import { createMetrics } from './metrics.ts';
import type { Settings } from './settings.ts';
import { connectSlack, deliveryClient, identify } from './slack/app.ts';
import { system } from './sop/actor.ts';
import { canonicalPack } from './sop/pack/check.ts';
import { loadSop } from './sop-source.ts';
import { openDatabase } from './store/database/connect.ts';
import { applyMigrations } from './store/database/migrate.ts';
import { ensureDesk, keepPack } from './store/desks.ts';
import { databaseAnswers } from './store/health.ts';

export type Handrail = {
  desk: Desk;
  /** Where health, metrics, intake and, without Socket Mode, Slack's requests are answered. */
  port: number;
  /** Does all that is owed by now, without waiting for the next second. */
  tick(): Promise<void>;
  /** Takes nothing new, finishes what is in hand, closes the database. */
  stop(): Promise<void>;
};

/** A tick this old, in ms, means that the clocks are not watched. */
const tickTooOld = 60_000;

/** Wires settings, database, desk, Slack and jobs. Nothing else starts anything. */
export async function startHandrail(options: {
  settings: Settings;
  clock: Clock;
  log: Logger;
  /** The embedded database died under us: nothing works after that. */
  onFailure: (error: Error) => void;
}): Promise<Handrail> {
  const { settings, clock, log } = options;
  const sop = await loadSop(settings.sopPack);
  // Who we are and where the record is kept do not depend on each other: asked for at once.
  const opening = openDatabase({
    databaseUrl: settings.databaseUrl ?? undefined,
    dataDir: settings.dataDir,
    log,
    onFailure: options.onFailure,
  });
  const identity = await identify(settings.slack, log).catch(async (error: unknown) => {
    await opening.then((database) => database.close()).catch(() => undefined);
    throw error;
  });
  const database = await opening;
  try {
    await applyMigrations(database);
    const { id } = await ensureDesk(database.prisma, identity.teamId);
    const desk: Desk = {
      id,
      teamId: identity.teamId,
      db: database.prisma,
      clock,
      sop,
      customerChannel: settings.customerWebhook ? 'webhook' : 'hand',
      log,
      outboxChanged: () => delivery.nudge(),
    };
    const delivery = startDelivery(desk, {
      slack: deliveryClient(settings.slack, log),
      customer: settings.customerWebhook,
    });
    await keepPack(
      desk.db,
      { hash: sop.hash, version: sop.pack.version, content: JSON.parse(canonicalPack(sop.pack)) },
      clock.now(),
    );
    await executeOnDesk(
      desk,
      { actor: system, requestKey: null },
      { type: 'bootstrapManagers', userIds: settings.bootstrapManagers },
    );

    const slack = connectSlack(desk, settings.slack, identity);
    const metrics = createMetrics(desk);
    const { intakeSecret } = settings;
    const tick = startClockTick(desk);
    const readiness = async () => {
      const last = tick.lastRun();
      return {
        database: await databaseAnswers(desk.db),
        slack: slack.connected(),
        clock: last !== null && Date.now() - last.getTime() < tickTooOld,
      };
    };
    const http = await startHttpServer(
      settings.port,
      {
        'GET /healthz': (_, res) => answer(res, 200, { ok: true }),
        'GET /readyz': async (_, res) => {
          const ready = await readiness();
          answer(res, Object.values(ready).every(Boolean) ? 200 : 503, ready);
        },
        'GET /metrics': async (_, res) => {
          res.writeHead(200, { 'Content-Type': metrics.contentType });
          res.end(await metrics.metrics());
        },
        ...(intakeSecret ? { 'POST /intake': (req, res) => handleIntake(desk, intakeSecret, req, res) } : {}),
        ...(slack.http ? { 'POST /slack/events': slack.http } : {}),
      },
      log,
    );
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
      async stop() {
        await Promise.all([slack.stop(), http.stop(), tick.stop()]);
        await delivery.stop();
        await database.close();
        log.info('stopped');
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
