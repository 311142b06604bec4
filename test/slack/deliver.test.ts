import {
  LogLevel,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebClient,
} from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../src/slack/deliver.ts';

const answered = (error: string) => failureOf(new WebAPIPlatformError({ ok: false, error }));

/** Slack's codes for chat.postMessage, chat.update and the reading of a thread, by what is to be done. */
const codes = {
  channelLost: [
    'channel_not_found',
    'not_in_channel',
    'is_archived',
    'restricted_action',
    'restricted_action_read_only_channel',
    'user_not_found',
    'user_disabled',
    'cannot_dm_bot',
    'messages_tab_disabled',
    'missing_scope',
    'no_permission',
  ],
  unauthorized: [
    'invalid_auth',
    'not_authed',
    'account_inactive',
    'token_revoked',
    'token_expired',
    'org_login_required',
    'ekm_access_denied',
  ],
  messageGone: ['message_not_found', 'cant_update_message', 'thread_not_found'],
  refused: [
    'invalid_blocks',
    'invalid_blocks_format',
    'invalid_arguments',
    'msg_too_long',
    'msg_blocks_too_long',
    'no_text',
    'invalid_metadata_format',
    'invalid_metadata_schema',
    'metadata_too_large',
  ],
  retry: [
    'internal_error',
    'fatal_error',
    'service_unavailable',
    'request_timeout',
    'ratelimited',
    'rate_limited',
    'message_limit_exceeded',
    'update_failed',
    'a_code_nobody_has_seen',
    '',
  ],
} as const;

describe('what Slack answers, by what is to be done', () => {
  test.each(Object.entries(codes).flatMap(([kind, all]) => all.map((code) => [code, kind] as const)))(
    '%s: %s',
    (code, kind) => {
      expect(answered(code).kind).toBe(kind);
    },
  );

  test('a code that nobody has documented is tried again, after a look whether it arrived', () => {
    expect(answered('a_code_nobody_has_seen')).toEqual({
      kind: 'retry',
      uncertain: true,
      error: 'a_code_nobody_has_seen',
    });
  });

  test('a rate limit says how long', () => {
    expect(failureOf(new WebAPIRateLimitedError(7))).toEqual({ kind: 'rateLimited', seconds: 7 });
  });

  test.each([500, 502, 503, 504, 404])('HTTP %d may have arrived', (status) => {
    expect(failureOf(new WebAPIHTTPError(status, 'x', {}))).toEqual({
      kind: 'retry',
      uncertain: true,
      error: `http ${status}`,
    });
  });

  test('a connection that cannot be made is one of those', async () => {
    const client = new WebClient('xoxb-test', {
      slackApiUrl: 'http://127.0.0.1:1/api/',
      retryConfig: { retries: 0 },
      logLevel: LogLevel.ERROR,
    });
    const error = await client.chat.postMessage({ channel: 'C1', text: 'x' }).catch((one: unknown) => one);
    expect(failureOf(error)).toMatchObject({ kind: 'retry', uncertain: true });
  });

  test.each([null, 'text', {}])('whatever is thrown (%j) is one of those', (thrown) => {
    expect(failureOf(thrown)).toEqual({ kind: 'retry', uncertain: true, error: 'unknown' });
  });
});
