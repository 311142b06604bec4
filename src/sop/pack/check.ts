import { type Document, LineCounter, parseDocument } from 'yaml';
import { checkPack } from './check-pack.ts';
import { type PackProblem, pathText } from './checks/problem.ts';
import { type Pack, packSchema } from './schema.ts';
import { schemaProblems } from './schema-problems.ts';
import { offsetOf } from './source-place.ts';

export { checkPack } from './check-pack.ts';
export { canonicalPack, packToYaml, writtenPack } from './write-pack.ts';

/** What is wrong with a pack's file; `line` and `column` count from 1, `path` is '' for the file as a whole. */
export type PackError = { path: string; line: number; column: number; message: string };
export type ParsedPack = { ok: true; pack: Pack } | { ok: false; errors: PackError[] };

/**
 * Reads and checks the YAML text of a pack: syntax and duplicate keys first, then the schema, then how the parts
 * fit together. Never throws; the errors stand in the order of the file.
 */
export function parsePack(yamlText: string): ParsedPack {
  const lines = new LineCounter();
  const errorAt = (offset: number, path: PackProblem['path'], message: string): PackError => {
    const { line, col } = lines.linePos(offset);
    return { path: pathText(path), line: Math.max(1, line), column: Math.max(1, col), message };
  };
  const read = readYaml(yamlText, lines);
  if (!read.ok) return failed(read.flaws.map(({ offset, message }) => errorAt(offset, [], message)));
  const { document, value } = read;
  const located = ({ path, message }: PackProblem) => errorAt(offsetOf(document, path), path, message);
  const parsed = packSchema.safeParse(value, { reportInput: true });
  if (!parsed.success) return failed(parsed.error.issues.flatMap(schemaProblems).map(located));
  const problems = checkPack(parsed.data);
  return problems.length > 0 ? failed(problems.map(located)) : { ok: true, pack: parsed.data };
}

function failed(errors: readonly PackError[]): ParsedPack {
  const told = new Map(errors.map((error) => [JSON.stringify(error), error]));
  const inOrder = [...told.values()].toSorted((a, b) => a.line - b.line || a.column - b.column);
  return { ok: false, errors: inOrder };
}

type Flaw = { offset: number; message: string };
type ReadYaml = { ok: true; document: Document.Parsed; value: unknown } | { ok: false; flaws: Flaw[] };

/** One YAML document as plain values. Tags nobody knows and aliases of nothing are flaws, like wrong syntax. */
function readYaml(text: string, lineCounter: LineCounter): ReadYaml {
  try {
    const document = parseDocument(text, { lineCounter, prettyErrors: false, logLevel: 'error' });
    const flaws = [...document.errors, ...document.warnings];
    if (flaws.length > 0) {
      return { ok: false, flaws: flaws.map(({ pos, message }) => ({ offset: pos[0], message })) };
    }
    const value: unknown = document.toJS();
    if (value === null) return { ok: false, flaws: [{ offset: 0, message: 'the file holds no pack' }] };
    return { ok: true, document, value };
  } catch (error) {
    // The yaml package throws these for an unknown alias, for too many of them, and for endless nesting.
    if (error instanceof ReferenceError || error instanceof RangeError) {
      return { ok: false, flaws: [{ offset: 0, message: error.message }] };
    }
    throw error;
  }
}
