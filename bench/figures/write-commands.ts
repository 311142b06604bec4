import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { commandTicket } from '../../src/desk/command-ticket.ts';
import type { Desk } from '../../src/desk/desk.ts';
import { takeNext } from '../../src/desk/take-ticket.ts';
import { openDatabase } from '../../src/store/database/connect.ts';
import { applyMigrations } from '../../src/store/database/migrate.ts';
import { agents, benchDesk, by, openOne } from '../desk.ts';
import { type Figure, median } from '../figure.ts';
import { type BenchServer, silent } from '../postgres.ts';

const atOnce = 16;

/**
 * Write commands (one take, then notes) of sixteen agents at once, each on a ticket of their own, until committed:
 * on PostgreSQL against the same rows written by hand, and on the embedded database against PostgreSQL.
 */
export async function writeCommands(server: BenchServer, seconds: number): Promise<readonly Figure[]> {
  const { url, database } = await server.createDatabase();
  const desk = await benchDesk(database);
  const byHand = new pg.Pool({ connectionString: url, max: 10 });
  const folder = await mkdtemp(join(tmpdir(), 'handrail-bench-'));
  const embedded = await openDatabase({ dataDir: folder, log: silent });
  try {
    await applyMigrations(embedded);
    const small = await benchDesk(embedded);
    const rates = { hand: [] as number[], postgres: [] as number[], embedded: [] as number[] };
    for (let round = 0; round < 4; round += 1) {
      const length = round === 0 ? 0.5 : seconds / 3;
      const hand = await handWritten(desk, byHand, length);
      const postgres = await commands(desk, length);
      const onEmbedded = await commands(small, length);
      // The first round warms all three up.
      if (round === 0) continue;
      rates.hand.push(hand);
      rates.postgres.push(postgres);
      rates.embedded.push(onEmbedded);
    }
    const [hand, postgres, onEmbedded] = [median(rates.hand), median(rates.postgres), median(rates.embedded)];
    return [
      figure('write commands, PostgreSQL, 16 at once', postgres, hand, 0.3),
      figure('write commands, embedded, 16 at once', onEmbedded, postgres, 0.4),
    ];
  } finally {
    await byHand.end();
    await embedded.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function figure(name: string, value: number, baseline: number, least: number): Figure {
  const ratio = value / baseline;
  return { name, value, unit: '/s', baseline, ratio, goal: `≥ ${least} ×`, reached: ratio >= least };
}

/** Commands a second. */
async function commands(desk: Desk, seconds: number): Promise<number> {
  for (let index = 0; index < atOnce; index += 1) await openOne(desk);
  let done = 0;
  const end = performance.now() + seconds * 1000;
  const start = performance.now();
  await Promise.all(
    agents.map(async (agent) => {
      const taken = await takeNext(desk, by(agent));
      if (taken.kind !== 'done') throw new Error('there was no ticket to take');
      done += 1;
      while (performance.now() < end) {
        const outcome = await commandTicket(desk, by(agent), taken.ticket.number, {
          type: 'addNote',
          text: 'Called back, no answer; tried the second number as well.',
        });
        if (outcome.kind !== 'done') throw new Error(`a note was not written: ${outcome.kind}`);
        done += 1;
      }
    }),
  );
  return done / ((performance.now() - start) / 1000);
}

/** Transactions a second that lock a ticket, write its row, one event and two notices, as somebody would by hand. */
async function handWritten(desk: Desk, pool: pg.Pool, seconds: number): Promise<number> {
  const numbers: number[] = [];
  for (let index = 0; index < atOnce; index += 1) numbers.push(await openOne(desk));
  let done = 0;
  const end = performance.now() + seconds * 1000;
  const start = performance.now();
  await Promise.all(
    numbers.map(async (number) => {
      for (let seq = 2; performance.now() < end; seq += 1) {
        await writeByHand(pool, desk.id, number, seq);
        done += 1;
      }
    }),
  );
  return done / ((performance.now() - start) / 1000);
}

async function writeByHand(pool: pg.Pool, deskId: number, number: number, seq: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query(
      'SELECT * FROM "Ticket" WHERE "deskId" = $1 AND "number" = $2 FOR UPDATE',
      [deskId, number],
    );
    const record = JSON.stringify(rows[0].record);
    await client.query(
      `INSERT INTO "Event" ("deskId", "stream", "seq", "type", "at", "actorId", "actorRole", "clause", "packVersion",
        "packHash", "payload", "hash") VALUES ($1, $2, $3, 'noteAdded', now(), 'UAGENT0', 'tier1', 'HO-1', '2026.1',
        'hash', '{"text":"Called back, no answer; tried the second number as well."}', 'hash')`,
      [deskId, `T-${number}`, seq],
    );
    await client.query(
      'UPDATE "Ticket" SET "record" = $3, "version" = $4, "seq" = $4 WHERE "deskId" = $1 AND "number" = $2',
      [deskId, number, record, seq],
    );
    await client.query(
      `INSERT INTO "Notice" ("deskId", "kind", "stream", "seq", "destination", "channelId", "lane", "urgency", "surface",
        "pendingSurface", "state", "nextAttemptAt", "createdAt") VALUES
        ($1, 'noteAdded', $2, $3, 'thread:' || $2, 'CTICKETS', $2, 1, NULL, NULL, 'pending', now(), now()),
        ($1, 'card', $2, $3, 'channel:tickets', 'CTICKETS', $2, 1, $2 || '/card', $2 || '/card', 'pending', now(), now())
       ON CONFLICT ("deskId", "pendingSurface") DO UPDATE SET "seq" = EXCLUDED."seq"`,
      [deskId, `T-${number}`, seq],
    );
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}
