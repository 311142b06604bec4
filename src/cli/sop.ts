import { readFile } from 'node:fs/promises';
import { packToYaml, parsePack } from '../sop/pack/check.ts';
import { loadSop, packErrorLine } from '../sop-source.ts';

/** `sop check FILE` and `sop export`; null when it is neither. */
export async function sopCommand(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number | null> {
  const [verb, file, ...more] = args;
  if (more.length > 0) return null;
  if (verb === 'check' && file) return check(file);
  if (verb === 'export' && !file) {
    const { pack } = await loadSop(env.SOP_PACK || null);
    process.stdout.write(packToYaml(pack));
    return 0;
  }
  return null;
}

async function check(file: string): Promise<number> {
  const parsed = parsePack(await readFile(file, 'utf8'));
  if (parsed.ok) {
    console.log(`${file} is a sound SOP pack, version ${parsed.pack.version}.`);
    return 0;
  }
  console.error(`${file} has ${parsed.errors.length === 1 ? 'an error' : `${parsed.errors.length} errors`}:`);
  for (const error of parsed.errors) console.error(packErrorLine(error));
  return 1;
}
