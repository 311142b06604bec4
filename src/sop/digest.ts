import type { Urgency } from './notice.ts';
import type { PriorityCode } from './pack/schema.ts';

/** What may be told together, gravest first, when much waits for one channel. Each has its line in `digests.ts`. */
export const digestKinds = ['clockBreached', 'clockAtRisk', 'leftUnassigned'] as const;
export type DigestKind = (typeof digestKinds)[number];

/**
 * So many waiting for one channel are a digest; fewer are told one by one, which takes no longer than a few seconds.
 * `most`: as many as one message of Slack's holds, whatever their titles are.
 */
export const digestSize = { fewest: 5, most: 50 } as const;

/** T1-4, ESL-1: somebody has to act on a critical or high one at once, so it always has a message of its own. */
const toldSingly: ReadonlySet<PriorityCode> = new Set(['P1', 'P2']);

export function urgencyOf(priority: PriorityCode): Extract<Urgency, 'urgent' | 'digest'> {
  return toldSingly.has(priority) ? 'urgent' : 'digest';
}

/** Whether a notice may stand in a digest. A message that is kept up to date in place never does. */
export function mayBeInDigest(notice: { kind: string; urgency: Urgency; surface: string | null }): boolean {
  const kinds: readonly string[] = digestKinds;
  return notice.urgency === 'digest' && notice.surface === null && kinds.includes(notice.kind);
}
