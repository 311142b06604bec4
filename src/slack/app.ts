import type { IncomingMessage, ServerResponse } from 'node:http';
import { App, HTTPReceiver, LogLevel, type Logger as SlackLogger, SocketModeReceiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Desk } from '../desk/desk.ts';
import { describeError, faultId, logFault } from '../fault.ts';
import type { Meter } from '../meter.ts';
import type { SlackSettings } from '../settings.ts';
import type { Bot } from './bot.ts';
import { openDirectory } from './directory.ts';
import { registerListeners } from './listeners/index.ts';

/** How long a person waits for Slack to take a form, and how long a background post may take. In ms. */
const timeouts = { interactive: 2500, delivery: 10_000, start: 10_000 };

/** Which bot the token is, and of which workspace. */
export type Identity = { teamId: string; botUserId: string; botId: string };

/** Asks Slack who we are. Fails where the token is not good or Slack is not there. */
export async function identify(settings: SlackSettings, log: Logger): Promise<Identity> {
  const answer = await clientOf(settings, log, timeouts.start).auth.test();
  const { team_id: teamId, user_id: botUserId, bot_id: botId } = answer;
  if (!teamId || !botUserId || !botId) throw new Error('Slack did not say which bot the token belongs to');
  return { teamId, botUserId, botId };
}

/** The client of the outbox. Its failures are the outbox's to handle: no retries and no queue of its own. */
export function deliveryClient(settings: SlackSettings, log: Logger): WebClient {
  return clientOf(settings, log, timeouts.delivery);
}

export type SlackConnection = {
  /** Serves `POST /slack/events`; null in Socket Mode. */
  http: ((req: IncomingMessage, res: ServerResponse) => void) | null;
  start(): Promise<void>;
  /** Whether Slack answers us and, in Socket Mode, reaches us. */
  connected(): Promise<boolean>;
  /** Takes no more, and waits for what is under way. */
  stop(): Promise<void>;
};

/** The Bolt app over Socket Mode (with an app token) or HTTP, all listeners registered. */
export function connectSlack(desk: Desk, settings: SlackSettings, identity: Identity): SlackConnection {
  const { log } = desk;
  const logger = slackLogger(log);
  const socket = settings.appToken
    ? new SocketModeReceiver({
        appToken: settings.appToken,
        logger,
        installerOptions: { clientOptions: { slackApiUrl: settings.apiUrl } },
      })
    : null;
  const http = socket
    ? null
    : new HTTPReceiver({
        signingSecret: settings.signingSecret,
        endpoints: '/slack/events',
        logger,
        // A submitted form may take all of Slack's three seconds, which `serveSubmission` keeps.
        unhandledRequestTimeoutMillis: 3001,
      });
  const receiver = socket ?? http;
  if (!receiver) throw new Error('there is a receiver in either mode');
  const interactive = clientOf(settings, log, timeouts.interactive);
  const app = new App({
    receiver,
    logger,
    clientOptions: { slackApiUrl: settings.apiUrl },
    authorize: async () => ({
      botToken: settings.botToken,
      botUserId: identity.botUserId,
      botId: identity.botId,
    }),
  });
  if (socket) meterAcknowledgements(app, desk.meter);
  app.error(async (error) => logFault(log, faultId(), error));

  const underWay = new Set<Promise<unknown>>();
  const keep = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work);
    return work.finally(() => underWay.delete(work));
  };
  const directory = openDirectory(interactive, identity.teamId, desk.clock);
  const bot: Bot = { desk, interactive, directory, botUserId: identity.botUserId };
  registerListeners(app, bot, keep);

  const answers = answersLately(interactive);
  let connected = false;
  socket?.client.on('connected', () => {
    connected = true;
  });
  for (const event of ['disconnecting', 'disconnected', 'reconnecting']) {
    socket?.client.on(event, () => {
      connected = false;
    });
  }
  return {
    http: http
      ? (req, res) => {
          const began = performance.now();
          res.once('finish', () => desk.meter.acknowledged('http', performance.now() - began));
          http.requestListener(req, res);
        }
      : null,
    start: async () => void (await socket?.start()),
    // In Socket Mode the connection stands on another token than the one that posts.
    connected: async () => (!socket || connected) && (await answers()),
    async stop() {
      await socket?.stop();
      await Promise.allSettled(underWay);
    },
  };
}

/** Over a socket there is no answer whose end could be waited for: it is over once the envelope's ack was written. */
function meterAcknowledgements(app: App, meter: Meter): void {
  const process = app.processEvent.bind(app);
  app.processEvent = (event) => {
    const began = performance.now();
    const ack = async (response?: unknown) => {
      await event.ack(response);
      meter.acknowledged('socket', performance.now() - began);
    };
    return process({ ...event, ack });
  };
}

/** A yes of Slack's is good for this long, in ms, and a no for less: readiness is asked for often. */
const answerGoodFor = { yes: 20_000, no: 5000 };

/** By the machine's steady clock, which nobody stops or turns back. Asked by many at once it asks Slack once. */
function answersLately(client: WebClient): () => Promise<boolean> {
  let goodUntil = 0;
  let last: Promise<boolean> = Promise.resolve(false);
  return () => {
    if (performance.now() < goodUntil) return last;
    goodUntil = Number.POSITIVE_INFINITY;
    last = client.auth.test().then(
      () => true,
      () => false,
    );
    void last.then((answered) => {
      goodUntil = performance.now() + (answered ? answerGoodFor.yes : answerGoodFor.no);
    });
    return last;
  };
}

function clientOf(settings: SlackSettings, log: Logger, timeout: number): WebClient {
  return new WebClient(settings.botToken, {
    slackApiUrl: settings.apiUrl,
    timeout,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: slackLogger(log),
  });
}

/**
 * Slack's libraries log into our lines. What they say at debug level holds whole payloads, with what customers
 * wrote, so only warnings and errors are kept.
 */
function slackLogger(log: Logger): SlackLogger {
  const child = log.child({ from: 'slack' });
  const words = (parts: readonly unknown[]) =>
    parts.map((part) => (part instanceof Error ? describeError(part).error : String(part))).join(' ');
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...parts) => child.warn(words(parts)),
    error: (...parts) => child.error(words(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}
