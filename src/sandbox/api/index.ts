import type { Core } from '../core.ts';
import type { Rec } from '../json.ts';
import { type MethodFacts, methods } from '../methods.ts';
import { type Args, missing, readArgs } from './args.ts';
import { auth } from './auth.ts';
import { chat } from './chat.ts';
import { contentWarnings } from './content.ts';
import { conversations } from './conversations.ts';
import { RateLimited, SlackError } from './errors.ts';
import { needScope } from './scopes.ts';
import { users } from './users.ts';
import { views } from './views.ts';

export type Method = (args: Args, core: Core) => Rec;
const served: Record<string, Method> = { ...auth, ...chat, ...views, ...conversations, ...users };

export type Answer = { status: number; headers: Record<string, string>; body: Rec };

const checkToken = (core: Core, facts: MethodFacts, token: string | undefined): void => {
  if (facts.token === 'none') return;
  if (token === undefined || token === '') throw new SlackError('not_authed');
  if (token !== core.app.botToken && token !== core.app.appToken) throw new SlackError('invalid_auth');
  if (token === core.app.botToken && core.app.tokenRevoked) throw new SlackError('token_revoked');
  const given = token === core.app.appToken ? 'app' : 'bot';
  if (given !== facts.token) throw new SlackError('not_allowed_token_type');
};

const checkRequired = (facts: MethodFacts, raw: Rec): void => {
  for (const name of facts.required)
    if (raw[name] === undefined || raw[name] === null || raw[name] === '')
      throw new SlackError(
        name === 'channel' || name === 'ts' || name === 'user' ? specific[name] : 'invalid_arguments',
        missing(name),
      );
};
/** For these Slack answers with the error of the thing that was not found. */
const specific = { channel: 'channel_not_found', ts: 'message_not_found', user: 'user_not_found' } as const;

const warningsOf = (name: string, facts: MethodFacts | undefined, raw: Rec): string[] => {
  const known = new Set([...(facts?.required ?? []), ...(facts?.optional ?? []), 'token', 'team_id']);
  const unknown = facts ? Object.keys(raw).filter((key) => !known.has(key)) : [];
  return [
    ...unknown.map((key) => `unknown argument: ${key}`),
    ...(name.startsWith('chat.post') || name === 'chat.update' ? contentWarnings(raw) : []),
  ];
};

const run = (
  core: Core,
  extra: Record<string, Method>,
  name: string,
  raw: Rec,
  token: string | undefined,
): Rec => {
  const facts = methods[name];
  const method = extra[name] ?? served[name];
  if (!facts || !method) throw new SlackError('unknown_method', { req_method: name });
  checkToken(core, facts, token);
  for (const scope of facts.scopes) needScope(core, scope);
  const wait = core.rates.takeCall(name, facts.tier);
  if (wait > 0) throw new RateLimited(wait);
  checkRequired(facts, raw);
  return { ok: true, ...method(readArgs(raw), core) };
};

const failed = (error: unknown): Answer => {
  if (error instanceof RateLimited)
    return {
      status: 429,
      headers: { 'retry-after': String(error.retryAfterSeconds) },
      body: { ok: false, error: 'ratelimited' },
    };
  if (error instanceof SlackError)
    return { status: 200, headers: {}, body: { ok: false, error: error.code, ...error.extra } };
  throw error;
};

/** Serves one Web API call, and keeps it in the workspace's log of calls. */
export const callMethod = (
  core: Core,
  extra: Record<string, Method>,
  name: string,
  raw: Rec,
  token: string | undefined,
): Answer => {
  let answer: Answer;
  try {
    answer = { status: 200, headers: {}, body: run(core, extra, name, raw, token) };
  } catch (error) {
    answer = failed(error);
  }
  recordCall(core, name, raw, answer);
  return answer;
};

export const recordCall = (core: Core, name: string, raw: Rec, answer: Answer): void => {
  const { token: _, ...args } = raw;
  core.calls.push({
    method: name,
    args,
    at: core.clock.now().getTime(),
    outcome: answer.body.ok === true ? 'ok' : String(answer.body.error ?? answer.status),
    warnings: warningsOf(name, methods[name], raw),
    response: answer.body,
  });
};
