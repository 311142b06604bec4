import type { UserId } from './actor.ts';
import type { DocumentStamp } from './exception/state.ts';
import { epoch, type Instant } from './instant.ts';
import type { Pack } from './pack/schema.ts';
import { atWallClock } from './shift/local-time.ts';

/** DOC-2: what the desk knows of a document beside the pack. `confirmed` is null where its version changed since. */
export type DocumentConfirmation = { version: string; confirmed: { by: UserId; at: Instant } | null };

/** By the id of the document; one that is absent rests on the date in the pack. */
export type DocumentConfirmations = Readonly<Record<string, DocumentConfirmation>>;

/** A document and whether it counts as current at an instant. */
export type DocumentCurrency = Pack['documents'][number] & {
  /** When that version was last confirmed; null where it never was. */
  confirmedAt: Instant | null;
  /** Null for the date that stands in the pack. */
  confirmedBy: UserId | null;
  /** Why it does not count as current; null where it does. */
  stale: 'old' | 'newVersion' | null;
};

/**
 * DOC-2: every document of the pack with its currency. A confirmation is good for one version and for
 * `limits.documentCurrency`; of the desk's and the pack's own the later counts.
 */
export function documentCurrency(
  pack: Pack,
  confirmations: DocumentConfirmations,
  now: Date,
): readonly DocumentCurrency[] {
  return pack.documents.map((document) => {
    const known = confirmations[document.id];
    if (known && (known.version !== document.version || !known.confirmed))
      return { ...document, confirmedAt: null, confirmedBy: null, stale: 'newVersion' };
    const written = atWallClock(pack.timeZone, document.lastConfirmed, '00:00');
    // A date that is yet to come, a wrong year perhaps, confirms nothing: it would be good for longer than is allowed.
    const fromPack = epoch(written) <= now.getTime() ? written : null;
    const ours = known?.confirmed;
    const later = ours && (!fromPack || ours.at >= fromPack) ? ours : null;
    const confirmedAt = later ? later.at : fromPack;
    const good = confirmedAt && now.getTime() - epoch(confirmedAt) <= pack.limits.documentCurrency;
    return { ...document, confirmedAt, confirmedBy: later?.by ?? null, stale: good ? null : 'old' };
  });
}

/** What is stamped on a record. */
export function documentStamps(of: readonly DocumentCurrency[]): readonly DocumentStamp[] {
  return of.map(({ id, version, stale }) => ({ id, version, stale: stale !== null }));
}

/** The documents whose version another pack changes: they are to be confirmed anew. */
export function changedDocuments(
  before: readonly { id: string; version: string }[],
  after: readonly { id: string; version: string }[],
): readonly { id: string; version: string }[] {
  const versions = new Map(before.map(({ id, version }) => [id, version]));
  return after
    .filter(({ id, version }) => versions.has(id) && versions.get(id) !== version)
    .map(({ id, version }) => ({ id, version }));
}
