import { connect } from 'node:net';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

// The embedded server's clients share one PostgreSQL session; none may meet another's half-sent query.
let db: TestDatabase;
let sessions: pg.Pool[];

beforeAll(async () => {
  db = await testDatabase({ several: false });
  sessions = Array.from({ length: 8 }, () => db.database.openSession());
});
afterAll(async () => {
  await Promise.all(sessions.map((session) => session.end()));
  await db.close();
});
beforeEach(async () => {
  await session(0).query('DROP TABLE IF EXISTS turn; CREATE TABLE turn (k text PRIMARY KEY)');
});

function session(index: number): pg.Pool {
  const found = sessions[index % sessions.length];
  if (!found) throw new Error('no sessions');
  return found;
}

it('gives every client the answer to its own query, also beside failing ones', async () => {
  // Larger than what a socket hands over at once: others' messages arrive between its Parse and its Bind.
  const large = 'x'.repeat(300_000);
  const kinds = [
    async (i: number) =>
      expect((await session(i).query('SELECT length($1::text) AS a', [large])).rows).toEqual([
        { a: large.length },
      ]),
    async (i: number) =>
      expect((await session(i).query('SELECT $1::int AS a', [i])).rows).toEqual([{ a: i }]),
    async (i: number) =>
      expect((await session(i).query('SELECT $1::text AS a, $2::text AS b', [i, -i])).rows).toEqual([
        { a: `${i}`, b: `${-i}` },
      ]),
    async (i: number) => void (await session(i).query('INSERT INTO turn VALUES ($1)', [`k${i}`])),
    async (i: number) =>
      await expect(session(i).query('SELECT 1 / $1::int', [0])).rejects.toMatchObject({ code: '22012' }),
    async (i: number) => void (await session(i).query(`BEGIN; INSERT INTO turn VALUES ('t${i}'); COMMIT`)),
  ];
  // Six rounds of all kinds for every client; at any moment the clients are at different ones.
  const rounds = 6 * kinds.length;
  const oneClient = async (client: number) => {
    for (let round = 0; round < rounds; round += 1) {
      await kinds[(client + round) % kinds.length]?.(round * sessions.length + client);
    }
  };
  await Promise.all(sessions.map((_, client) => oneClient(client)));
  const { rows } = await session(0).query('SELECT count(*)::int AS n FROM turn');
  expect(rows).toEqual([{ n: 2 * 6 * sessions.length }]);
});

it('undoes the transaction of a client that goes away in the middle of a failed query', async () => {
  const { host = '', port } = session(0).options;
  const socket = connect(`${host}/.s.PGSQL.${port}`);
  const send = (type: string, body: string) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(Buffer.byteLength(body) + 4);
    socket.write(Buffer.concat([Buffer.from(type), length, Buffer.from(body)]));
  };
  send('', '\0\x03\0\0user\0postgres\0database\0postgres\0\0');
  send('Q', `BEGIN; INSERT INTO turn VALUES ('mine')\0`);
  // A query that can't be parsed, and no Sync: PostgreSQL now ignores everything but a Sync.
  send('P', '\0SELEKT\0\0\0');
  await expect.poll(() => received(socket)).toContain('SELEKT');
  socket.destroy();
  expect((await session(1).query('SELECT count(*)::int AS n FROM turn')).rows).toEqual([{ n: 0 }]);
});

const texts = new WeakMap<object, string>();
function received(socket: ReturnType<typeof connect>): string {
  texts.set(socket, (texts.get(socket) ?? '') + (socket.read()?.toString() ?? ''));
  return texts.get(socket) ?? '';
}
