import { connect } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type HttpServer, startHttpServer } from '../src/http-server.ts';

let server: HttpServer;
const log = pino({ level: 'silent' });

beforeEach(async () => {
  server = await startHttpServer(
    0,
    {
      'GET /fine': (_, res) => void res.end('fine'),
      'GET /throws': () => {
        throw new Error('at once');
      },
      'GET /rejects': async () => {
        throw new Error('later');
      },
    },
    log,
  );
});
afterEach(() => server.stop());

/** The first line that a request, sent byte for byte, is answered with. */
function statusOf(request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(request));
    socket.once('data', (data) => {
      resolve(data.toString().split('\r\n')[0] ?? '');
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

test.each(['//', '/nothing', '*', 'http://', '/%', '/fine/../..'])(
  'a path like %j is not found, and the process lives',
  async (path) => {
    expect(await statusOf(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)).toContain('404');
    expect(await statusOf('GET /fine?x=1 HTTP/1.1\r\nHost: x\r\n\r\n')).toContain('200');
  },
);

test.each(['/throws', '/rejects'])(
  'a handler that fails (%s) is answered 500 with a fault id',
  async (path) => {
    const answer = await fetch(`http://127.0.0.1:${server.port}${path}`);
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({
      error: 'fault',
      id: expect.stringMatching(/^F-[0-9a-f]{8}$/),
    });
  },
);

test('it stops although somebody holds a connection and sends nothing', async () => {
  const socket = connect(server.port, '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await server.stop();
  await closed;
}, 15_000);
