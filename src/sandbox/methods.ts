import type { Tier } from './limits.ts';

export type MethodFacts = {
  /** How often it may be called; `post` is paced per channel besides. */
  tier: Tier;
  /** All of these are needed. Scopes that depend on the channel's kind are checked by the method itself. */
  scopes: readonly string[];
  token: 'bot' | 'app' | 'none';
  /** Methods that only read answer GET as well. */
  get: boolean;
  required: readonly string[];
  optional: readonly string[];
};

const page = ['cursor', 'limit', 'team_id'] as const;
const look = [
  'text',
  'blocks',
  'metadata',
  'mrkdwn',
  'parse',
  'link_names',
  'attachments',
  'as_user',
] as const;
const sender = ['icon_emoji', 'icon_url', 'username'] as const;
const range = ['cursor', 'limit', 'oldest', 'latest', 'inclusive', 'include_all_metadata'] as const;

const bot = (
  tier: Tier,
  scopes: readonly string[],
  get: boolean,
  required: readonly string[],
  optional: readonly string[],
): MethodFacts => ({ tier, scopes, token: 'bot', get, required, optional });

const write = ['chat:write'] as const;

/** The Web API methods the workspace serves; all others are `unknown_method`. */
export const methods: Readonly<Record<string, MethodFacts>> = {
  'api.test': { tier: 4, scopes: [], token: 'none', get: true, required: [], optional: ['error', 'foo'] },
  'auth.test': bot(5, [], true, [], []),
  'apps.connections.open': {
    tier: 3,
    scopes: [],
    token: 'app',
    get: false,
    required: [],
    optional: [],
  },
  'chat.postMessage': bot(
    5,
    write,
    false,
    ['channel'],
    [...look, ...sender, 'thread_ts', 'reply_broadcast', 'unfurl_links', 'unfurl_media'],
  ),
  'chat.postEphemeral': bot(4, write, false, ['channel', 'user'], [...look, ...sender, 'thread_ts']),
  'chat.update': bot(3, write, false, ['channel', 'ts'], [...look, 'reply_broadcast']),
  'chat.delete': bot(3, write, false, ['channel', 'ts'], ['as_user']),
  'chat.getPermalink': bot(5, [], true, ['channel', 'message_ts'], []),
  'views.open': bot(4, [], false, ['view'], ['trigger_id', 'interactivity_pointer']),
  'views.push': bot(4, [], false, ['view'], ['trigger_id', 'interactivity_pointer']),
  'views.update': bot(4, [], false, ['view'], ['view_id', 'external_id', 'hash']),
  'views.publish': bot(4, [], false, ['user_id', 'view'], ['hash']),
  'conversations.info': bot(3, [], true, ['channel'], ['include_locale', 'include_num_members']),
  'conversations.list': bot(2, [], true, [], [...page, 'types', 'exclude_archived']),
  'conversations.members': bot(4, [], true, ['channel'], ['cursor', 'limit']),
  'conversations.history': bot(3, [], true, ['channel'], [...range]),
  'conversations.replies': bot(3, [], true, ['channel', 'ts'], [...range]),
  'conversations.open': bot(
    3,
    ['im:write'],
    false,
    [],
    ['users', 'channel', 'return_im', 'prevent_creation'],
  ),
  'users.info': bot(4, ['users:read'], true, ['user'], ['include_locale']),
  'users.list': bot(2, ['users:read'], true, [], [...page, 'include_locale']),
  'users.conversations': bot(3, [], true, [], [...page, 'user', 'types', 'exclude_archived']),
  'usergroups.list': bot(
    2,
    ['usergroups:read'],
    true,
    [],
    ['include_users', 'include_count', 'include_disabled', 'team_id'],
  ),
  'usergroups.users.list': bot(2, ['usergroups:read'], true, ['usergroup'], ['include_disabled', 'team_id']),
  'reactions.add': bot(3, ['reactions:write'], false, ['channel', 'name', 'timestamp'], []),
};

/** The least that lets an app use all of the above. */
export const defaultScopes = [
  'commands',
  'chat:write',
  'channels:read',
  'channels:history',
  'groups:read',
  'groups:history',
  'im:read',
  'im:write',
  'im:history',
  'users:read',
  'usergroups:read',
  'reactions:write',
] as const;

/** What the bot hears of, unless the workspace is told otherwise. */
export const defaultEvents = [
  'app_home_opened',
  'channel_archive',
  'channel_left',
  'channel_rename',
  'channel_unarchive',
  'group_archive',
  'group_left',
  'group_rename',
  'group_unarchive',
  'member_joined_channel',
  'member_left_channel',
  'user_change',
] as const;
