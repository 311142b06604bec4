import { App, type Logger, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { startWorkspace, type Workspace, type WorkspaceOptions } from '../../src/sandbox/workspace.ts';

/** A clock that stands still until told to move. */
export const manualClock = (start = '2026-03-02T09:00:00Z') => {
  let now = Date.parse(start);
  return {
    now: () => new Date(now),
    wait: () => new Promise<void>(() => {}),
    pass: (ms: number) => {
      now += ms;
    },
  };
};

const nothing = () => {};
/** The client reports every connection the tests cut on purpose. */
const silent: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
};

/** A small real Bolt app, connected by Socket Mode as the bot is. */
export const socketApp = (workspace: Workspace, clientPingTimeout = 5_000): App => {
  const receiver = new SocketModeReceiver({
    appToken: workspace.appToken,
    logger: silent,
    clientPingTimeout,
    installerOptions: { clientOptions: { slackApiUrl: workspace.apiUrl } },
  });
  return new App({
    token: workspace.botToken,
    receiver,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: workspace.apiUrl, retryConfig: { retries: 0 } },
  });
};

export const desk = async (options: Partial<WorkspaceOptions> = {}) => {
  const clock = manualClock();
  const workspace = await startWorkspace({ clock, port: 0, socketMode: true, patienceMs: 100, ...options });
  const ana = workspace.addPerson({ name: 'ana', realName: 'Ana Lima' });
  const bo = workspace.addPerson({ name: 'bo' });
  const tickets = workspace.addChannel('tickets', { members: [ana, bo], bot: true });
  return { clock, workspace, ana, bo, tickets };
};

type Answer = { status: number; retryAfter: string | null; body: Record<string, unknown> };

/** One Web API call as an app makes it. */
export const post = async (
  workspace: Workspace,
  method: string,
  args: Record<string, unknown>,
  token: string = workspace.botToken,
  as: 'json' | 'form' = 'json',
): Promise<Answer> => {
  const form = Object.entries(args).map(([key, value]): [string, string] => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const response = await fetch(workspace.apiUrl + method, {
    method: 'POST',
    headers: {
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      'content-type': as === 'json' ? 'application/json; charset=utf-8' : 'application/x-www-form-urlencoded',
    },
    body: as === 'json' ? JSON.stringify(args) : new URLSearchParams(form).toString(),
  });
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body };
};
