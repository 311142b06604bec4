import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf } from './data-dir-reasons.ts';
import { DataDirInUse, DataDirUnusable } from './start-errors.ts';

/** Who holds a data folder. Only information: what guards the folder is the kernel's lock on the file. */
export type LockOwner = { pid: number; startedAt: string; socketDir: string };

export type DataDirLock = {
  /** The owner before us, when it did not stop cleanly. */
  previous: LockOwner | undefined;
  release(): Promise<void>;
};

/**
 * Takes the folder for this process, creating it if need be. The lock is the operating system's, so it ends
 * with the process however that ends; no stale lock is ever left to clean up.
 * Throws DataDirInUse or DataDirUnusable.
 */
export async function lockDataDir(dataDir: string, owner: LockOwner): Promise<DataDirLock> {
  // Loaded here because it is a native addon: only who uses a data folder needs it to exist for the platform.
  const { tryLock } = await import('fs-native-extensions');
  const file = await openLockFile(dataDir);
  try {
    const locked = tryLock(file.fd);
    const other = await readOwner(file);
    if (!locked) throw new DataDirInUse(dataDir, other);
    await writeOwner(file, JSON.stringify(owner));
    return {
      previous: other,
      release: async () => {
        await writeOwner(file, '');
        await file.close();
      },
    };
  } catch (error) {
    await file.close();
    if (error instanceof DataDirInUse) throw error;
    throw new DataDirUnusable(dataDir, `it cannot be locked (${reasonOf(error)})`);
  }
}

async function openLockFile(dataDir: string) {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    return await open(join(dataDir, 'handrail.lock'), 'a+', 0o600);
  } catch (error) {
    throw new DataDirUnusable(dataDir, reasonOf(error));
  }
}

type LockFile = Awaited<ReturnType<typeof openLockFile>>;

async function writeOwner(file: LockFile, text: string): Promise<void> {
  await file.truncate(0);
  await file.appendFile(text);
}

async function readOwner(file: LockFile): Promise<LockOwner | undefined> {
  try {
    // Empty after a clean stop. Where another process holds the lock, Windows does not let us read it either.
    const value: unknown = JSON.parse(await file.readFile('utf8'));
    if (typeof value !== 'object' || value === null) return undefined;
    const { pid, startedAt, socketDir } = value as Record<string, unknown>;
    if (typeof pid !== 'number' || typeof startedAt !== 'string' || typeof socketDir !== 'string')
      return undefined;
    return { pid, startedAt, socketDir };
  } catch {
    return undefined;
  }
}
