import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { prepareEmbeddedTemplate } from './embedded-template.ts';
import { removeLeftovers } from './leftovers.ts';
import { startPostgres } from './postgres-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A data folder with a migrated embedded database, to be copied. */
    embeddedTemplate: string;
    /** Where this run's copies of it live. */
    scratchDir: string;
    /** A PostgreSQL server and a migrated database on it, to be cloned; absent → such tests are skipped. */
    postgres: { url: string; template: string; prefix: string } | undefined;
  }
}

const PREFIX = 'handrail-tests-';
const HOUR_MS = 3600_000;

/** Prepares what database tests copy, once for a run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = await scratchRoot();
  await removeLeftovers(root, PREFIX, HOUR_MS);
  const scratchDir = await mkdtemp(join(root, PREFIX));
  const removeScratch = () => rm(scratchDir, { recursive: true, force: true });
  try {
    const [embeddedTemplate, server] = await Promise.all([
      prepareEmbeddedTemplate(),
      startPostgres(scratchDir),
    ]);
    project.provide('scratchDir', scratchDir);
    project.provide('embeddedTemplate', embeddedTemplate);
    project.provide('postgres', server.postgres);
    return async () => {
      await server.stop();
      await removeScratch();
      if (!server.postgres) console.warn(`\nSKIPPED: all tests that need PostgreSQL (${server.reason}).\n`);
    };
  } catch (error) {
    await removeScratch();
    throw error;
  }
}

const MEMORY_DISK = '/dev/shm';
const ENOUGH_BYTES = 2 ** 30;

/** A disk in memory where there is a big one (containers often have 64 MB), since tests sync every commit. */
async function scratchRoot(): Promise<string> {
  const disk = await statfs(MEMORY_DISK).catch(() => undefined);
  return disk && disk.bavail * disk.bsize > ENOUGH_BYTES ? MEMORY_DISK : tmpdir();
}
