// @ts-check
// The embedded database's own thread: a query in WebAssembly blocks the thread it runs on, and the one that
// answers Slack must not wait. This file is JavaScript because Node itself loads a worker's entry, and Node 20
// reads no TypeScript: so the same file runs from src and from dist.
import { fsyncSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { keepTurns } from './embedded-turns.mjs';

/**
 * @typedef {import('./embedded-protocol.ts').EmbeddedOptions} EmbeddedOptions
 * @typedef {import('./embedded-protocol.ts').EmbeddedReport} EmbeddedReport
 */

if (!parentPort) throw new Error('embedded-worker.mjs runs only as a worker');
const parent = parentPort;

/** @type {EmbeddedOptions} */
const options = workerData;

/** PGlite's folder on disk, but with an fsync that reaches the disk: without it a power cut loses commits. */
class DurableNodeFS extends NodeFS {
  /**
   * @override
   * @type {NodeFS['init']}
   */
  async init(pg, emscriptenOptions) {
    const { emscriptenOpts } = await super.init(pg, emscriptenOptions);
    emscriptenOpts.preRun = [
      (mod) => {
        mod.FS.filesystems.NODEFS.stream_ops.fsync = (/** @type {{ nfd: number }} */ stream) => {
          fsyncSync(stream.nfd);
          return 0;
        };
      },
      ...[emscriptenOpts.preRun ?? []].flat(),
    ];
    return { emscriptenOpts };
  }
}

// PGlite's own parameters turn fsync off (-F). `fsync` is the one sync call that its file system passes on.
const startParams = [
  ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
  ...['-c', 'wal_sync_method=fsync'],
];

/** @type {string[]} What PostgreSQL said when it gave up, for the message. */
const lastWords = [];
let started = false;

/** @param {string} line of PostgreSQL's log; later details are left out, as they quote what is stored. */
function keepLastWords(line) {
  const [, words] = (started ? /(?:FATAL|PANIC):\s+(.*)/ : /(?:FATAL|PANIC|DETAIL):\s+(.*)/).exec(line) ?? [];
  if (words) lastWords.push(words);
  return false;
}

/** How the engine's C code leaves a failed statement; the one exception that is part of its normal work. */
const LONGJMP = 100;

/**
 * PGlite goes on after any exception of the engine, even after a panic: no query is answered from then on.
 * @param {PGlite} db
 */
function watchEngine(db) {
  const engine = db.Module;
  const runOnce = engine._PostgresMainLoopOnce;
  engine._PostgresMainLoopOnce = () => {
    try {
      return runOnce();
    } catch (error) {
      if (/** @type {{ status?: unknown }} */ (error).status !== LONGJMP) fail(error);
      throw error;
    }
  };
}

/** @param {unknown} error */
function fail(error) {
  const message = error instanceof Error ? error.message : String(error);
  /** @type {EmbeddedReport} */
  const report = { type: 'failed', reason: lastWords.slice(-2).join(': ') || message };
  parent.postMessage(report);
  // Nothing is written out on the way: the memory can't be trusted, and the log on disk holds every commit.
  process.exit(1);
}

try {
  const db = await PGlite.create({
    fs: new DurableNodeFS(options.folder),
    startParams,
    onStderr: keepLastWords,
  });
  keepTurns(db);
  watchEngine(db);
  const server = new PGLiteSocketServer({ db, ...options.listen, maxConnections: options.maxConnections });
  await server.start();
  parent.once('message', async () => {
    await server.stop();
    await db.close();
    parent.close();
  });
  started = true;
  /** @type {EmbeddedReport} */
  const report = { type: 'ready', address: server.getServerConn() };
  parent.postMessage(report);
} catch (error) {
  fail(error);
}
