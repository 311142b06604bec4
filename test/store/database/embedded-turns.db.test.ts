import { once } from 'node:events';
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
  const send = (type: string, body: string) => socket.write(message(type, body));
  send('', '\0\x03\0\0user\0postgres\0database\0postgres\0\0');
  send('Q', `BEGIN; INSERT INTO turn VALUES ('mine')\0`);
  // A query that can't be parsed, and a Flush but no Sync: PostgreSQL now ignores everything but a Sync.
  send('P', '\0SELEKT\0\0\0');
  send('H', '');
  await expect.poll(() => received(socket)).toContain('SELEKT');
  socket.destroy();
  expect((await session(1).query('SELECT count(*)::int AS n FROM turn')).rows).toEqual([{ n: 0 }]);
});

it('undoes the transaction of a client that goes away in the middle of a query it has not ended', async () => {
  const { host = '', port } = session(0).options;
  const socket = connect(`${host}/.s.PGSQL.${port}`);
  socket.write(message('', '\0\x03\0\0user\0postgres\0database\0postgres\0\0'));
  socket.write(message('Q', `BEGIN; INSERT INTO turn VALUES ('mine')\0`));
  await expect.poll(() => received(socket)).toContain('INSERT 0 1');
  socket.write(message('P', '\0SELECT 1\0\0\0'));
  socket.destroy();
  expect((await session(1).query('SELECT count(*)::int AS n FROM turn')).rows).toEqual([{ n: 0 }]);
  expect((await session(2).query('SELECT $1::int AS a', [2])).rows).toEqual([{ a: 2 }]);
});

it('lets a client in beside many connections that it has not seen the end of yet', async () => {
  const { host = '', port } = session(0).options;
  const givenUp = Array.from({ length: 30 }, () => connect(`${host}/.s.PGSQL.${port}`));
  await Promise.all(givenUp.map((socket) => once(socket, 'connect')));
  const newcomer = db.database.openSession();
  expect((await newcomer.query('SELECT 1 AS a')).rows).toEqual([{ a: 1 }]);
  await newcomer.end();
  for (const socket of givenUp) socket.destroy();
});

it('parses a statement with a name once for all clients, and again after it could not be parsed', async () => {
  const named = { name: 'one-name', text: 'SELECT k FROM later WHERE k = $1' };
  await expect(session(0).query({ ...named, values: ['k'] })).rejects.toMatchObject({ code: '42P01' });
  await session(0).query(`CREATE TABLE later AS SELECT 'k' AS k`);
  const ask = (client: number) => session(client).query({ ...named, values: ['k'] });
  for (const client of [0, 1, 2, 1, 0]) expect((await ask(client)).rows).toEqual([{ k: 'k' }]);
  const { rows } = await session(3).query(
    `SELECT generic_plans + custom_plans AS runs FROM pg_prepared_statements WHERE name = 'one-name'`,
  );
  expect(rows).toEqual([{ runs: '5' }]);
});

it('goes on after a statement with a name failed, within a transaction and without', async () => {
  const insert = { name: 'insert', text: 'INSERT INTO turn VALUES ($1)' };
  const client = await session(0).connect();
  try {
    await client.query({ ...insert, values: ['a'] });
    await expect(client.query({ ...insert, values: ['a'] })).rejects.toMatchObject({ code: '23505' });
    await client.query('BEGIN');
    await expect(client.query({ ...insert, values: ['a'] })).rejects.toMatchObject({ code: '23505' });
    await expect(client.query({ ...insert, values: ['b'] })).rejects.toMatchObject({ code: '25P02' });
    await client.query('ROLLBACK');
    await client.query({ ...insert, values: ['c'] });
  } finally {
    client.release();
  }
  expect((await session(1).query('SELECT k FROM turn ORDER BY k')).rows).toEqual([{ k: 'a' }, { k: 'c' }]);
});

it('plans a statement anew after its table has grown', async () => {
  const byName = { name: 'by-key', text: 'SELECT n FROM grows WHERE k <= $1 ORDER BY k LIMIT 1' };
  const ask = async (k: number) => (await session(0).query({ ...byName, values: [k] })).rows;
  const plan = async () =>
    JSON.stringify(
      (await session(1).query(`EXPLAIN EXECUTE "by-key"(5)`)).rows.map((row) => Object.values(row)),
    );
  await session(0).query(
    'CREATE TABLE grows AS SELECT 1 AS k, 1 AS n; CREATE INDEX ON grows (k); ANALYZE grows',
  );
  for (let time = 0; time < 10; time += 1) await ask(time);
  const first = await plan();
  await session(0).query('INSERT INTO grows SELECT g, g FROM generate_series(2, 50000) g');
  for (let time = 0; time < 1000; time += 1) expect(await ask(1)).toEqual([{ n: 1 }]);
  expect(first).toContain('Seq Scan');
  expect(await plan()).toContain('Index Scan');
});

function message(type: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(Buffer.byteLength(body) + 4);
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body)]);
}

const texts = new WeakMap<object, string>();
function received(socket: ReturnType<typeof connect>): string {
  texts.set(socket, (texts.get(socket) ?? '') + (socket.read()?.toString() ?? ''));
  return texts.get(socket) ?? '';
}
