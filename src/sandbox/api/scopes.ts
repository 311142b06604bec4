import type { Core } from '../core.ts';
import type { Channel } from '../model.ts';
import { SlackError } from './errors.ts';

export const needScope = (core: Core, scope: string): void => {
  if (!core.app.scopes.has(scope))
    throw new SlackError('missing_scope', { needed: scope, provided: [...core.app.scopes].join(',') });
};

const family = { public: 'channels', private: 'groups', im: 'im' } as const;

export const needReading = (core: Core, kind: Channel['kind']): void =>
  needScope(core, `${family[kind]}:read`);
export const needHistory = (core: Core, kind: Channel['kind']): void =>
  needScope(core, `${family[kind]}:history`);

/** The channel by id as the bot sees it: private ones and other people's DMs don't exist for it. */
export const visibleChannel = (core: Core, id: string): Channel => {
  const channel = core.channels.get(id);
  const inside = channel?.members.has(core.app.botUserId) ?? false;
  if (!channel || (channel.kind !== 'public' && !inside)) throw new SlackError('channel_not_found');
  return channel;
};
