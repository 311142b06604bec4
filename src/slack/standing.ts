import type { WebClient } from '@slack/web-api';
import { eventType, failureOf, type Sending } from './deliver.ts';

/** Where messages are looked for: a thread with its root, or what stands in a channel itself. */
export type Looking = {
  channelId: string;
  threadTs: string | null;
  /** Slack's timestamp (seconds) of the first message that may be meant, and of the last; null for up to now. */
  from: string;
  to: string | null;
};

/** A message that stands there; `mark` says which notice's it is, when it is one of ours. */
export type Standing = { ts: string; mark: { notice: string; piece: number } | null };

export type Page = { messages: readonly Standing[]; cursor: string | null };

/** One page of what stands in a place, from Slack itself; or why it could not be read. Never throws. */
export async function readPage(
  client: WebClient,
  { channelId, threadTs, from, to }: Looking,
  cursor: string | null,
): Promise<Page | Exclude<Sending, { kind: 'sent' }>> {
  const where = {
    channel: channelId,
    oldest: from,
    ...(to ? { latest: to } : {}),
    inclusive: true,
    include_all_metadata: true,
    limit: 200,
    ...(cursor ? { cursor } : {}),
  };
  try {
    const answer = threadTs
      ? await client.conversations.replies({ ...where, ts: threadTs })
      : await client.conversations.history(where);
    return {
      messages: (answer.messages ?? []).flatMap(standing),
      cursor: answer.response_metadata?.next_cursor || null,
    };
  } catch (error) {
    return failureOf(error);
  }
}

function standing(message: {
  ts?: string;
  subtype?: string;
  metadata?: { event_type?: string; event_payload?: unknown };
}): readonly Standing[] {
  const { ts, subtype, metadata } = message;
  // What Slack leaves where the root of a thread was deleted is no message.
  if (!ts || subtype === 'tombstone') return [];
  const payload = metadata?.event_payload as { notice?: unknown; piece?: unknown } | undefined;
  if (metadata?.event_type !== eventType || typeof payload?.notice !== 'string') return [{ ts, mark: null }];
  return [{ ts, mark: { notice: payload.notice, piece: Number(payload.piece) } }];
}
