import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node } from 'yaml';

/**
 * Where in the YAML text the value at `path` stands, as an offset. A list or record counts from its key; what is
 * missing counts from the innermost thing around it that is there.
 */
export function offsetOf(document: Document.Parsed, path: readonly (string | number)[]): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    const found = child(isAlias(node) ? node.resolve(document) : node, step);
    if (!found) break;
    offset = found.offset ?? offset;
    node = found.node;
  }
  return offset;
}

function child(parent: unknown, step: string | number): { node: unknown; offset: number | undefined } | null {
  if (isSeq(parent)) {
    const item = parent.items[Number(step)];
    return item === undefined ? null : { node: item, offset: startOf(item) };
  }
  if (!isMap(parent)) return null;
  const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  if (!pair) return null;
  const written = isScalar(pair.value) && pair.value.value !== null;
  return { node: pair.value, offset: startOf(written ? pair.value : pair.key) };
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? (node as Node).range?.[0] : undefined;
}
