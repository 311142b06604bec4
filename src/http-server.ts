import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { faultId, logFault } from './fault.ts';

/** When it stops, a request under way has this long, in ms; then its connection is cut. */
const graceMs = 2000;
/** A request is to arrive whole within this, in ms. */
const requestTimeoutMs = 30_000;

type Handler = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;

/** `METHOD /path` → who answers. */
export type Routes = Readonly<Record<string, Handler>>;

export type HttpServer = { port: number; stop(): Promise<void> };

/** Serves the routes, and nothing else, on all interfaces. A handler that fails is answered 500 with a fault id. */
export async function startHttpServer(port: number, routes: Routes, log: Logger): Promise<HttpServer> {
  const server = createServer({ requestTimeout: requestTimeoutMs }, (req, res) => {
    // Not URL: what anybody may send, such as `//`, is no reason for it to throw.
    const [path] = (req.url ?? '/').split('?', 1);
    const handler = routes[`${req.method} ${path}`];
    if (!handler) return answer(res, 404, { error: 'not_found' });
    (async () => handler(req, res))().catch((error: unknown) => {
      const id = faultId();
      logFault(log, id, error);
      if (res.headersSent) res.destroy();
      else answer(res, 500, { error: 'fault', id });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        const late = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(late);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

export function answer(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'Content-Type': 'application/json' });
  res.end(JSON.stringify(body));
}
