import { Document } from 'yaml';
import * as z from 'zod';
import { type Pack, type PackInput, packSchema } from './schema.ts';

const heading = ` The written procedure as data. Durations are ISO 8601 (PT15M, PT4H); on a calendar with working
 hours they count working time, so three working days of eight hours are PT24H.
 Check a changed file with "handrail sop check".`;

/** The pack as it is written: durations in ISO 8601. `packSchema.parse` gives back an equal pack. */
export function writtenPack(pack: Pack): PackInput {
  return z.encode(packSchema, pack);
}

/** The pack as YAML that a person can read and change; `parsePack` gives back an equal pack. */
export function packToYaml(pack: Pack): string {
  const document = new Document(writtenPack(pack), { aliasDuplicateObjects: false });
  document.commentBefore = heading;
  return document.toString({ lineWidth: 110 });
}

/** The same text for equal packs, whatever the order of their keys: what the content hash is taken of. */
export function canonicalPack(pack: Pack): string {
  return JSON.stringify(pack, (_key, value: unknown) => (isRecord(value) ? sorted(value) : value));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
