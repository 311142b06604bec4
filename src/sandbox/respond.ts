import type { ServerResponse } from 'node:http';
import { readArgs } from './api/args.ts';
import { readContent } from './api/content.ts';
import { SlackError } from './api/errors.ts';
import type { Core } from './core.ts';
import { isRec, type Rec } from './json.ts';
import { limits } from './limits.ts';
import { deleteMessage, editMessage, findMessage, postMessage } from './messages.ts';
import type { ResponseTarget } from './response-urls.ts';

/**
 * Does what a response asks for: the body of an acknowledgement, or of a post to a response URL. Throws
 * Slack's refusal.
 */
export const applyResponse = (core: Core, target: ResponseTarget, raw: Rec): void => {
  const source =
    target.sourceTs === undefined ? undefined : findMessage(core, target.channelId, target.sourceTs);
  if (raw.delete_original === true || raw.delete_original === 'true') {
    if (source) deleteMessage(core, source);
    return;
  }
  const args = readArgs(raw);
  const content = readContent(args, limits.message.text);
  if (args.flag('replace_original') && source) {
    editMessage(core, source, content);
    return;
  }
  const type = args.text('response_type') ?? 'ephemeral';
  if (type !== 'ephemeral' && type !== 'in_channel') throw new SlackError('invalid_response_type');
  const threadTs = args.text('thread_ts');
  if (threadTs !== undefined && !findMessage(core, target.channelId, threadTs))
    throw new SlackError('thread_not_found');
  postMessage(core, {
    ...content,
    threadTs,
    channelId: target.channelId,
    userId: core.app.botUserId,
    onlyFor: type === 'ephemeral' ? target.userId : undefined,
  });
};

const parse = (body: string): Rec | undefined => {
  try {
    const parsed: unknown = JSON.parse(body);
    return isRec(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
};

/** Answers a post to a response URL: `ok`, or an HTTP error whose body is Slack's code. */
export const answerResponseUrl = (
  core: Core,
  path: string,
  method: string | undefined,
  body: string,
  response: ServerResponse,
): void => {
  const raw = parse(body);
  const outcome = outcomeOf(core, path, method, raw);
  if (core.responseUrls.isKnown(path))
    core.calls.push({
      method: 'response_url',
      args: raw ?? {},
      at: core.clock.now().getTime(),
      outcome,
      warnings: raw?.blocks !== undefined && !raw.text ? ['blocks without text'] : [],
      response: {},
    });
  const status = statuses[outcome] ?? 400;
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(outcome);
};

const statuses: Record<string, number> = {
  ok: 200,
  no_service: 404,
  used_url: 404,
  expired_url: 404,
  method_not_allowed: 405,
};

const outcomeOf = (core: Core, path: string, method: string | undefined, raw: Rec | undefined): string => {
  if (!core.responseUrls.isKnown(path)) return 'no_service';
  if (method !== 'POST') return 'method_not_allowed';
  return raw ? useOnce(core, path, raw) : 'invalid_payload';
};

const useOnce = (core: Core, path: string, raw: Rec): string => {
  const used = core.responseUrls.use(path);
  if ('error' in used) return used.error;
  try {
    applyResponse(core, used.target, raw);
    return 'ok';
  } catch (error) {
    if (error instanceof SlackError) return error.code;
    throw error;
  }
};
