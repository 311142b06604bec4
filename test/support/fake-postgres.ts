import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** What a fake server does with everyone who connects. */
export type FakeBehaviour = 'silence' | 'wrong-password' | { version: number };

/** A server that speaks just enough of PostgreSQL's protocol to refuse, to be too old, or to say nothing. */
export async function startFakePostgres(
  behaviour: FakeBehaviour,
  port?: number,
): Promise<{ port: number; stop(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (data) => socket.write(answer(behaviour, data)));
  });
  server.listen(port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function answer(behaviour: FakeBehaviour, data: Buffer): Buffer {
  if (behaviour === 'silence') return Buffer.alloc(0);
  if (behaviour === 'wrong-password') {
    return message(
      'E',
      text('SFATAL'),
      text('C28P01'),
      text('Mpassword authentication failed for user "bot"'),
      text(''),
    );
  }
  const ready = message('Z', Buffer.from('I'));
  const isStartup = data[0] === 0;
  if (isStartup) return Buffer.concat([message('R', int32(0)), ready]);
  const sql = data.toString('utf8');
  const row = sql.includes('server_version_num') ? versionRow(behaviour.version) : [];
  return Buffer.concat([...row, message('C', text('SELECT 1')), ready]);
}

/** One row with one int4 column. */
function versionRow(version: number): Buffer[] {
  const digits = Buffer.from(String(version));
  const int4 = Buffer.concat([int32(0), int16(0), int32(23), int16(4), int32(-1), int16(0)]);
  return [
    message('T', int16(1), text('version'), int4),
    message('D', int16(1), int32(digits.length), digits),
  ];
}

function message(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

const text = (value: string) => Buffer.from(`${value}\0`);

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(value);
  return buffer;
}
