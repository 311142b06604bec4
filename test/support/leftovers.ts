import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Removes what runs that were killed have left: folders of that prefix that nothing has touched for so long. */
export async function removeLeftovers(parent: string, prefix: string, ageMs: number): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    const path = join(parent, name);
    const touched = await stat(path).catch(() => undefined);
    if (touched && Date.now() - touched.mtimeMs > ageMs) await rm(path, { recursive: true, force: true });
  }
}
