import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type StubCall = { method: string; body: URLSearchParams; at: number };

export type SlackStub = {
  apiUrl: string;
  /** Called for each call of the Web API at the instant (performance.now, ms) it has arrived whole. */
  onCall(listener: (call: StubCall) => void): () => void;
  /** How often a channel was posted to before its second was over. */
  rateLimited(): number;
  stop(): Promise<void>;
};

/**
 * As much of Slack's Web API as the bot calls while it is measured, and nothing that takes time: so that what is
 * measured is the bot. With `paced` it takes one message a second a channel and answers 429 to more.
 */
export async function startSlackStub({ paced }: { paced: boolean }): Promise<SlackStub> {
  const listeners = new Set<(call: StubCall) => void>();
  const lastPost = new Map<string, number>();
  let refused = 0;
  let messages = 0;
  const server = createServer(async (req, res) => {
    const body = new URLSearchParams(await textOf(req));
    const at = performance.now();
    const method = (req.url ?? '').replace(/^\/api\//, '').split('?')[0] ?? '';
    const channel = body.get('channel') ?? '';
    const posts = method === 'chat.postMessage';
    if (paced && posts && at - (lastPost.get(channel) ?? -1000) < 1000) {
      refused += 1;
      res.writeHead(429, { 'Retry-After': '1', 'Content-Type': 'application/json' });
      res.end('{"ok":false,"error":"ratelimited"}');
      return;
    }
    if (posts) lastPost.set(channel, at);
    messages += 1;
    res.writeHead(200, { 'Content-Type': 'application/json' });
    res.end(JSON.stringify(answerTo(method, body, messages)));
    for (const listener of listeners) listener({ method, body, at });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    onCall(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    rateLimited: () => refused,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answerTo(method: string, body: URLSearchParams, message: number): unknown {
  switch (method) {
    case 'auth.test':
      return { ok: true, team_id: 'TBENCH', user_id: 'UBOT', bot_id: 'BBOT' };
    case 'users.info':
      return { ok: true, user: { id: body.get('user'), team_id: 'TBENCH' } };
    case 'views.open':
    case 'views.update':
      return { ok: true, view: { id: `V${message}` } };
    case 'chat.postMessage':
    case 'chat.update':
      return { ok: true, channel: body.get('channel'), ts: `${1_700_000_000 + message}.000100` };
    default:
      return { ok: true, messages: [] };
  }
}

async function textOf(req: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
