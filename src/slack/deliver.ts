import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import type { ClaimedNotice, Place } from '../desk/outbox.ts';
import type { Message } from './answer.ts';
import { escapeMarkup } from './words.ts';

/** What became of one send. `uncertain`: Slack may have it, so it is searched for before the next attempt. */
export type Sending =
  | { kind: 'sent'; channelId: string; ts: string }
  | { kind: 'rateLimited'; seconds: number }
  | { kind: 'retry'; uncertain: boolean; error: string }
  /** The channel takes nothing: archived, gone, or Handrail is no member. */
  | { kind: 'channelLost'; error: string }
  /** The token takes nothing: an operator has to act. */
  | { kind: 'unauthorized'; error: string }
  /** The message to be updated is gone. */
  | { kind: 'messageGone' }
  /** Slack will never take this message. */
  | { kind: 'refused'; error: string };

const eventType = 'handrail_notice';

/** Sends one piece of a notice, or updates the message it keeps up to date. Never throws for what Slack answers. */
export async function deliver(
  client: WebClient,
  notice: ClaimedNotice,
  piece: number,
  message: Message,
  place: Place,
): Promise<Sending> {
  try {
    if (notice.uncertain && !place.standing) {
      const found = await findDelivered(client, notice, piece, place);
      if (found) return { kind: 'sent', channelId: place.channelId, ts: found };
    }
    const content = {
      text: escapeMarkup(message.text),
      blocks: [...message.blocks],
      metadata: { event_type: eventType, event_payload: { notice: notice.key, piece } },
    };
    const answer = place.standing
      ? await client.chat.update({ channel: place.standing.channelId, ts: place.standing.ts, ...content })
      : await client.chat.postMessage({
          channel: place.channelId,
          ...(place.threadTs ? { thread_ts: place.threadTs } : {}),
          unfurl_links: false,
          unfurl_media: false,
          ...content,
        });
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
    const ts = await findDelivered(client, notice, piece, place);
    return ts === null ? null : { kind: 'sent', channelId: place.channelId, ts };
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

/** Looks for the notice's own mark among the latest messages of where it would have gone. */
async function findDelivered(
  client: WebClient,
  notice: ClaimedNotice,
  piece: number,
  { channelId, threadTs }: Place,
): Promise<string | null> {
  // A person is written to by user id, but read back by the id of the conversation.
  const person = notice.destination.startsWith('person:');
  const opened = person ? await client.conversations.open({ users: channelId }) : null;
  const where = {
    channel: opened?.channel?.id ?? channelId,
    include_all_metadata: true,
    limit: 200,
    // Nothing of it can be older than itself; a little room for clocks that differ.
    oldest: String(notice.createdAt.getTime() / 1000 - 60),
  };
  let cursor: string | undefined;
  do {
    const page = { ...where, ...(cursor ? { cursor } : {}) };
    const answer = threadTs
      ? await client.conversations.replies({ ...page, ts: threadTs })
      : await client.conversations.history(page);
    const found = markOf(notice, piece, answer.messages ?? []);
    if (found) return found;
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
  'missing_scope',
  'no_permission',
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
