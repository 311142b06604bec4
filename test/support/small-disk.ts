import { execFileSync } from 'node:child_process';
import { constants, cpSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';

export type SmallDisk = {
  /** A migrated, empty data folder of the embedded database that lies on it. */
  dataDir: string;
  /** Leaves no byte free, until `free`. */
  fill(): void;
  free(): void;
  grow(mib: number): void;
  remove(): void;
};

/** A disk in memory of so many MiB; null where this user may not make one. */
export function makeSmallDisk(mib: number): SmallDisk | null {
  const place = mkdtempSync(join(tmpdir(), 'handrail-small-disk-'));
  const mount = (...args: string[]) => execFileSync('mount', args, { stdio: 'ignore' });
  try {
    mount('-t', 'tmpfs', '-o', `size=${mib}m`, 'tmpfs', place);
  } catch {
    rmSync(place, { recursive: true });
    return null;
  }
  const dataDir = join(place, 'data');
  const filler = join(place, 'filler');
  cpSync(inject('embeddedTemplate'), dataDir, { recursive: true, mode: constants.COPYFILE_FICLONE });
  return {
    dataDir,
    fill: () => {
      const { bavail, bsize } = statfsSync(place);
      writeFileSync(filler, Buffer.alloc(bavail * bsize));
    },
    free: () => rmSync(filler),
    grow: (to) => mount('-o', `remount,size=${to}m`, place),
    remove: () => {
      execFileSync('umount', ['-l', place]);
      rmSync(place, { recursive: true });
    },
  };
}

/** Whether such disks can be made here; said aloud where not, since tests are skipped then. */
export function canMakeSmallDisks(): boolean {
  const place = mkdtempSync(join(tmpdir(), 'handrail-small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place], { stdio: 'ignore' });
    execFileSync('umount', [place]);
    return true;
  } catch {
    console.warn('SKIPPED: tests of a full disk (this user may not mount one in memory).');
    return false;
  } finally {
    rmSync(place, { recursive: true });
  }
}
