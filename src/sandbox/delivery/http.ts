import { createHmac } from 'node:crypto';
import type { Core } from '../core.ts';
import { isRec, type Rec } from '../json.ts';
import type { Ack, Deliver, EnvelopeType } from './deliver.ts';

const maxEventRetries = 3;

const encode = (type: EnvelopeType, payload: Rec): { contentType: string; body: string } => {
  if (type === 'events_api') return { contentType: 'application/json', body: JSON.stringify(payload) };
  const fields: Record<string, string> =
    type === 'interactive'
      ? { payload: JSON.stringify(payload) }
      : Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)]));
  return { contentType: 'application/x-www-form-urlencoded', body: new URLSearchParams(fields).toString() };
};

const decode = (text: string): Rec | undefined => {
  if (text.trim() === '') return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    if (isRec(parsed)) return Object.keys(parsed).length > 0 ? parsed : undefined;
  } catch {
    // Not JSON: Slack takes plain text as a message.
  }
  return { text };
};

/** Signed HTTP requests to the app's request URL. */
export const createHttpDelivery = (core: Core, ackDeadlineMs: number) => {
  let requestUrl: string | undefined;

  const post = async (contentType: string, body: string, more: Record<string, string>): Promise<Response> => {
    // The app compares with its own machine's time, so this is real time, not the workspace's clock.
    const timestamp = String(Math.floor(Date.now() / 1000));
    const mac = createHmac('sha256', core.app.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
    return fetch(requestUrl ?? '', {
      method: 'POST',
      headers: {
        'content-type': contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${mac}`,
        ...more,
      },
      body,
      signal: AbortSignal.timeout(ackDeadlineMs),
    });
  };

  const attempt = async (type: EnvelopeType, payload: Rec, more: Record<string, string>): Promise<Ack> => {
    if (requestUrl === undefined) return { acked: false, reason: 'dispatch_failed' };
    const { contentType, body } = encode(type, payload);
    try {
      const response = await post(contentType, body, more);
      const text = await response.text();
      if (!response.ok) return { acked: false, reason: 'http_error' };
      return { acked: true, payload: decode(text) };
    } catch (error) {
      const timedOut = error instanceof Error && error.name === 'TimeoutError';
      return { acked: false, reason: timedOut ? 'operation_timeout' : 'dispatch_failed' };
    }
  };

  const deliver: Deliver = async (type, payload) => {
    let ack = await attempt(type, payload, {});
    if (type !== 'events_api') return ack;
    for (let retry = 1; retry <= maxEventRetries && !ack.acked; retry += 1)
      ack = await attempt(type, payload, {
        'x-slack-retry-num': String(retry),
        'x-slack-retry-reason': ack.reason === 'operation_timeout' ? 'http_timeout' : 'http_error',
      });
    return ack;
  };

  return {
    deliver,
    /** Takes the URL into use once it has answered Slack's challenge. Throws when it doesn't. */
    deliverTo: async (url: string): Promise<void> => {
      requestUrl = url;
      const challenge = core.ids.secret(16);
      const body = JSON.stringify({ token: core.app.verificationToken, challenge, type: 'url_verification' });
      const response = await post('application/json', body, {});
      const text = await response.text();
      const json = decode(text);
      if (!response.ok || (json?.challenge ?? text) !== challenge)
        throw new Error(`${url} did not answer the challenge: HTTP ${response.status} ${text.slice(0, 80)}`);
    },
  };
};
