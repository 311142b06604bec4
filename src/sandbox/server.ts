import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, callMethod, type Method, recordCall } from './api/index.ts';
import type { Core } from './core.ts';
import type { Fault } from './faults.ts';
import { isRec, type Rec } from './json.ts';
import { methods } from './methods.ts';
import { answerResponseUrl } from './respond.ts';

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

/** A call's arguments from query, form or JSON; undefined when the JSON is none. */
const parseArgs = (request: IncomingMessage, url: URL, body: string): Rec | undefined => {
  const query = Object.fromEntries(url.searchParams);
  if (body === '') return query;
  if (!(request.headers['content-type'] ?? '').includes('json'))
    return { ...query, ...Object.fromEntries(new URLSearchParams(body)) };
  try {
    const parsed: unknown = JSON.parse(body);
    return isRec(parsed) ? { ...query, ...parsed } : undefined;
  } catch {
    return undefined;
  }
};

const tokenOf = (request: IncomingMessage, args: Rec): string | undefined => {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  return bearer ?? (typeof args.token === 'string' ? args.token : undefined);
};

const send = (response: ServerResponse, core: Core, answer: Answer): void => {
  response.writeHead(answer.status, {
    'content-type': 'application/json; charset=utf-8',
    'x-oauth-scopes': [...core.app.scopes].join(','),
    ...answer.headers,
  });
  response.end(JSON.stringify(answer.body));
};

const sendFault = (core: Core, name: string, args: Rec, fault: Fault, response: ServerResponse): void => {
  if ('hang' in fault) {
    recordCall(core, name, args, { status: 0, headers: {}, body: { error: 'hang' } });
    return;
  }
  const answer: Answer =
    'error' in fault
      ? { status: 200, headers: {}, body: { ok: false, error: fault.error } }
      : 'retryAfter' in fault
        ? {
            status: 429,
            headers: { 'retry-after': String(fault.retryAfter) },
            body: { ok: false, error: 'ratelimited' },
          }
        : { status: 'status' in fault ? fault.status : 500, headers: {}, body: {} };
  recordCall(core, name, args, answer);
  send(response, core, answer);
};

const handleApi = async (
  core: Core,
  extra: Record<string, Method>,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> => {
  const name = url.pathname.slice('/api/'.length);
  const args = parseArgs(request, url, await readBody(request));
  if (!args)
    return send(response, core, { status: 200, headers: {}, body: { ok: false, error: 'invalid_json' } });
  if (request.method !== 'POST' && !(request.method === 'GET' && methods[name]?.get !== false))
    return send(response, core, {
      status: 405,
      headers: {},
      body: { ok: false, error: 'method_not_allowed' },
    });
  const fault = core.faults.take(name, args);
  const accepts = fault && ('resetAfterAccepting' in fault || 'hangAfterAccepting' in fault);
  if (fault && !accepts) return sendFault(core, name, args, fault, response);
  const answer = callMethod(core, extra, name, args, tokenOf(request, args));
  if (fault && 'hangAfterAccepting' in fault) return;
  if (fault) return void request.socket.destroy();
  send(response, core, answer);
};

/** The workspace's HTTP server: Web API under `/api/`, response URLs, nothing else. Local only. */
export const startServer = async (
  core: Core,
  extra: Record<string, Method>,
  port: number,
): Promise<{ server: Server; stop: () => Promise<void> }> => {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const work = url.pathname.startsWith('/api/')
      ? handleApi(core, extra, request, response, url)
      : readBody(request).then((body) =>
          answerResponseUrl(core, url.pathname, request.method, body, response),
        );
    work.catch((error: unknown) => {
      core.violations.push(`sandbox fault: ${error instanceof Error ? error.stack : String(error)}`);
      if (!response.headersSent) response.writeHead(500).end('internal_error');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  core.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { server, stop };
};
