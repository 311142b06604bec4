import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import type { AtPoint } from '../desk/delivery-point.ts';
import type { ClaimedNotice, Place } from '../desk/outbox.ts';
import type { Message } from './answer.ts';
import { escapeMarkup } from './words.ts';

/** What became of one send. `uncertain`: Slack may have it, so it is searched for before the next attempt. */
export type Sending =
  | { kind: 'sent'; channelId: string; ts: string }
  | { kind: 'rateLimited'; seconds: number }
  | { kind: 'retry'; uncertain: boolean; error: string }
  /** The channel takes nothing: archived, gone, or Handrail is no member, or lacks a permission there. */
  | { kind: 'channelLost'; error: string }
  /** The token takes nothing: an operator has to act. */
  | { kind: 'unauthorized'; error: string }
  /** The message to be updated is gone. */
  | { kind: 'messageGone' }
  /** It was too late to begin: nothing was sent. */
  | { kind: 'leaseOver' }
  /** Slack will never take this message. */
  | { kind: 'refused'; error: string };

/** Marks a message as a notice's: it bears the notice's key and which piece of it this is. */
export const eventType = 'handrail_notice';

/** What a send asks and tells on its way: whether it may still begin, and where it is. */
export type Way = { at: AtPoint; mayStillSend(): boolean };

/** Sends one piece of a notice, or updates the message it keeps up to date. Never throws for what Slack answers. */
export async function deliver(
  client: WebClient,
  notice: ClaimedNotice,
  piece: number,
  message: Message,
  place: Place,
  { at, mayStillSend }: Way,
): Promise<Sending> {
  try {
    if (notice.uncertain && !place.standing) {
      await at('looking');
      const found = await findDelivered(client, notice, piece, place);
      if (found) return { kind: 'sent', ...found };
      await at('looked');
    }
    if (!mayStillSend()) return { kind: 'leaseOver' };
    const content = contentOf(message, notice.key, piece);
    await at('posting');
    const answer = place.standing
      ? await client.chat.update({ channel: place.standing.channelId, ts: place.standing.ts, ...content })
      : await client.chat.postMessage({
          channel: place.channelId,
          ...(place.threadTs ? { thread_ts: place.threadTs } : {}),
          unfurl_links: false,
          unfurl_media: false,
          ...content,
        });
    await at('answered');
    return { kind: 'sent', channelId: answer.channel ?? place.channelId, ts: answer.ts ?? '' };
  } catch (error) {
    return failureOf(error);
  }
}

/** Whether an earlier send arrived, for what is not sent again; null when it did not. */
export async function lookFor(
  client: WebClient,
  notice: ClaimedNotice,
  piece: number,
  place: Place,
): Promise<Sending | null> {
  try {
    const found = await findDelivered(client, notice, piece, place);
    return found && { kind: 'sent', ...found };
  } catch (error) {
    return failureOf(error);
  }
}

/** Where a workspace lets nothing be deleted, this stands instead. */
const takenBackWords = 'This message was taken back (SEC-2).';

/** Deletes one of our own messages; where that is not allowed, its words are taken out of it. */
export async function takeBack(
  client: WebClient,
  { channelId, ts }: { channelId: string; ts: string },
): Promise<Sending> {
  try {
    await client.chat.delete({ channel: channelId, ts });
    return { kind: 'sent', channelId, ts };
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError && undeletable.has(error.data.error))) return failureOf(error);
  }
  try {
    await client.chat.update({ channel: channelId, ts, text: takenBackWords, blocks: [] });
    return { kind: 'sent', channelId, ts };
  } catch (error) {
    return failureOf(error);
  }
}

/** Brings one of our own messages up to date, under the mark it was found by before. */
export async function rewrite(
  client: WebClient,
  { channelId, ts }: { channelId: string; ts: string },
  key: string,
  message: Message,
): Promise<Sending> {
  try {
    await client.chat.update({ channel: channelId, ts, ...contentOf(message, key, 0) });
    return { kind: 'sent', channelId, ts };
  } catch (error) {
    return failureOf(error);
  }
}

function contentOf(message: Message, key: string, piece: number) {
  return {
    text: escapeMarkup(message.text),
    blocks: [...message.blocks],
    metadata: { event_type: eventType, event_payload: { notice: key, piece } },
  };
}

/** Our clock and Slack's are never further apart than this, in seconds: twice what its signatures allow. */
const clocksDifferBy = 600;

/** Looks for the notice's own mark among the latest messages of where it would have gone. */
async function findDelivered(
  client: WebClient,
  notice: ClaimedNotice,
  piece: number,
  { channelId, threadTs }: Place,
): Promise<{ channelId: string; ts: string } | null> {
  // A person is written to by user id, but read back by the id of the conversation.
  const person = notice.destination.startsWith('person:');
  const opened = person ? await client.conversations.open({ users: channelId }) : null;
  const where = {
    channel: opened?.channel?.id ?? channelId,
    include_all_metadata: true,
    limit: 200,
    // Nothing of it can be older than itself, whatever the two clocks say.
    oldest: String(notice.createdAt.getTime() / 1000 - clocksDifferBy),
  };
  let cursor: string | undefined;
  do {
    const page = { ...where, ...(cursor ? { cursor } : {}) };
    const answer = threadTs
      ? await client.conversations.replies({ ...page, ts: threadTs })
      : await client.conversations.history(page);
    const found = markOf(notice, piece, answer.messages ?? []);
    if (found) return { channelId: where.channel, ts: found };
    cursor = answer.response_metadata?.next_cursor || undefined;
  } while (cursor);
  return null;
}

/** The ts of the message that carries this piece of this notice. */
function markOf(
  notice: ClaimedNotice,
  piece: number,
  messages: readonly { ts?: string; metadata?: { event_type?: string; event_payload?: unknown } }[],
): string | null {
  for (const { metadata, ts } of messages) {
    const payload = metadata?.event_payload as { notice?: unknown; piece?: unknown } | undefined;
    if (metadata?.event_type === eventType && payload?.notice === notice.key && payload.piece === piece)
      return ts ?? null;
  }
  return null;
}

const undeletable: ReadonlySet<string> = new Set([
  'cant_delete_message',
  'compliance_exports_prevent_deletion',
]);
const channelErrors: ReadonlySet<string> = new Set([
  'channel_not_found',
  'not_in_channel',
  // Of the app, in this kind of conversation: whoever installed it has to grant it.
  'missing_scope',
  'no_permission',
  'is_archived',
  'restricted_action',
  'restricted_action_read_only_channel',
  'user_not_found',
  'user_disabled',
  'cannot_dm_bot',
  'messages_tab_disabled',
  'is_inactive',
  'team_not_found',
  'app_access_restricted',
  'posting_to_channel_denied',
  'restricted_action_non_threadable_channel',
  'restricted_action_thread_only_channel',
  'restricted_action_thread_locked',
]);
const tokenErrors: ReadonlySet<string> = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'org_login_required',
  'ekm_access_denied',
]);
const goneErrors: ReadonlySet<string> = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'cannot_reply_to_message',
  'thread_not_found',
]);
const refusedErrors: ReadonlySet<string> = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_arguments',
  'msg_too_long',
  'msg_blocks_too_long',
  'no_text',
  'invalid_metadata_format',
  'invalid_metadata_schema',
  'metadata_too_large',
  'markdown_text_conflict',
]);

/** Slack's answers, sorted by what is to be done about them. */
export function failureOf(error: unknown): Exclude<Sending, { kind: 'sent' }> {
  if (error instanceof WebAPIRateLimitedError) return { kind: 'rateLimited', seconds: error.retryAfter };
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error;
    if (channelErrors.has(code)) return { kind: 'channelLost', error: code };
    if (tokenErrors.has(code)) return { kind: 'unauthorized', error: code };
    if (goneErrors.has(code)) return { kind: 'messageGone' };
    if (refusedErrors.has(code)) return { kind: 'refused', error: code };
    return { kind: 'retry', uncertain: true, error: code };
  }
  if (error instanceof WebAPIHTTPError)
    return { kind: 'retry', uncertain: true, error: `http ${error.statusCode}` };
  return { kind: 'retry', uncertain: true, error: error instanceof Error ? error.name : 'unknown' };
}
