import { userJson } from './api/users.ts';
import type { Core } from './core.ts';
import { sendEvent } from './interactions.ts';
import type { Channel, PersonKind, User } from './model.ts';

type Someone = { readonly id: string };

export type ChannelInfo = { readonly id: string; readonly name: string };

/** What changes in channels, groups and people. Each resolves when the app has heard of it, if it listens. */
export type PlaceChanges = {
  addChannel(
    name: string,
    who: { members: readonly Someone[]; bot: boolean; private?: boolean },
  ): ChannelInfo;
  channel(name: string): ChannelInfo;
  addUserGroup(handle: string, who: { name?: string; members: readonly Someone[] }): { readonly id: string };
  archive(channel: string): Promise<void>;
  unarchive(channel: string): Promise<void>;
  rename(channel: string, name: string): Promise<void>;
  inviteBot(channel: string): Promise<void>;
  removeBot(channel: string): Promise<void>;
  join(channel: string, who: Someone): Promise<void>;
  leave(channel: string, who: Someone): Promise<void>;
  changePerson(
    who: Someone,
    change: { kind?: PersonKind; realName?: string; admin?: boolean },
  ): Promise<void>;
};

const find = (core: Core, name: string): Channel => {
  const bare = name.replace(/^#/, '');
  for (const channel of core.channels.values())
    if (channel.kind !== 'im' && channel.name === bare) return channel;
  throw new Error(`there is no channel #${bare}`);
};

export const changesOfPlace = (core: Core): PlaceChanges => {
  const prefix = (channel: Channel) => (channel.kind === 'private' ? 'group' : 'channel');
  const letter = (channel: Channel) => (channel.kind === 'private' ? 'G' : 'C');
  const actor = () => [...core.users.values()].find((user) => user.admin)?.id ?? 'USLACKBOT';
  const botIsIn = (channel: Channel) => channel.members.has(core.app.botUserId);

  const changed = async (channel: Channel, what: string, event: Record<string, unknown>, told: boolean) => {
    core.emit({ type: 'channel', channel, what });
    if (told) await sendEvent(core, event);
  };
  const setArchived = async (name: string, archived: boolean) => {
    const channel = find(core, name);
    channel.archived = archived;
    const what = archived ? 'archive' : 'unarchive';
    const event = { type: `${prefix(channel)}_${what}`, channel: channel.id, user: actor() };
    await changed(channel, what, event, botIsIn(channel) || channel.kind === 'public');
  };
  const membership = (type: string, channel: Channel, id: string) => ({
    type,
    user: id,
    channel: channel.id,
    channel_type: letter(channel),
    team: core.team.id,
  });
  const join = async (name: string, who: Someone) => {
    const channel = find(core, name);
    channel.members.add(who.id);
    await changed(channel, 'joined', membership('member_joined_channel', channel, who.id), botIsIn(channel));
  };

  return {
    addChannel: (name, who) => {
      if ([...core.channels.values()].some((channel) => channel.kind !== 'im' && channel.name === name))
        throw new Error(`there is a #${name} already`);
      const channel: Channel = {
        id: core.ids.next('C'),
        name,
        kind: who.private ? 'private' : 'public',
        members: new Set([...who.members.map(({ id }) => id), ...(who.bot ? [core.app.botUserId] : [])]),
        archived: false,
        createdAt: core.clock.now().getTime(),
      };
      core.channels.set(channel.id, channel);
      core.emit({ type: 'channel', channel, what: 'created' });
      return channel;
    },
    channel: (name) => find(core, name),
    addUserGroup: (handle, who) => {
      const id = core.ids.next('S');
      core.groups.set(id, {
        id,
        handle,
        name: who.name ?? handle,
        members: who.members.map((one) => one.id),
      });
      return { id };
    },
    archive: (name) => setArchived(name, true),
    unarchive: (name) => setArchived(name, false),
    rename: async (name, newName) => {
      const channel = find(core, name);
      channel.name = newName;
      const created = Math.floor(channel.createdAt / 1000);
      const event = {
        type: `${prefix(channel)}_rename`,
        channel: { id: channel.id, name: newName, created },
      };
      await changed(channel, 'rename', event, botIsIn(channel) || channel.kind === 'public');
    },
    inviteBot: (name) => join(name, { id: core.app.botUserId }),
    removeBot: async (name) => {
      const channel = find(core, name);
      channel.members.delete(core.app.botUserId);
      const event = { type: `${prefix(channel)}_left`, channel: channel.id, actor_id: actor() };
      await changed(channel, 'left', event, true);
    },
    join,
    leave: async (name, who) => {
      const channel = find(core, name);
      channel.members.delete(who.id);
      await changed(channel, 'left', membership('member_left_channel', channel, who.id), botIsIn(channel));
    },
    changePerson: async (who, change) => {
      const user: User | undefined = core.users.get(who.id);
      if (!user) throw new Error('nobody with that id');
      Object.assign(user, change);
      core.emit({ type: 'user', user });
      await sendEvent(core, {
        type: 'user_change',
        user: userJson(core, user),
        cache_ts: Number(core.ids.ts()),
      });
    },
  };
};
