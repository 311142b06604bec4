import type { Core } from '../core.ts';
import type { Rec } from '../json.ts';
import type { User } from '../model.ts';
import { type Args, paginate } from './args.ts';
import { SlackError } from './errors.ts';

export const userJson = (core: Core, user: User): Rec => {
  const guest = user.kind === 'guest' || user.kind === 'single_channel_guest';
  const stranger = user.kind === 'stranger';
  return {
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    deleted: user.kind === 'deactivated',
    ...(user.kind === 'deactivated'
      ? {}
      : {
          real_name: user.realName,
          tz: user.timeZone,
          is_admin: user.admin,
          is_owner: false,
          is_primary_owner: false,
        }),
    profile: {
      real_name: user.realName,
      display_name: user.name,
      real_name_normalized: user.realName,
      display_name_normalized: user.name,
      team: user.teamId,
      ...(core.app.scopes.has('users:read.email') && user.kind !== 'bot'
        ? { email: `${user.name}@example.com` }
        : {}),
    },
    is_restricted: guest,
    is_ultra_restricted: user.kind === 'single_channel_guest',
    is_bot: user.kind === 'bot',
    is_app_user: false,
    ...(stranger ? { is_stranger: true } : {}),
    updated: Math.floor(core.clock.now().getTime() / 1000),
  };
};

export const users: Record<string, (args: Args, core: Core) => Rec> = {
  'users.info': (args, core) => {
    const user = core.users.get(args.needed('user'));
    if (!user) throw new SlackError('user_not_found');
    return { user: userJson(core, user) };
  },

  'users.list': (args, core) => {
    const own = [...core.users.values()].filter((user) => user.teamId === core.team.id);
    const { items, nextCursor } = paginate(own, args, args.limit(1000, 1000));
    return {
      members: items.map((user) => userJson(core, user)),
      cache_ts: Math.floor(core.clock.now().getTime() / 1000),
      response_metadata: { next_cursor: nextCursor },
    };
  },

  'usergroups.list': (args, core) => ({
    usergroups: [...core.groups.values()].map((group) => ({
      id: group.id,
      team_id: core.team.id,
      is_usergroup: true,
      name: group.name,
      handle: group.handle,
      date_delete: 0,
      ...(args.flag('include_users') ? { users: group.members } : {}),
      ...(args.flag('include_count') ? { user_count: group.members.length } : {}),
    })),
  }),

  'usergroups.users.list': (args, core) => {
    const group = core.groups.get(args.needed('usergroup'));
    if (!group) throw new SlackError('no_such_subteam');
    return { users: group.members };
  },
};
