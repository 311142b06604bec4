import { once } from 'node:events';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { lockDataDir } from './data-dir-lock.ts';
import { reasonOf } from './data-dir-reasons.ts';
import type { EmbeddedOptions, EmbeddedReport } from './embedded-protocol.ts';
import { DataDirUnusable } from './start-errors.ts';

export type EmbeddedServer = {
  /** Where the driver connects: a folder with a socket in it, or a loopback address on Windows. */
  address: { host: string; port: number };
  /** Stops the server, writes everything out, gives the folder free. Close the connections first. */
  stop(): Promise<void>;
};

/**
 * Far more than this process opens: a connection that was given up (a failed statement is enough) counts until the
 * server's busy thread has seen its end, and one beyond the limit would be cut off.
 */
const MAX_CONNECTIONS = 100;
/** PostgreSQL's first start writes its own tables, and takes seconds; far longer than this is a fault. */
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 10_000;
const SOCKET_DIR_PREFIX = 'handrail-';

/**
 * Starts PostgreSQL (PGlite) on a data folder, in a worker thread of this process. `onFailure` is called once
 * if it dies later. Throws DataDirInUse or DataDirUnusable.
 */
export async function startEmbedded(
  dataDir: string,
  onFailure: (error: Error) => void,
): Promise<EmbeddedServer> {
  const folder = resolve(dataDir);
  // Not in the data folder: a Unix socket's path may have no more than about 107 bytes.
  const socketDir = await mkdtemp(join(tmpdir(), SOCKET_DIR_PREFIX));
  const removeSocketDir = () => rm(socketDir, { recursive: true, force: true });
  try {
    const lock = await lockDataDir(folder, {
      pid: process.pid,
      startedAt: new Date().toISOString(),
      socketDir,
    });
    try {
      if (lock.previous) await removeLeftSocketDir(lock.previous.socketDir);
      const { worker, address } = await startWorker(folder, socketDir);
      const stopped = watch(worker, onFailure);
      return {
        address,
        stop: async () => {
          await stopped();
          await lock.release();
          await removeSocketDir();
        },
      };
    } catch (error) {
      await lock.release();
      throw error;
    }
  } catch (error) {
    await removeSocketDir();
    throw error;
  }
}

async function startWorker(dataDir: string, socketDir: string) {
  const folder = await prepareFolder(dataDir);
  const windows = process.platform === 'win32';
  const options: EmbeddedOptions = {
    folder: folder.path,
    listen: windows ? { host: '127.0.0.1', port: 0 } : { path: join(socketDir, '.s.PGSQL.5432') },
    maxConnections: MAX_CONNECTIONS,
  };
  const worker = new Worker(new URL('./embedded-worker.mjs', import.meta.url), { workerData: options });
  try {
    const report = await firstReport(worker);
    if (report.type === 'failed') throw new Error(report.reason);
    await folder.complete();
    const port = windows ? Number(report.address.split(':').at(-1)) : 5432;
    return { worker, address: { host: windows ? '127.0.0.1' : socketDir, port } };
  } catch (error) {
    await worker.terminate();
    throw new DataDirUnusable(dataDir, `its database does not start (${reasonOf(error)})`);
  }
}

async function firstReport(worker: Worker): Promise<EmbeddedReport> {
  const limit = AbortSignal.timeout(START_LIMIT_MS);
  // `once` rejects when the worker emits 'error'; an exit without a word has to be turned into one.
  const exited = once(worker, 'exit', { signal: limit }).then((): EmbeddedReport => {
    return { type: 'failed', reason: 'it stopped without a message' };
  });
  const reported = once(worker, 'message', { signal: limit }).then(([report]) => report as EmbeddedReport);
  exited.catch(() => undefined);
  return await Promise.race([reported, exited]);
}

/** Reports the worker's death to `onFailure`, unless it was asked for by the returned function. */
function watch(worker: Worker, onFailure: (error: Error) => void): () => Promise<void> {
  let over = false;
  const fail = (error: Error) => {
    if (over) return;
    over = true;
    onFailure(error);
  };
  worker.on('error', fail);
  worker.on('message', (report: EmbeddedReport) => {
    if (report.type === 'failed') fail(new Error(`The embedded database failed: ${report.reason}`));
  });
  worker.on('exit', (code) => fail(new Error(`The embedded database stopped (exit code ${code})`)));
  return async () => {
    const alive = !over;
    over = true;
    if (alive) {
      const exited = once(worker, 'exit', { signal: AbortSignal.timeout(STOP_LIMIT_MS) });
      worker.postMessage('stop');
      await exited.catch(() => undefined);
    }
    await worker.terminate();
  };
}

/**
 * The folder PostgreSQL keeps its files in. A note beside it says "not complete yet" while the first start
 * fills it, so that a first start that was killed is started over: nothing can have been stored by then.
 */
async function prepareFolder(dataDir: string) {
  const path = join(dataDir, 'postgres');
  const unfinished = join(dataDir, 'first-start-unfinished');
  try {
    if (await exists(unfinished)) await rm(path, { recursive: true, force: true });
    if (!(await exists(path))) {
      await writeFile(unfinished, '');
      await mkdir(path, { mode: 0o700 });
    } else if (!(await exists(join(path, 'PG_VERSION')))) {
      // The engine would take it for empty and write a new database over what is there.
      throw new Error(`${path} is damaged: its file PG_VERSION is missing`);
    }
  } catch (error) {
    throw new DataDirUnusable(dataDir, reasonOf(error));
  }
  return { path, complete: () => rm(unfinished, { force: true }) };
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** A killed process leaves its socket's folder behind. Its name comes from a file, so it is checked first. */
async function removeLeftSocketDir(path: string): Promise<void> {
  const ours = dirname(path) === tmpdir() && basename(path).startsWith(SOCKET_DIR_PREFIX);
  if (ours) await rm(path, { recursive: true, force: true });
}
