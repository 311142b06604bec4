import type { Core } from '../core.ts';
import type { Rec } from '../json.ts';
import { directChannel, findMessage, messageJson, repliesOf } from '../messages.ts';
import type { Channel, StoredMessage } from '../model.ts';
import { type Args, paginate } from './args.ts';
import { SlackError } from './errors.ts';
import { needHistory, needReading, visibleChannel } from './scopes.ts';

const channelJson = (core: Core, channel: Channel): Rec => {
  const shared = {
    id: channel.id,
    created: Math.floor(channel.createdAt / 1000),
    is_archived: channel.archived,
    is_im: channel.kind === 'im',
    is_mpim: false,
    is_org_shared: false,
    context_team_id: core.team.id,
  };
  if (channel.kind === 'im') {
    const user = [...channel.members].find((id) => id !== core.app.botUserId);
    return { ...shared, user, is_user_deleted: core.users.get(user ?? '')?.kind === 'deactivated' };
  }
  return {
    ...shared,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_private: channel.kind === 'private',
    is_member: channel.members.has(core.app.botUserId),
    is_general: false,
    is_shared: false,
    is_ext_shared: [...channel.members].some((id) => core.users.get(id)?.kind === 'stranger'),
    num_members: channel.members.size,
  };
};

const metadataNext = (nextCursor: string): Rec => ({ response_metadata: { next_cursor: nextCursor } });

const kinds: Record<string, Channel['kind'] | undefined> = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'im',
};

const listChannels = (args: Args, core: Core, mine: (channel: Channel) => boolean): Rec => {
  const names = (args.text('types') ?? 'public_channel').split(',').map((name) => name.trim());
  const wanted = names.flatMap((name) => {
    const kind = kinds[name];
    if (!kind && name !== 'mpim') throw new SlackError('invalid_types');
    return kind ?? [];
  });
  for (const kind of wanted) needReading(core, kind);
  const found = [...core.channels.values()].filter(
    (channel) =>
      wanted.includes(channel.kind) &&
      (channel.kind === 'public' || channel.members.has(core.app.botUserId)) &&
      mine(channel) &&
      !(args.flag('exclude_archived') && channel.archived),
  );
  const { items, nextCursor } = paginate(found, args, args.limit(100, 1000));
  return { channels: items.map((channel) => channelJson(core, channel)), ...metadataNext(nextCursor) };
};

const timestamp = (args: Args, name: 'oldest' | 'latest'): number | undefined => {
  const value = args.text(name);
  if (value === undefined) return undefined;
  if (!/^\d+(\.\d+)?$/.test(value)) throw new SlackError(`invalid_ts_${name}`);
  return Number(value);
};

const withinRange = (args: Args) => {
  const oldest = timestamp(args, 'oldest');
  const latest = timestamp(args, 'latest');
  const inclusive = args.flag('inclusive');
  return (message: StoredMessage) => {
    const at = Number(message.ts);
    if (oldest !== undefined && (inclusive ? at < oldest : at <= oldest)) return false;
    return latest === undefined || (inclusive ? at <= latest : at < latest);
  };
};

const readableChannel = (args: Args, core: Core): Channel => {
  const channel = visibleChannel(core, args.needed('channel'));
  needHistory(core, channel.kind);
  if (!channel.members.has(core.app.botUserId)) throw new SlackError('not_in_channel');
  return channel;
};

const messagePage = (args: Args, core: Core, found: StoredMessage[], usual: number): Rec => {
  const { items, nextCursor } = paginate(found, args, args.limit(usual, 1000));
  const withMetadata = args.flag('include_all_metadata');
  return {
    messages: items.map((message) => messageJson(core, message, withMetadata)),
    has_more: nextCursor !== '',
    ...(nextCursor === '' ? {} : metadataNext(nextCursor)),
  };
};

export const conversations: Record<string, (args: Args, core: Core) => Rec> = {
  'conversations.info': (args, core) => {
    const channel = visibleChannel(core, args.needed('channel'));
    needReading(core, channel.kind);
    return { channel: channelJson(core, channel) };
  },

  'conversations.list': (args, core) => listChannels(args, core, () => true),

  'users.conversations': (args, core) => {
    const user = args.text('user') ?? core.app.botUserId;
    if (!core.users.has(user)) throw new SlackError('user_not_found');
    return listChannels(args, core, (channel) => channel.members.has(user));
  },

  'conversations.members': (args, core) => {
    const channel = visibleChannel(core, args.needed('channel'));
    needReading(core, channel.kind);
    const { items, nextCursor } = paginate([...channel.members], args, args.limit(100, 1000));
    return { members: items, ...metadataNext(nextCursor) };
  },

  'conversations.history': (args, core) => {
    const channel = readableChannel(args, core);
    const found = core.messages.filter(
      (message) =>
        message.channelId === channel.id && message.onlyFor === undefined && message.threadTs === undefined,
    );
    return messagePage(args, core, found.filter(withinRange(args)).reverse(), 100);
  },

  'conversations.replies': (args, core) => {
    const channel = readableChannel(args, core);
    const message = findMessage(core, channel.id, args.needed('ts'));
    const rootTs = message?.threadTs ?? args.needed('ts');
    const root = findMessage(core, channel.id, rootTs);
    const all = repliesOf(core, channel.id, rootTs);
    // Where the first message was deleted, the replies to it stay.
    if ((!message && all.length === 0) || message?.onlyFor !== undefined)
      throw new SlackError('thread_not_found');
    const replies = all.filter(withinRange(args));
    // The first message of the thread leads every page's list, whatever the range.
    return messagePage(args, core, root ? [root, ...replies] : replies, 1000);
  },

  'conversations.open': (args, core) => {
    const given = args.text('users');
    const channelId = args.text('channel');
    if (channelId !== undefined) return { channel: { id: visibleChannel(core, channelId).id } };
    if (given === undefined) throw new SlackError('users_list_not_supplied');
    const ids = given.split(',').map((id) => id.trim());
    const [first] = ids;
    if (ids.length > 8) throw new SlackError('too_many_users');
    if (ids.length > 1 || first === undefined) throw new SlackError('invalid_user_combination');
    const user = core.users.get(first);
    if (!user || user.kind === 'bot') throw new SlackError('user_not_found');
    if (user.kind === 'deactivated') throw new SlackError('user_disabled');
    const channel = directChannel(core, first);
    return args.flag('return_im') ? { channel: channelJson(core, channel) } : { channel: { id: channel.id } };
  },
};
