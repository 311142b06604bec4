import type { Core } from '../core.ts';
import type { Rec } from '../json.ts';
import { limits } from '../limits.ts';
import {
  deleteMessage,
  directChannel,
  editMessage,
  findMessage,
  messageJson,
  postMessage,
} from '../messages.ts';
import type { Channel, StoredMessage } from '../model.ts';
import type { Args } from './args.ts';
import { readContent, readMetadata } from './content.ts';
import { RateLimited, SlackError } from './errors.ts';
import { visibleChannel } from './scopes.ts';

/** Where a message may be written. A user's id stands for the direct messages with them. */
const writableChannel = (core: Core, id: string): Channel => {
  const user = core.users.get(id);
  if (user) {
    if (user.kind === 'deactivated' || user.kind === 'bot') throw new SlackError('channel_not_found');
    return directChannel(core, id);
  }
  const channel = visibleChannel(core, id);
  if (channel.archived) throw new SlackError('is_archived');
  if (!channel.members.has(core.app.botUserId) && !core.app.scopes.has('chat:write.public'))
    throw new SlackError('not_in_channel');
  return channel;
};

const threadRoot = (core: Core, channel: Channel, ts: string | undefined): string | undefined => {
  if (ts === undefined) return undefined;
  const root = findMessage(core, channel.id, ts);
  if (!root || root.onlyFor !== undefined) throw new SlackError('thread_not_found');
  return root.threadTs ?? root.ts;
};

const ownMessage = (
  core: Core,
  args: Args,
  refusal: string,
): { channel: Channel; message: StoredMessage } => {
  const channel = visibleChannel(core, args.needed('channel'));
  const message = findMessage(core, channel.id, args.needed('ts'));
  if (!message || message.onlyFor !== undefined) throw new SlackError('message_not_found');
  if (message.userId !== core.app.botUserId) throw new SlackError(refusal);
  if (channel.archived) throw new SlackError('is_archived');
  if (!channel.members.has(core.app.botUserId)) throw new SlackError('not_in_channel');
  return { channel, message };
};

export const chat: Record<string, (args: Args, core: Core) => Rec> = {
  'chat.postMessage': (args, core) => {
    const channel = writableChannel(core, args.needed('channel'));
    const content = readContent(args, limits.message.text);
    const metadata = readMetadata(args);
    const threadTs = threadRoot(core, channel, args.text('thread_ts'));
    const wait = core.rates.waitBeforePost(channel.id);
    if (wait > 0) throw new RateLimited(wait);
    core.rates.posted(channel.id);
    const message = postMessage(core, {
      ...content,
      metadata,
      threadTs,
      channelId: channel.id,
      userId: core.app.botUserId,
    });
    return { channel: channel.id, ts: message.ts, message: messageJson(core, message, true) };
  },

  'chat.postEphemeral': (args, core) => {
    const channel = writableChannel(core, args.needed('channel'));
    const userId = args.needed('user');
    if (!channel.members.has(userId)) throw new SlackError('user_not_in_channel');
    const content = readContent(args, limits.message.text);
    const threadTs = threadRoot(core, channel, args.text('thread_ts'));
    const message = postMessage(core, {
      ...content,
      threadTs,
      channelId: channel.id,
      userId: core.app.botUserId,
      onlyFor: userId,
    });
    return { message_ts: message.ts };
  },

  'chat.update': (args, core) => {
    const { channel, message } = ownMessage(core, args, 'cant_update_message');
    const content = readContent(args, limits.message.updatedText);
    const metadata = readMetadata(args);
    // Slack drops the old blocks when only a text comes.
    editMessage(core, message, { ...content, ...(metadata ? { metadata } : {}) });
    return {
      channel: channel.id,
      ts: message.ts,
      text: message.text,
      message: messageJson(core, message, true),
    };
  },

  'chat.delete': (args, core) => {
    const { channel, message } = ownMessage(core, args, 'cant_delete_message');
    deleteMessage(core, message);
    return { channel: channel.id, ts: message.ts };
  },

  'chat.getPermalink': (args, core) => {
    const channel = visibleChannel(core, args.needed('channel'));
    const message = findMessage(core, channel.id, args.needed('message_ts'));
    if (!message || message.onlyFor !== undefined) throw new SlackError('message_not_found');
    const thread = message.threadTs ? `?thread_ts=${message.threadTs}&cid=${channel.id}` : '';
    const path = `/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`;
    return { channel: channel.id, permalink: `https://${core.team.domain}.slack.com${path}` };
  },

  'reactions.add': (args, core) => {
    const channel = visibleChannel(core, args.needed('channel'));
    const message = findMessage(core, channel.id, args.needed('timestamp'));
    if (!message || message.onlyFor !== undefined) throw new SlackError('message_not_found');
    const name = args.needed('name');
    if (!/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(name)) throw new SlackError('invalid_name');
    if (channel.archived) throw new SlackError('is_archived');
    if (message.reactions.includes(name)) throw new SlackError('already_reacted');
    message.reactions.push(name);
    core.emit({ type: 'message', what: 'edited', message });
    return {};
  },
};
