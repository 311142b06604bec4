import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { canonicalPack, type PackError, parsePack } from './sop/pack/check.ts';
import { defaultPack } from './sop/pack/default-pack.ts';
import type { Pack } from './sop/pack/schema.ts';

/** The law in force: the pack, and the SHA-256 (hex) of its content that goes on every event. */
export type Sop = { pack: Pack; hash: string };

/** A pack that cannot be used, with each error's place. */
class PackRejected extends Error {
  override readonly name = 'PackRejected';
  readonly errors: readonly PackError[];
  constructor(file: string, errors: readonly PackError[]) {
    super(`The SOP pack ${file} cannot be used:\n${errors.map(packErrorLine).join('\n')}`);
    this.errors = errors;
  }
}

export function packErrorLine({ path, line, column, message }: PackError): string {
  return `  line ${line}:${column}  ${path || 'the pack'}: ${message}`;
}

/** The pack of `SOP_PACK`, or the one we ship. Throws PackRejected, or an error that names an unreadable file. */
export async function loadSop(file: string | null): Promise<Sop> {
  if (file === null) return { pack: defaultPack, hash: hashPack(defaultPack) };
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new PackRejected(file, [
      { path: '', line: 1, column: 1, message: `cannot be read (${error.code ?? 'unknown'})` },
    ]);
  });
  const parsed = parsePack(text);
  if (!parsed.ok) throw new PackRejected(file, parsed.errors);
  return { pack: parsed.pack, hash: hashPack(parsed.pack) };
}

export function hashPack(pack: Pack): string {
  return createHash('sha256').update(canonicalPack(pack)).digest('hex');
}
