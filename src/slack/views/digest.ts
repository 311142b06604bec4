import type { KnownBlock } from '@slack/types';
import { type DigestKind, digestKinds } from '../../sop/digest.ts';
import type { Pack } from '../../sop/pack/schema.ts';
import type { Message } from '../answer.ts';
import { type DigestView, digestViews } from './digests.ts';
import type { NoticeContent } from './notices/notice.ts';
import { type Line, lines } from './rich-text.ts';

/** One notice of a digest: what it tells of, and the ticket as it is now. */
export type DigestEntry = { kind: DigestKind } & Pick<NoticeContent, 'event' | 'file'>;

/**
 * Many notices as one message, the gravest kind first; null when none is left to tell. Of what concerns the same thing
 * only the gravest stands: who reads that a time was missed need not read that it comes close.
 */
export function buildDigest(entries: readonly DigestEntry[], pack: Pack): Message | null {
  const said = new Set<string>();
  const groups = digestKinds.flatMap((kind): { view: DigestView; told: readonly Line[] }[] => {
    const view = digestViews[kind];
    const told = entries.flatMap((entry): readonly Line[] => {
      if (entry.kind !== kind) return [];
      const line = view.line({ ...entry, pack });
      if (!line || said.has(line.about)) return [];
      said.add(line.about);
      return [line.words];
    });
    return told.length > 0 ? [{ view, told }] : [];
  });
  if (groups.length === 0) return null;
  const summary = groups.map(({ view, told }) => `${told.length} ${view.counted}`).join(', ');
  return {
    text: `Several at once: ${summary}.`,
    blocks: [
      lines([{ bold: 'Several at once: ' }, `${summary}.`]),
      ...groups.map(({ view, told }): KnownBlock => lines([{ bold: view.heading }], ...told)),
    ],
  };
}
